package io.github.opendcr.fetch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.HeaderGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.fuzz.Effort;

/**
 * Whatever headers a host of documents sends, its answer is fresh for no less than no
 * time, and its entity tag is one that can be sent back.
 */
class CacheHeadersFuzzTests {

	private static final List<String> NAMES = List.of("Cache-Control", "Expires", "Date", "Age", "ETag", "Retry-After",
			"Cache-Control");

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final Pattern QUOTED = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7E]*\"");

	/**
	 * A line for each header.
	 */
	static Stream<byte[]> headers() {
		return Stream
			.of("max-age=600, s-maxage=900\n\n\n200\n\"a\"", "private=\"x, max-age\", no-store",
					"\nThu, 01 Jan 2026 02:00:00 GMT\nThu, 01 Jan 2026 01:00:00 GMT\n\nW/\"a\"",
					"\nThu, 01 Jan 2026 02:00:00 GMT\nWed, 31 Dec 9999 23:59:59 GMT\n99999999999\n\"\n-1",
					"x=\"" + "a".repeat(4000) + "\", max-age=600", "x=\"" + "\\a".repeat(2000) + "\"\n0",
					"max-age=\"7\"\n\n\n\n\"a b\"\nThu, 01 Jan 2026 02:00:00 GMT\nmax-age=8", "max-age==\"\"\"")
			.map((lines) -> lines.getBytes(StandardCharsets.ISO_8859_1));
	}

	@DictionaryEntries({ "max-age=", "s-maxage=", "no-cache", "=\"", "\\\\a", ", 01 Jan 2026 02:00:00 GMT", "W/\"" })
	@MethodSource("headers")
	@FuzzTest(maxDuration = "60s")
	void readWhenHeadersAreAnythingThenATimeAndATagThatCanBeSent(byte[] data) {
		String[] lines = new String(data, StandardCharsets.ISO_8859_1).split("\n", NAMES.size());
		HeaderGroup group = new HeaderGroup();
		for (int i = 0; i < lines.length; i++) {
			group.addHeader(new BasicHeader(NAMES.get(i), lines[i]));
		}
		Effort.bounded(data.length, () -> {
			CacheHeaders headers = new CacheHeaders(group, NOW);
			requireNotNegative(headers.freshFor());
			requireNotNegative(headers.retryAfter());
			String entityTag = headers.entityTag();
			if (entityTag != null && !QUOTED.matcher(entityTag).matches()) {
				throw new AssertionError("Can't be sent back: " + entityTag);
			}
		});
	}

	private static void requireNotNegative(@Nullable Duration duration) {
		if (duration != null && duration.isNegative()) {
			throw new AssertionError("Less than no time: " + duration);
		}
	}

}
