package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.TestServer;

/**
 * {@link ApprovalContract} on H2.
 */
class H2ApprovalTests extends ApprovalContract {

	@Override
	TestServer start() {
		return TestServer.start(ApprovalContract.Application.class, properties());
	}

}
