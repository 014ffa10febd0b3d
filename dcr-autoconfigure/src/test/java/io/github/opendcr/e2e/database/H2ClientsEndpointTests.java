package io.github.opendcr.e2e.database;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.TestServer;

/**
 * {@link ClientsEndpointContract} on H2.
 */
class H2ClientsEndpointTests extends ClientsEndpointContract {

	@Override
	TestServer start() {
		return TestServer.start(ClientsEndpointContract.Application.class, properties());
	}

	// What is the next of a page here isn't a client_id
	@ParameterizedTest
	@ValueSource(strings = { "name=x&after=AAAA", "redirectHost=x.example&after=!",
			"registeredFrom=2026-01-01T00:00:00Z&after=eAp4" })
	void listWhenAfterIsOfNoPageThen400(String query) {
		listWhenParameterIsBadThen400WithReason(query);
	}

}
