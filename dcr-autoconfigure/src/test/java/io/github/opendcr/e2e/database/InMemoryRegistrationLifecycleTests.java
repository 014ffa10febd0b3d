package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.TestServer;

/**
 * {@link RegistrationLifecycleContract} with Spring's in-memory repository and services.
 */
class InMemoryRegistrationLifecycleTests extends RegistrationLifecycleContract {

	@Override
	TestServer start() {
		return TestServer.startInMemory("dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials");
	}

}
