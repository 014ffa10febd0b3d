package io.github.opendcr.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page of a search ended.
 *
 * @param until the last time of registration of those that had terms when the first page
 * was read
 * @param key where it is in a {@link SearchList}, whose kind its first character tells
 * @param clientId the {@code client_id}; empty at the beginning
 */
record SearchPlace(long until, String key, String clientId) {

	static SearchPlace read(String text) {
		try {
			String[] place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", 3);
			if (place.length == 3 && !place[1].isEmpty() && place[1].indexOf('\0') < 0
					&& (place[2].isEmpty() || StoredKey.isPossible(place[2]))) {
				return new SearchPlace(Long.parseLong(place[0]), place[1], place[2]);
			}
		}
		catch (IllegalArgumentException ex) {
			// the same answer
		}
		throw isNone();
	}

	static IllegalArgumentException isNone() {
		return new IllegalArgumentException("after must be the next of the page before, of the same search");
	}

	String write() {
		String place = this.until + "\n" + this.key + "\n" + this.clientId;
		return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
	}

	SearchPlace at(String key, String clientId) {
		return new SearchPlace(this.until, key, clientId);
	}

	/**
	 * Return the time at which it is, after those characters that tell the kind.
	 */
	long time(int kind) {
		try {
			return Long.parseLong(this.key.substring(kind));
		}
		catch (NumberFormatException ex) {
			throw isNone();
		}
	}

}
