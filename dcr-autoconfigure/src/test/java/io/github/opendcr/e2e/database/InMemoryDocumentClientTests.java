package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.TestServer;

/**
 * {@link DocumentClientContract} with Spring's in-memory repository and services.
 */
class InMemoryDocumentClientTests extends DocumentClientContract {

	private boolean started;

	@Override
	TestServer start(String... properties) {
		if (this.started) {
			return null;
		}
		this.started = true;
		return TestServer.startInMemory(MutableClock.class, properties);
	}

}
