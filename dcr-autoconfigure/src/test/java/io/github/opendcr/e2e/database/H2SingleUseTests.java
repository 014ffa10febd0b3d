package io.github.opendcr.e2e.database;

import java.util.List;

import io.github.opendcr.testkit.TestServer;

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
