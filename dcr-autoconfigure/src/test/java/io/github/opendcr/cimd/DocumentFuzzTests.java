package io.github.opendcr.cimd;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.fuzz.Choices;
import io.github.opendcr.fuzz.Effort;
import io.github.opendcr.fuzz.Leaks;
import io.github.opendcr.fuzz.Payloads;
import io.github.opendcr.fuzz.UriReaders;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.DocumentCheck;
import io.github.opendcr.testkit.DocumentFixture;

/**
 * Whatever a URL answers with is refused with sentences, or comes to a client that is
 * within the policy; and whatever URL is a {@code client_id}, all read it in one way.
 */
class DocumentFuzzTests {

	private static final String URL = "https://client.example/oauth/client.json";

	private static final DocumentCheck CHECK = DocumentCheck.mcp();

	static Stream<byte[]> documents() throws IOException {
		return DocumentFixture.all()
			.map((fixture) -> fixture.json().replace(fixture.url(), URL).getBytes(StandardCharsets.UTF_8));
	}

	static Stream<byte[]> choices() {
		return Choices.some(100);
	}

	static Stream<byte[]> urls() {
		return Stream.concat(UriReaders.seeds(),
				Stream
					.of(URL, "https://a.example/x?y", "https://a.example:8443/x/", "https://a.example/x?'",
							"https://xn--a.example/x", "https://xn--bcher-kva.example/x", "https://a.example/%2F",
							"https://a.example/x//y", "https://a.example/?", "https://1.2.3/x",
							"https://a.example/x?a&&b", "https://a.example/x?/../", "https://a.example/x?a]b",
							"https://a.example/x?[", "https://a.8n--emp/x")
					.map((url) -> url.getBytes(StandardCharsets.UTF_8)));
	}

	@DictionaryEntries({ "\"client_id\"", "\"redirect_uris\"", "\"token_endpoint_auth_methods_supported\"",
			"\"jwks_uri\"", "\"client_secret\"", "\"private_key_jwt\"", "\"scope\"", "#" })
	@MethodSource("documents")
	@FuzzTest(maxDuration = "60s")
	void previewWhenDocumentIsBytesThenRefusedOrWithinThePolicy(byte[] data) {
		check(new String(data, StandardCharsets.UTF_8), data.length);
	}

	@MethodSource("choices")
	@FuzzTest(maxDuration = "60s")
	void previewWhenRealDocumentIsMutatedThenRefusedOrWithinThePolicy(byte[] data) {
		Choices choices = new Choices(data);
		boolean own = choices.below(16) == 15;
		Map<String, Object> document = Payloads.mutated(choices);
		if (!own && document.containsKey("client_id")) {
			document.put("client_id", URL);
		}
		check(Answer.write(document), data.length);
	}

	private static void check(String json, int size) {
		if (json.length() > DocumentCheck.MAX_SIZE) {
			return; // is never read
		}
		Effort.bounded(size, () -> {
			DocumentPreview preview = CHECK.preview(URL, json);
			preview.violations().forEach((violation) -> Leaks.assertNone(violation.getDescription(), json));
			preview.narrowings().forEach((narrowing) -> Leaks.assertNone(narrowing.why(), json));
			if (preview.isAccepted()) {
				requireWithinPolicy(preview.orThrow().effective());
			}
		});
	}

	private static void requireWithinPolicy(ClientMetadata granted) {
		if (!List.of("openid", "profile", "email").containsAll(granted.getScopes())
				|| !List.of("authorization_code", "refresh_token").containsAll(granted.getGrantTypes())
				|| !List.of("none", "private_key_jwt").containsAll(granted.getTokenEndpointAuthMethods())
				|| granted.getRedirectUris().isEmpty() || granted.has("client_secret")) {
			throw new AssertionError("Beyond the policy: " + granted.asMap());
		}
		granted.getRedirectUris().forEach(UriReaders::assertReadAlike);
	}

	@DictionaryEntries({ "https://", "/.", "%2e", "xn--", ":443", "0x", "?", "@", "%00", "\\\\" })
	@MethodSource("urls")
	@FuzzTest(maxDuration = "60s")
	void ofWhenUrlIsAcceptedThenReadAlikeByAll(byte[] data) {
		String url = new String(data, StandardCharsets.UTF_8);
		Effort.bounded(data.length, () -> {
			try {
				ClientIdentifierUrl read = ClientIdentifierUrl.of(url, ClientIdentifierUrl.MAX_LENGTH);
				URI uri = URI.create(url);
				if (!read.host().equals(uri.getHost()) || read.port() != ((uri.getPort() < 0) ? 443 : uri.getPort())) {
					throw new AssertionError(read + " is another place than " + uri.getHost() + ":" + uri.getPort());
				}
				UriReaders.assertSamePlace(url);
			}
			catch (DocumentRefusedException ex) {
				Leaks.assertNone(String.valueOf(ex.getMessage()), url);
			}
		});
	}

}
