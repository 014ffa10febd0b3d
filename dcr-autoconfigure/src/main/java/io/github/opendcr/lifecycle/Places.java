package io.github.opendcr.lifecycle;

import java.time.Instant;

import io.github.opendcr.use.IdleClient;

/**
 * Where a page of clients by their last use ended, as a text.
 */
final class Places {

	/**
	 * After every time that a store can have.
	 */
	static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

	private Places() {
	}

	static String write(IdleClient client) {
		return client.since().toEpochMilli() + "." + client.clientId();
	}

	static IdleClient read(String text) {
		int end = text.indexOf('.');
		try {
			if (end > 0 && text.indexOf('\0') < 0) {
				return new IdleClient(text.substring(end + 1),
						Instant.ofEpochMilli(Long.parseLong(text.substring(0, end))));
			}
		}
		catch (NumberFormatException ex) {
			// the same answer
		}
		throw new IllegalArgumentException("after must be the next of the page before, of the same search");
	}

}
