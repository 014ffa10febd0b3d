package io.github.opendcr.reliability.ledger;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Metadata;

/**
 * Asks a node for a registration until it gives one.
 */
public final class Probe {

	private int sent;

	/**
	 * Wait until a client could register, and delete it.
	 * @throws IllegalStateException if none could within two minutes
	 */
	public void awaitRegistration(URI node) throws IOException {
		Api api = new Api(node);
		long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
		Answer answer;
		do {
			answer = api.register(Metadata.confidential("probe-" + ++this.sent, "Probe"));
		}
		while (!answer.is(201) && System.nanoTime() < end);
		if (!answer.is(201)) {
			throw new IllegalStateException(node + " doesn't recover: " + answer);
		}
		api.delete(answer.member("client_id"), answer.member("registration_access_token"));
	}

	/**
	 * Return how many clients there may be of it, since nobody knows what came of a
	 * request that failed.
	 */
	public int sent() {
		return this.sent;
	}

}
