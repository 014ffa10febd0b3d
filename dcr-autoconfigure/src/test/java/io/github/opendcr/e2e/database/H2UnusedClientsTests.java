package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.TestServer;

/**
 * {@link UnusedClientsContract} on H2.
 */
class H2UnusedClientsTests extends UnusedClientsContract {

	@Override
	TestServer start() {
		return TestServer.start(UnusedClientsContract.Application.class, properties());
	}

}
