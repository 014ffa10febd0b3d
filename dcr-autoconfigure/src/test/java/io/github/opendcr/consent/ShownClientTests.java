package io.github.opendcr.consent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShownClient}: what of an update is news to a user who consented.
 */
class ShownClientTests {

	private static final Map<String, Object> BEFORE = Map.of("client_name", "Notes", "client_name#fr", "Cahiers",
			"policy_uri", "https://client.example/policy", "scope", "openid profile", "redirect_uris",
			List.of("https://client.example/cb", "http://localhost:8080/cb", "com.example.app:/cb"));

	private static ShownClient shown(Map<String, Object> changes) {
		Map<String, Object> metadata = new LinkedHashMap<>(BEFORE);
		metadata.putAll(changes);
		metadata.values().removeIf(""::equals);
		return ShownClient.of(ClientMetadata.of(metadata));
	}

	private static Map<String, Object> redirectUris(String... uris) {
		return Map.of("redirect_uris", List.of(uris));
	}

	static Stream<Arguments> news() {
		return Stream.of(
				Arguments.of("a host more",
						redirectUris("https://client.example/cb", "http://localhost:8080/cb", "com.example.app:/cb",
								"https://evil.example/cb")),
				Arguments.of("another host",
						redirectUris("https://client.evil.example/cb", "http://localhost:8080/cb",
								"com.example.app:/cb")),
				Arguments.of("a host less", redirectUris("https://client.example/cb", "com.example.app:/cb")),
				Arguments.of("another application on the device",
						redirectUris("https://client.example/cb", "http://localhost:8080/cb", "com.evil.app:/cb")),
				Arguments.of("no redirection", redirectUris()),
				Arguments.of("another name", Map.of("client_name", "Your bank")),
				Arguments.of("another name in a language", Map.of("client_name#fr", "Votre banque")),
				Arguments.of("a name in a language more", Map.of("client_name#de", "Hefte")),
				Arguments.of("no name", Map.of("client_name", "")),
				Arguments.of("another policy", Map.of("policy_uri", "https://client.example/other")),
				Arguments.of("terms", Map.of("tos_uri#fr", "https://client.example/regles")),
				Arguments.of("no policy", Map.of("policy_uri", "")),
				Arguments.of("one link for the other",
						Map.of("policy_uri", "", "tos_uri", "https://client.example/policy")),
				Arguments.of("a scope more", Map.of("scope", "openid profile email")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("news")
	void coversWhenNewsThenNot(String what, Map<String, Object> changes) {
		assertThat(shown(Map.of()).covers(shown(changes))).isFalse();
	}

	static Stream<Arguments> noNews() {
		return Stream.of(Arguments.of("nothing", Map.of()),
				Arguments.of("another order, path, port and case",
						redirectUris("com.example.app:/other", "http://127.0.0.1/cb",
								"https://CLIENT.example:444/x?y=z", "http://localhost:9/cb")),
				Arguments.of("a scope less", Map.of("scope", "openid")),
				Arguments.of("another scope, which is asked for anyway", Map.of("scope", "openid email")),
				Arguments.of("no scope", Map.of("scope", "")),
				Arguments.of("what the model doesn't show",
						Map.of("contacts", List.of("a@client.example"), "logo_uri", "https://client.example/logo",
								"client_uri", "https://client.example/", "software_version", "2",
								"post_logout_redirect_uris", List.of("https://other.example/"))),
				Arguments.of("a member of another name", Map.of("client_name_x", "Your bank")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("noNews")
	void coversWhenNoNewsThenSo(String what, Map<String, Object> changes) {
		assertThat(shown(Map.of()).covers(shown(changes))).isTrue();
	}

	@Test
	void ofWhenValuesCouldBeReadAsOthersThenDiffers() {
		assertThat(shown(Map.of("client_name", "a", "client_name#fr", "b")).told())
			.isNotEqualTo(shown(Map.of("client_name", "a13:client_name#fr1:b", "client_name#fr", "")).told());
	}

	@Test
	void parseThenIsWhatWasWritten() {
		ShownClient shown = shown(Map.of());
		assertThat(shown.toString()).hasSizeLessThanOrEqualTo(27).matches("[A-Za-z0-9_.-]+");
		assertThat(ShownClient.parse(shown.toString())).isEqualTo(shown);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", ".2", "aaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaa.",
			"aaaaaaaaaaaaaaaaaaaaa.2", "aaaaaaaaaaaaaaaaaaaaaa.99999999999", "aaaaaaaaaaaaaaaaaaaaaa.-1" })
	void parseWhenAnotherTextThenNone(String text) {
		assertThat(ShownClient.parse(text)).isNull();
	}

}
