package io.github.opendcr.e2e.database;

import java.util.List;

import io.github.opendcr.testkit.TestServer;

class InMemorySecretRotationTests extends SecretRotationContract {

	@Override
	List<TestServer> start(String... properties) {
		return List.of(TestServer.startInMemory(Application.class, properties));
	}

}
