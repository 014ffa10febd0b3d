package io.github.opendcr.store;

import java.util.regex.Pattern;

/**
 * What a stored {@code client_id} or hash consists of: visible ASCII characters. Whatever
 * a request brings that can't be one is answered without asking the database, since some
 * databases fail on a NUL or half a surrogate pair, and some ignore blanks at the end.
 */
final class StoredKey {

	private static final Pattern KEY = Pattern.compile("[!-~]{1,100}");

	private StoredKey() {
	}

	static boolean isPossible(String key) {
		return KEY.matcher(key).matches();
	}

	static void requireClientId(String clientId) {
		if (!isPossible(clientId)) {
			throw new IllegalArgumentException("A client_id must be 1 to 100 visible ASCII characters");
		}
	}

}
