package io.github.opendcr.fetch;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.MessageHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of an answer say of its age. One copy serves many, so this is read as
 * a shared cache does (RFC 9111).
 */
final class CacheHeaders {

	// RFC 9111 §5.2; a value may be quoted, and have commas then. What is repeated is
	// kept, since each step that could be taken back is one on the stack
	private static final Pattern DIRECTIVE = Pattern
		.compile("([\\w!#$%&'*+.^`|~-]+)(?:\\s*=\\s*(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\\s,\"]*)))?");

	// §5.2.2.4 to §5.2.2.7, also where they name fields
	private static final List<String> NOT_TO_BE_KEPT = List.of("no-store", "no-cache", "private");

	// in the order in which they count (§4.2.1)
	private static final List<String> LIFETIMES = List.of("s-maxage", "max-age");

	private static final Pattern SECONDS = Pattern.compile("[0-9]+");

	private static final int MAX_DIGITS = 9;

	private static final Duration ENDLESS = Duration.ofSeconds(Integer.MAX_VALUE); // §1.2.2

	// RFC 9110 §8.8.3
	private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7E]{0,200}\"");

	private final MessageHeaders headers;

	private final Instant now;

	/**
	 * Create an instance.
	 * @param headers the answer's
	 * @param now when it came
	 */
	CacheHeaders(MessageHeaders headers, Instant now) {
		this.headers = headers;
		this.now = now;
	}

	/**
	 * How long the answer stays fresh, or {@code null} if it doesn't say.
	 */
	@Nullable Duration freshFor() {
		Map<String, String> directives = directives();
		if (NOT_TO_BE_KEPT.stream().anyMatch(directives::containsKey)) {
			return Duration.ZERO;
		}
		Duration lifetime = lifetime(directives);
		return (lifetime != null) ? atLeastZero(lifetime.minus(age())) : null;
	}

	private @Nullable Duration lifetime(Map<String, String> directives) {
		for (String name : LIFETIMES) {
			String seconds = directives.get(name);
			if (seconds != null) {
				return Objects.requireNonNullElse(seconds(seconds), Duration.ZERO); // §4.2.1
			}
		}
		if (!this.headers.containsHeader(HttpHeaders.EXPIRES)) {
			return null;
		}
		Instant expires = date(HttpHeaders.EXPIRES);
		Instant date = Objects.requireNonNullElse(date(HttpHeaders.DATE), this.now);
		return (expires != null) ? atLeastZero(Duration.between(date, expires)) : Duration.ZERO; // §5.3
	}

	/**
	 * How long other caches had it. The date isn't looked at: a clock that is wrong would
	 * make everything old.
	 */
	private Duration age() {
		String age = value(HttpHeaders.AGE);
		return Objects.requireNonNullElse((age != null) ? seconds(age) : null, Duration.ZERO);
	}

	private Map<String, String> directives() {
		Map<String, String> directives = new HashMap<>();
		for (Header header : this.headers.getHeaders(HttpHeaders.CACHE_CONTROL)) {
			Matcher directive = DIRECTIVE.matcher(Objects.requireNonNullElse(header.getValue(), ""));
			while (directive.find()) {
				String value = (directive.group(2) != null) ? directive.group(2) : directive.group(3);
				directives.putIfAbsent(directive.group(1).toLowerCase(Locale.ROOT),
						Objects.requireNonNullElse(value, ""));
			}
		}
		return directives;
	}

	/**
	 * The validator of the document, or {@code null} if there is none that can be sent
	 * back.
	 */
	@Nullable String entityTag() {
		String value = value(HttpHeaders.ETAG);
		return (value != null && ENTITY_TAG.matcher(value).matches()) ? value : null;
	}

	/**
	 * How long the other side wants to be left alone, or {@code null} if it doesn't say.
	 */
	@Nullable Duration retryAfter() {
		String value = value(HttpHeaders.RETRY_AFTER);
		Duration seconds = (value != null) ? seconds(value) : null;
		Instant date = date(HttpHeaders.RETRY_AFTER);
		return (seconds != null) ? seconds : (date != null) ? atLeastZero(Duration.between(this.now, date)) : null;
	}

	private @Nullable String value(String name) {
		Header header = this.headers.getFirstHeader(name);
		return (header != null && header.getValue() != null) ? header.getValue().strip() : null;
	}

	private @Nullable Instant date(String name) {
		String value = value(name);
		try {
			return (value != null) ? DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static @Nullable Duration seconds(String value) {
		if (!SECONDS.matcher(value).matches()) {
			return null;
		}
		return (value.length() <= MAX_DIGITS) ? Duration.ofSeconds(Long.parseLong(value)) : ENDLESS;
	}

	private static Duration atLeastZero(Duration duration) {
		return duration.isNegative() ? Duration.ZERO : duration;
	}

}
