package io.github.opendcr.e2e;

import java.util.List;

class InMemorySingleUseTests extends SingleUseContract {

	@Override
	List<TestServer> start(String... properties) {
		return List.of(TestServer.startInMemory(Application.class, properties));
	}

	@Override
	int number() {
		return 20;
	}

}
