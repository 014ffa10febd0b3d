package io.github.opendcr.web;

import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

/**
 * The key by which a client says that a request is the same as an earlier one
 * (draft-ietf-httpapi-idempotency-key-header-07 §2.1): a string as RFC 9651 §3.3.3 has
 * it, or the same without quotes, as many clients send it.
 */
final class IdempotencyKey {

	static final String NAME = "Idempotency-Key";

	/**
	 * That of 128 random bits in base64url; a UUID is longer.
	 */
	private static final int SHORTEST_SECRET = 22;

	private static final Pattern QUOTED = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\]){1,255})\"");

	private static final Pattern PLAIN = Pattern.compile("[!#-+\\--:<-\\[\\]-~]{1,255}");

	private IdempotencyKey() {
	}

	/**
	 * Return the key of a request.
	 * @param authenticated whether the request has credentials. Otherwise the key takes
	 * their place, for the answer holds secrets: nobody must be able to guess it
	 * @return the key, or {@code null} if there is none
	 * @throws RegistrationException if it is malformed, or too short
	 */
	static @Nullable String of(HttpServletRequest request, boolean authenticated) {
		List<String> headers = Collections.list(request.getHeaders(NAME));
		if (headers.isEmpty()) {
			return null;
		}
		String value = headers.get(0).strip();
		Matcher quoted = QUOTED.matcher(value);
		String key = quoted.matches() ? quoted.group(1).replaceAll("\\\\(.)", "$1") : value;
		if (headers.size() > 1 || !(quoted.matches() || PLAIN.matcher(value).matches())) {
			throw new RegistrationException(RegistrationError.INVALID_REQUEST, NAME
					+ " must occur once, with 1 to 255 characters of ASCII as a quoted string; a random UUID is a good one");
		}
		if (!authenticated && key.length() < SHORTEST_SECRET) {
			throw new RegistrationException(RegistrationError.INVALID_REQUEST, NAME + " must have at least "
					+ SHORTEST_SECRET
					+ " characters in a request without a bearer token, and be random: whoever knows it can ask for the answer; a random UUID is a good one");
		}
		return key;
	}

}
