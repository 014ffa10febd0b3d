package io.github.opendcr.e2e.database;

import java.util.List;

import io.github.opendcr.testkit.TestServer;

class H2AdoptionTests extends AdoptionContract {

	@Override
	List<TestServer> start(String... properties) {
		return List.of(TestServer.start(Application.class, properties));
	}

}
