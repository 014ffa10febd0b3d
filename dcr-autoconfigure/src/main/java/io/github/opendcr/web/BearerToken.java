package io.github.opendcr.web;

import java.util.Enumeration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

import org.springframework.http.HttpHeaders;

/**
 * The bearer token of a request: in the Authorization header, since in the URL or in a
 * form it would end up in logs (RFC 6750 §2.1).
 */
final class BearerToken {

	private static final Pattern BEARER = Pattern.compile("Bearer(?: .*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern HEADER = Pattern.compile("Bearer +([A-Za-z0-9\\-._~+/]+=*)", Pattern.CASE_INSENSITIVE);

	private BearerToken() {
	}

	/**
	 * Return the token, whatever it is.
	 * @return {@code null} if the request has no credentials, or others
	 * @throws RegistrationException if the token is malformed, or one of several: whoever
	 * sends one must not be served as if there were none, or another
	 */
	static @Nullable String of(HttpServletRequest request) {
		Enumeration<String> headers = request.getHeaders(HttpHeaders.AUTHORIZATION);
		if (!headers.hasMoreElements()) {
			return null;
		}
		String header = headers.nextElement();
		if (headers.hasMoreElements()) {
			throw new RegistrationException(RegistrationError.INVALID_REQUEST,
					"The request has several Authorization headers: send one");
		}
		if (!BEARER.matcher(header).matches()) {
			return null;
		}
		Matcher matcher = HEADER.matcher(header);
		if (!matcher.matches()) {
			throw RegistrationException.invalidToken(null);
		}
		return matcher.group(1);
	}

	/**
	 * Return the registration access token that manages a client.
	 * @throws RegistrationException if there is none
	 */
	static String required(HttpServletRequest request) {
		String token = of(request);
		if (token == null) {
			throw new RegistrationException(RegistrationError.UNAUTHORIZED,
					"A registration access token is needed: send it as Authorization: Bearer");
		}
		return token;
	}

}
