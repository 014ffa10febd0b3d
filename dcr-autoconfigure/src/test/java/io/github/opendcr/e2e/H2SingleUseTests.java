package io.github.opendcr.e2e;

import java.util.List;

class H2SingleUseTests extends SingleUseContract {

	@Override
	List<TestServer> start(String... properties) {
		return List.of(TestServer.start(Application.class, properties));
	}

	@Override
	int number() {
		return 20;
	}

}
