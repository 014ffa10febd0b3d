package io.github.opendcr.benchmarks.load;

import java.util.Locale;

/**
 * What one connection does over and over again.
 */
public enum Scenario {

	REGISTER_PUBLIC(0), REGISTER_CONFIDENTIAL(0),

	/** A {@code client_credentials} token by the secret of a client. */
	TOKEN(8),

	READ(25), UPDATE(25),

	/** A registration and the deletion of the client, as one operation. */
	DELETE(0),

	/** An authorization request, up to the redirect to the login page. */
	AUTHORIZE(25);

	/** How many clients each connection registers before. */
	final int clients;

	Scenario(int clients) {
		this.clients = clients;
	}

	public static Scenario of(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
