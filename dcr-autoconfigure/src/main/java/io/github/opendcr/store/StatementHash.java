package io.github.opendcr.store;

import io.github.opendcr.keys.Sha256;

/**
 * The key under which a used statement is remembered: its issuer and its {@code jti},
 * which may be of any length and of any characters, as a hash.
 */
final class StatementHash {

	private StatementHash() {
	}

	static String of(String issuer, String id) {
		// An issuer has no blanks: one pair, one text
		return Sha256.of(issuer + " " + id);
	}

}
