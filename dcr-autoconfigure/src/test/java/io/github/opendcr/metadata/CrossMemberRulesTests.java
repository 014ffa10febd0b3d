package io.github.opendcr.metadata;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CrossMemberRules}: where they begin and end, and what they say.
 */
class CrossMemberRulesTests {

	private static final ClientMetadata MACHINE = ClientMetadata
		.of(Map.of("grant_types", List.of("client_credentials"), "response_types", List.of()));

	private static final ClientMetadata CODE_AND_IMPLICIT = ClientMetadata
		.of(Map.of("redirect_uris", List.of("https://client.example/"), "grant_types",
				List.of("authorization_code", "implicit"), "response_types", List.of("code", "token")));

	@Test
	void checkWhenAResponseTypeIsMissingThenSaysWhich() {
		check(CODE_AND_IMPLICIT);
		assertRefused(CODE_AND_IMPLICIT.with("response_types", List.of("code")), "such as 'token'");
		assertRefused(CODE_AND_IMPLICIT.with("response_types", List.of("token")), "such as 'code'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://localhost/", "http://127.0.0.1/", "http://client.example/" })
	void checkWhenOneUriOfAnImplicitWebClientIsNotOfTheWebThenRefused(String uri) {
		ClientMetadata metadata = CODE_AND_IMPLICIT.with("redirect_uris", List.of("https://client.example/", uri));
		assertRefused(metadata, "must redirect to https and not to localhost: '" + uri + "'");
		check(metadata.with("application_type", "native"));
	}

	@Test
	void checkWhenTokensAreBoundToACertificateThatNobodyShowsThenRefused() {
		ClientMetadata bound = MACHINE.with("tls_client_certificate_bound_access_tokens", true);
		ClientMetadata shown = bound.with("token_endpoint_auth_method", "tls_client_auth")
			.with("tls_client_auth_san_dns", "client.example");
		check(shown);
		check(MACHINE.with("tls_client_certificate_bound_access_tokens", false));
		String problem = "tls_client_certificate_bound_access_tokens needs";
		assertRefused(bound, problem);
		assertRefused(
				shown.with("token_endpoint_auth_methods_supported", List.of("tls_client_auth", "client_secret_basic")),
				problem);
	}

	@Test
	void checkWhenKeysAreMissingThenSaysForWhichMethod() {
		assertRefused(MACHINE.with("token_endpoint_auth_method", "private_key_jwt"),
				"The token_endpoint_auth_method 'private_key_jwt' needs the client's public keys");
	}

	@Test
	void checkWhenAListIsLongerThanItsColumnThenRefused() {
		String one = "https://client.example/".repeat(20);
		String other = "x".repeat(Limits.COLUMN - 1 - one.length());
		check(MACHINE.with("post_logout_redirect_uris", List.of(one, other)));
		assertRefused(MACHINE.with("post_logout_redirect_uris", List.of(one, other + "x")),
				"is longer than 1000 characters in all");
	}

	@Test
	void checkWhenAConsentToAllScopesIsLongerThanItsColumnThenRefused() {
		String scope = IntStream.range(0, 100).mapToObj("%02d "::formatted).collect(Collectors.joining());
		scope += "y".repeat(ConsentColumn.LENGTH - scope.length() - 101 * "SCOPE_".length());
		ClientMetadata asksAUser = CODE_AND_IMPLICIT.with("scope", scope);
		check(asksAUser);
		assertRefused(asksAUser.with("scope", scope + "y"), "has more values than a user's consent has room for");
		check(MACHINE.with("scope", scope + "y"));
	}

	private static void check(ClientMetadata metadata) {
		CrossMemberRules.check(metadata, Violations.thrown());
	}

	private static void assertRefused(ClientMetadata metadata, String problem) {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> check(metadata))
			.withMessageContaining(problem);
	}

}
