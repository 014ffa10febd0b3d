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
	AUTHORIZE(25),

	/** An authorization request of what the user has allowed, up to the code. */
	AUTHORIZE_REGISTERED(8), AUTHORIZE_DOCUMENT(8),

	/** New tokens by a refresh token. */
	REFRESH_REGISTERED(8), REFRESH_DOCUMENT(8),

	/** An authorization request of a client that is a URL, which has never been used. */
	FIRST_USE(0);

	/** How many clients each connection has before. */
	final int clients;

	Scenario(int clients) {
		this.clients = clients;
	}

	/** Whether a user has to log in before. */
	boolean hasUser() {
		return ordinal() >= AUTHORIZE_REGISTERED.ordinal();
	}

	/** Whether the clients are Client ID Metadata Documents. */
	boolean hasDocuments() {
		return this == AUTHORIZE_DOCUMENT || this == REFRESH_DOCUMENT || this == FIRST_USE;
	}

	public static Scenario of(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
