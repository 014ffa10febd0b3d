package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.TestServer;

/**
 * {@link RegistrationLifecycleContract} with Spring's JDBC repository and services on H2.
 */
class H2RegistrationLifecycleTests extends RegistrationLifecycleContract {

	@Override
	TestServer start() {
		return TestServer.start("dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials");
	}

}
