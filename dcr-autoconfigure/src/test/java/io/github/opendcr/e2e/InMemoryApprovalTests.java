package io.github.opendcr.e2e;

/**
 * {@link ApprovalContract} with everything in memory.
 */
class InMemoryApprovalTests extends ApprovalContract {

	@Override
	TestServer start() {
		return TestServer.startInMemory(ApprovalContract.Application.class, properties());
	}

}
