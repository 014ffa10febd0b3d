package io.github.opendcr.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The bearer token of a request: in the Authorization header, since in the URL or in a
 * form it would end up in logs (RFC 6750 §2.1).
 */
final class BearerToken {

	private static final Pattern HEADER = Pattern.compile("Bearer +([A-Za-z0-9\\-._~+/]+=*)", Pattern.CASE_INSENSITIVE);

	private BearerToken() {
	}

	static @Nullable String of(HttpServletRequest request) {
		String header = request.getHeader("Authorization");
		Matcher matcher = HEADER.matcher((header != null) ? header : "");
		return matcher.matches() ? matcher.group(1) : null;
	}

}
