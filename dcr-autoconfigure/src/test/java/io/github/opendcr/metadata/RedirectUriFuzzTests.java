package io.github.opendcr.metadata;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.fuzz.Effort;
import io.github.opendcr.fuzz.Leaks;
import io.github.opendcr.fuzz.UriReaders;

/**
 * Whatever text a client calls a URI, it is refused with a sentence, or every reader
 * reads it in one way.
 */
class RedirectUriFuzzTests {

	static Stream<byte[]> uris() {
		return UriReaders.seeds();
	}

	@DictionaryEntries({ "https://", "http://", "com.example.app:/", "cursor://", "xn--", "[::1]", "127.0.0.1", ":443",
			"%2e", "%00", "\\xe3\\x80\\x82", "@", "/../", "\\xff" })
	@MethodSource("uris")
	@FuzzTest(maxDuration = "60s")
	void problemOfWhenNoneThenReadAlikeByAll(byte[] data) {
		String uri = new String(data, StandardCharsets.UTF_8);
		Effort.bounded(data.length, () -> {
			check(uri, RedirectUri.problemOf(uri));
			check(uri, WebUri.problemOf(uri));
		});
	}

	private static void check(String uri, @Nullable String problem) {
		if (problem == null) {
			UriReaders.assertReadAlike(uri);
		}
		else {
			Leaks.assertNone(problem, uri);
		}
	}

}
