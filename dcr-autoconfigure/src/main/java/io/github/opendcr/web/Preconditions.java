package io.github.opendcr.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

import org.springframework.http.HttpHeaders;

/**
 * Under which conditions on the client as it is now a request is meant (RFC 9110 §13.1).
 *
 * @param ifMatch what must match, or {@code null} for no condition
 * @param ifNoneMatch what must not match, or {@code null} for no condition
 */
record Preconditions(@Nullable Predicate<String> ifMatch, @Nullable Predicate<String> ifNoneMatch) {

	private static final String WEAK = "W/";

	// RFC 9110 §5.6.1 and §8.8.3; a list may have empty elements
	private static final Pattern ELEMENT = Pattern
		.compile("[ \\t]*+((?:W/)?+\"[!\\x23-\\x7E\\x80-\\xFF]*+\")?+[ \\t]*+(?:,|$)");

	/**
	 * Return the conditions of a request.
	 * @throws RegistrationException if they are malformed
	 */
	static Preconditions of(HttpServletRequest request) {
		// RFC 9110 §8.8.3.2: weak tags never match strongly, but do so weakly
		return new Preconditions(condition(request, HttpHeaders.IF_MATCH, UnaryOperator.identity()),
				condition(request, HttpHeaders.IF_NONE_MATCH, Preconditions::strong));
	}

	private static @Nullable Predicate<String> condition(HttpServletRequest request, String name,
			UnaryOperator<String> comparison) {
		List<String> lines = Collections.list(request.getHeaders(name));
		if (lines.isEmpty()) {
			return null;
		}
		String value = String.join(",", lines);
		if (value.strip().equals("*")) {
			return (tag) -> true; // there is a client: who asks was authenticated for it
		}
		List<String> tags = tags(name, value).stream().map(comparison).toList();
		return tags::contains;
	}

	private static List<String> tags(String name, String value) {
		List<String> tags = new ArrayList<>();
		Matcher matcher = ELEMENT.matcher(value);
		int end = 0;
		while (end < value.length() && matcher.find(end) && matcher.start() == end) {
			if (matcher.group(1) != null) {
				tags.add(matcher.group(1));
			}
			end = matcher.end();
		}
		if (end < value.length() || tags.isEmpty()) {
			throw new RegistrationException(RegistrationError.INVALID_REQUEST,
					name + " is malformed: send the ETag of an earlier answer as it was, quotes included, or *");
		}
		return tags;
	}

	private static String strong(String tag) {
		return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
	}

	/**
	 * Refuse to change a client that isn't as the request takes it to be.
	 * @param tag the entity tag of the client as it is now
	 * @throws RegistrationException if a condition is false
	 */
	void check(String tag) {
		if (!matches(tag) || isKnown(tag)) {
			throw failed();
		}
	}

	/**
	 * Whether an answer would tell nothing that the caller doesn't have.
	 * @param tag the entity tag of the client as it is now
	 * @return whether the answer is 304
	 * @throws RegistrationException if a condition is false
	 */
	boolean isNotModified(String tag) {
		if (!matches(tag)) {
			throw failed();
		}
		return isKnown(tag);
	}

	private boolean matches(String tag) {
		return this.ifMatch == null || this.ifMatch.test(tag);
	}

	private boolean isKnown(String tag) {
		return this.ifNoneMatch != null && this.ifNoneMatch.test(tag);
	}

	private static RegistrationException failed() {
		return new RegistrationException(RegistrationError.PRECONDITION_FAILED,
				"The client changed since it was read: read it again, and send what is to change with its ETag");
	}

}
