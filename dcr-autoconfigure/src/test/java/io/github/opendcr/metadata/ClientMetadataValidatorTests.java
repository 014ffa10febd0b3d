package io.github.opendcr.metadata;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClientMetadataValidator} and the catalogue behind it.
 */
class ClientMetadataValidatorTests {

	private final ClientMetadataCatalogue catalogue = new ClientMetadataCatalogue(List.of());

	private final ClientMetadataValidator validator = new ClientMetadataValidator(this.catalogue);

	@Test
	void catalogueThenThatOfTheValidator() {
		assertThat(this.validator.catalogue()).isSameAs(this.catalogue);
	}

	@Test
	void validateWhenUnknownMembersThenLeftOut() {
		ClientMetadata metadata = validate(Map.of("client_name", "x", "resource", "https://r.example", "client_id",
				"mine", "redirect_uris#fr", "y"));
		assertThat(metadata.asMap()).containsOnlyKeys("client_name");
	}

	@Test
	void validateWhenElementsRepeatThenOnce() {
		assertThat(validate(Map.of("contacts", List.of("a@b.example", "a@b.example"))).getStrings("contacts"))
			.containsExactly("a@b.example");
	}

	@Test
	void validateWhenArrayIsEmptyThenLeftOut() {
		assertThat(validate(Map.of("contacts", List.of(), "favourite_colours", List.of())).asMap()).isEmpty();
		assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of("client_name", List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "client_name#fr", "client_name#ja-Hani-JP", "tos_uri#de", "logo_uri#en-US",
			"policy_uri#zh", "client_uri#x-klingon" })
	void validateWhenLocalizedThenKept(String name) {
		String value = name.startsWith("client_name") ? "Nom" : "https://client.example/x";
		assertThat(validate(Map.of(name, value)).asMap()).containsEntry(name, value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "client_name#", "client_name#fr_FR", "client_name#toolongsubtag", "client_name#a b" })
	void validateWhenLanguageTagMalformedThenRefused(String name) {
		assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of(name, "x"));
	}

	@ParameterizedTest
	@CsvSource({ "jwks,x", "jwks_uri,file:///etc/passwd", "token_endpoint_auth_signing_alg,none", "subject_type,secret",
			"sector_identifier_uri,client.example", "default_max_age,1", "tls_client_auth_subject_dn,x",
			"id_token_encrypted_response_alg,RSA-OAEP", "backchannel_logout_uri,https://client.example/l" })
	void validateWhenKnownButNotHonouredThenRefusedByName(String name, String value) {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> validate(Map.of(name, value)))
			.satisfies((ex) -> assertThat(ex.getMember()).isEqualTo(name))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "request_object_signing_alg", "request_object_encryption_alg",
			"request_object_encryption_enc" })
	void validateWhenNotHonouredAndNobodyIsLessSafeThenLeftOut(String name) {
		assertThat(validate(Map.of(name, "RS256")).asMap()).isEmpty();
		assertThat(validate(Map.of("request_uris", List.of("https://client.example/r"))).asMap()).isEmpty();
	}

	@Test
	void validateWhenAskedToBeSaferThanTheServerThenRefused() {
		assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of("require_signed_request_object", true));
		assertThat(validate(Map.of("require_signed_request_object", false)).asMap())
			.containsEntry("require_signed_request_object", false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "dpop_bound_access_tokens", "require_pushed_authorization_requests",
			"tls_client_certificate_bound_access_tokens", "require_auth_time", "require_signed_request_object" })
	void validateWhenRequirementIsNoBooleanThenRefused(String name) {
		assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of(name, "true"));
		assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of(name, 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "client_uri", "logo_uri", "tos_uri", "policy_uri", "client_uri#fr" })
	void validateWhenUriRunsOrRevealsSomethingThenRefused(String name) {
		for (String uri : List.of("javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x",
				"file:///etc/passwd", "blob:x", "about:blank", "ftp://client.example", "https:evil", "client.example",
				"https://user@client.example", "java\tscript:alert(1)", "https://client.example/\u0000")) {
			assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of(name, uri));
		}
		assertThat(validate(Map.of(name, "https://client.example/x")).has(name)).isTrue();
	}

	@Test
	void validateWhenTextHasControlCharactersOrHalfSurrogatesThenRefused() {
		for (String name : List.of("a\u0000b", "a\nb", "\u007f", "\u0085", "\ud83d", "\ude00x")) {
			assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of("client_name", name));
		}
		assertThat(validate(Map.of("client_name", "Claude (\"x\") \ud83d\ude00")).getClientName())
			.isEqualTo("Claude (\"x\") \ud83d\ude00");
	}

	@Test
	void validateWhenTextDeceivesTheEyeThenRefused() {
		for (String name : List.of("a\u2028b", "\u00A0", "\u200B", "\u3164", "a\uDB40\uDC41")) {
			assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of("client_name", name));
		}
		assertThat(validate(Map.of("client_name", "\u0645\u06CC\u200C\u062E \ud83d\udc69\u200d\ud83d\udcbb"))
			.has("client_name")).isTrue();
	}

	@Test
	void validateWhenLanguageTagVeryLongThenRefused() {
		assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of("client_name#a" + "-a".repeat(5000), "x"));
	}

	@Test
	void validateWhenWrongTypeThenNamesTheJsonType() {
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> validate(Map.of("client_name", Map.of("a", 1))))
			.withMessageContaining("not an object");
	}

	@Test
	void validateWhenValueWasValidatedThenOnlyChangedOnesAreChecked() {
		ClientMetadata validated = validate(Map.of("client_name", "x"));
		assertThat(this.validator.validate(validated, validated, Violations.thrown())).isEqualTo(validated);
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> this.validator
			.validate(validated.with("client_uri", "javascript:x"), validated, Violations.thrown()));
	}

	@Test
	void validateWhenClientNameLongerThanItsColumnThenRefused() {
		assertThat(validate(Map.of("client_name", "x".repeat(200))).has("client_name")).isTrue();
		assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of("client_name", "x".repeat(201)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a,b", "a  b", " a", "a ", "a\tb", "a\"b", "a\\b", "\u00e4" })
	void validateWhenScopeMalformedThenRefused(String scope) {
		assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of("scope", scope));
	}

	@Test
	void validateWhenWrongTypeThenRefused() {
		for (String name : List.of("client_name", "scope", "token_endpoint_auth_method", "software_id", "client_uri",
				"application_type")) {
			assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of(name, 1));
			assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of(name, List.of("x")));
			assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of(name, Map.of("x", "y")));
		}
		for (String name : List.of("grant_types", "response_types", "contacts", "post_logout_redirect_uris")) {
			assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of(name, "x"));
			assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of(name, List.of(1)));
			assertRefused(RegistrationError.INVALID_CLIENT_METADATA, Map.of(name, List.of("")));
		}
		assertRefused(RegistrationError.INVALID_REDIRECT_URI, Map.of("redirect_uris", List.of(1)));
		assertRefused(RegistrationError.INVALID_REDIRECT_URI, Map.of("redirect_uris", "https://client.example/cb"));
	}

	@Test
	void validateTogetherWhenRedirectBasedWithoutRedirectUriThenRefused() {
		assertRefusedTogether(RegistrationError.INVALID_REDIRECT_URI,
				Map.of("grant_types", List.of("authorization_code")));
		assertThat(this.validator).satisfies((validator) -> validator.validateTogether(
				ClientMetadata.of(Map.of("grant_types", List.of("client_credentials"), "response_types", List.of())),
				Violations.thrown()));
	}

	@Test
	void validateTogetherWhenGrantAndResponseTypesDisagreeThenRefused() {
		List<String> redirectUris = List.of("https://client.example/cb");
		assertRefusedTogether(RegistrationError.INVALID_CLIENT_METADATA, Map.of("redirect_uris", redirectUris,
				"grant_types", List.of("authorization_code"), "response_types", List.of("token")));
		assertRefusedTogether(RegistrationError.INVALID_CLIENT_METADATA, Map.of("redirect_uris", redirectUris,
				"grant_types", List.of("authorization_code", "implicit"), "response_types", List.of("code")));
		assertRefusedTogether(RegistrationError.INVALID_CLIENT_METADATA,
				Map.of("grant_types", List.of("client_credentials"), "response_types", List.of("code")));
	}

	@Test
	void validateTogetherWhenPublicClientWantsClientCredentialsThenRefused() {
		assertRefusedTogether(RegistrationError.INVALID_CLIENT_METADATA, Map.of("token_endpoint_auth_method", "none",
				"grant_types", List.of("client_credentials"), "response_types", List.of()));
	}

	@Test
	void validateTogetherWhenRefreshTokenAloneThenRefused() {
		assertRefusedTogether(RegistrationError.INVALID_CLIENT_METADATA,
				Map.of("grant_types", List.of("refresh_token"), "response_types", List.of()));
	}

	@Test
	void validateTogetherWhenImplicitWebClientWithoutHttpsThenRefused() {
		Map<String, Object> metadata = Map.of("redirect_uris", List.of("http://localhost:1234/cb"), "grant_types",
				List.of("implicit"), "response_types", List.of("token"));
		assertRefusedTogether(RegistrationError.INVALID_REDIRECT_URI, metadata);
		this.validator.validateTogether(ClientMetadata.of(metadata).with("application_type", "native"),
				Violations.thrown());
	}

	@Test
	void validateTogetherWhenListLongerThanItsColumnThenRefused() {
		List<String> uris = List.of("https://client.example/" + "a".repeat(480),
				"https://client.example/" + "b".repeat(480));
		assertRefusedTogether(RegistrationError.INVALID_REDIRECT_URI, Map.of("redirect_uris", uris));
		assertRefusedTogether(RegistrationError.INVALID_CLIENT_METADATA,
				Map.of("redirect_uris", List.of("https://client.example/cb"), "post_logout_redirect_uris", uris));
	}

	@Test
	void validateTogetherWhenListIsKeptInNoColumnThenOfAnyLength() {
		List<String> contacts = List.of("a".repeat(300), "b".repeat(300), "c".repeat(300), "d".repeat(300));
		this.validator.validateTogether(ClientMetadata.of(Map.of("grant_types", List.of("client_credentials"),
				"response_types", List.of(), "contacts", contacts)), Violations.thrown());
	}

	@Test
	void ofWhenValueIsNullThenNotThere() {
		Map<String, Object> members = new HashMap<>(Map.of("client_name", "x"));
		members.put("scope", null);
		assertThat(ClientMetadata.of(members)).isEqualTo(ClientMetadata.of(Map.of("client_name", "x")));
	}

	private ClientMetadata validate(Map<String, ?> members) {
		return this.validator.validate(ClientMetadata.of(members));
	}

	private void assertRefused(RegistrationError error, Map<String, ?> members) {
		assertThatExceptionOfType(RegistrationException.class).as("%s", members)
			.isThrownBy(() -> validate(members))
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(error));
	}

	private void assertRefusedTogether(RegistrationError error, Map<String, ?> members) {
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> this.validator.validateTogether(ClientMetadata.of(members), Violations.thrown()))
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(error));
	}

}
