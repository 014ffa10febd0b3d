package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.TestServer;

/**
 * {@link ApprovalContract} with everything in memory.
 */
class InMemoryApprovalTests extends ApprovalContract {

	@Override
	TestServer start() {
		return TestServer.startInMemory(ApprovalContract.Application.class, properties());
	}

}
