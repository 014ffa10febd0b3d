package io.github.opendcr.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AllowedMetadataPolicy}.
 */
class AllowedMetadataPolicyTests {

	private static final RegistrationContext CONTEXT = RegistrationContext.of(Registrant.ANONYMOUS);

	private final AllowedMetadataPolicy policy = policy(Set.of("authorization_code", "refresh_token"), false);

	@Test
	void applyWhenNothingAskedThenDefaults() {
		ClientMetadata granted = this.policy.apply(ClientMetadata.empty(), CONTEXT);
		assertThat(granted.asMap()).isEqualTo(Map.of("token_endpoint_auth_method", "client_secret_basic", "grant_types",
				List.of("authorization_code"), "response_types", List.of("code"), "scope", "openid"));
	}

	@Test
	void applyWhenSomeGrantTypesAllowedThenNarrowed() {
		ClientMetadata granted = apply(
				Map.of("grant_types", List.of("authorization_code", "urn:ietf:params:oauth:grant-type:device_code")));
		assertThat(granted.getGrantTypes()).containsExactly("authorization_code");
	}

	@Test
	void applyWhenNoGrantTypeAllowedThenRefusedWithThoseThatAre() {
		assertRefused(Map.of("grant_types", List.of("password")), "authorization_code, refresh_token");
	}

	@Test
	void applyWhenPublicClientThenRefreshTokenOnlyIfItWillGetOne() {
		Map<String, Object> requested = Map.of("token_endpoint_auth_method", "none", "grant_types",
				List.of("authorization_code", "refresh_token"));
		assertThat(apply(requested).getGrantTypes()).containsExactly("authorization_code");
		assertThat(
				policy(Set.of("authorization_code", "refresh_token"), true).apply(ClientMetadata.of(requested), CONTEXT)
					.getGrantTypes())
			.containsExactly("authorization_code", "refresh_token");
	}

	@ParameterizedTest
	@ValueSource(strings = { "urn:ietf:params:oauth:grant-type:device_code",
			"urn:ietf:params:oauth:grant-type:token-exchange", "urn:ietf:params:oauth:grant-type:jwt-bearer",
			"urn:ietf:params:oauth:grant-type:saml2-bearer", "client_credentials" })
	void applyWhenPublicClientThenNoGrantTypeThatNeedsCredentials(String grantType) {
		AllowedMetadataPolicy all = policy(Set.of("authorization_code", "urn:example:own", grantType), false);
		List<String> requested = List.of(grantType, "urn:example:own", "authorization_code");
		assertThat(all.apply(ClientMetadata.of(Map.of("grant_types", requested)), CONTEXT).getGrantTypes())
			.containsExactlyElementsOf(requested);
		ClientMetadata isPublic = ClientMetadata
			.of(Map.of("grant_types", requested, "token_endpoint_auth_method", "none"));
		assertThat(all.apply(isPublic, CONTEXT).getGrantTypes()).containsExactly("urn:example:own",
				"authorization_code");
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> all.apply(isPublic.with("grant_types", List.of(grantType)), CONTEXT))
			.withMessageContaining("'none'; use one of: authorization_code, urn:example:own");
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> policy(Set.of(grantType), false).apply(isPublic, CONTEXT))
			.withMessageContaining("use another method");
	}

	@Test
	void createWhenDefaultScopeIsListedTwiceThenOnce() {
		AllowedMetadataSettings twice = new AllowedMetadataSettings(Set.of("authorization_code"), null, Set.of(),
				List.of("openid", "profile", "openid"), Set.of("client_secret_basic"), null, false);
		assertThat(
				new AllowedMetadataPolicy((anyone) -> twice).apply(ClientMetadata.empty(), CONTEXT).getString("scope"))
			.isEqualTo("openid profile");
	}

	@Test
	void applyWhenAuthMethodNotAllowedThenRefusedNeverSwapped() {
		assertRefused(Map.of("token_endpoint_auth_method", "private_key_jwt"), "client_secret_basic, none");
	}

	@Test
	void applyWhenSomeResponseTypesSupportedThenNarrowed() {
		assertThat(apply(Map.of("response_types", List.of("code", "code id_token", "none"))).getResponseTypes())
			.containsExactly("code");
	}

	@Test
	void applyWhenResponseTypeOnlyBeginsLikeOneThenRefused() {
		assertRefused(Map.of("response_types", List.of("code bogus", "code code", " code", "codex")), "code");
	}

	@Test
	void applyWhenNoResponseTypeSupportedThenRefused() {
		assertRefused(Map.of("response_types", List.of("id_token")), "");
	}

	@Test
	void applyWhenResponseTypesAreListedThenNoOthers() {
		AllowedMetadataPolicy listed = new AllowedMetadataPolicy(
				(anyone) -> new AllowedMetadataSettings(Set.of("authorization_code", "implicit"),
						Set.of("code id_token"), Set.of(), List.of(), Set.of("client_secret_basic"), null, false));
		Map<String, Object> requested = Map.of("grant_types", List.of("authorization_code", "implicit"),
				"response_types", List.of("token", "id_token code", "code"));
		assertThat(listed.apply(ClientMetadata.of(requested), CONTEXT).getResponseTypes())
			.containsExactly("id_token code");
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> listed.apply(ClientMetadata.of(Map.of("response_types", List.of("token"))), CONTEXT))
			.withMessageContaining("use: code id_token");
	}

	@Test
	void applyWhenSeveralAuthMethodsThenThoseThatAreAllowedAndTheOneThatWasNamed() {
		Map<String, Object> requested = Map.of("token_endpoint_auth_method", "client_secret_basic",
				"token_endpoint_auth_methods_supported", List.of("private_key_jwt", "none", "client_secret_basic"));
		ClientMetadata granted = apply(requested);
		assertThat(granted.getTokenEndpointAuthMethod()).isEqualTo("client_secret_basic");
		assertThat(granted.getTokenEndpointAuthMethods()).containsExactly("none", "client_secret_basic");
		ClientMetadata one = apply(Map.of("token_endpoint_auth_method", "private_key_jwt",
				"token_endpoint_auth_methods_supported", List.of("private_key_jwt", "none")));
		assertThat(one.getTokenEndpointAuthMethod()).isEqualTo("none");
		assertThat(one.has("token_endpoint_auth_methods_supported")).isFalse();
	}

	@Test
	void applyWhenOnlyResponseTypesSentThenGrantTypesCompleted() {
		ClientMetadata granted = policy(Set.of("authorization_code", "implicit"), false)
			.apply(ClientMetadata.of(Map.of("response_types", List.of("token"))), CONTEXT);
		assertThat(granted.getGrantTypes()).containsExactly("implicit");
		assertThat(granted.getResponseTypes()).containsExactly("token");
	}

	@Test
	void applyWhenGrantTypeHasNoResponseTypeThenNone() {
		ClientMetadata granted = policy(Set.of("client_credentials"), false)
			.apply(ClientMetadata.of(Map.of("grant_types", List.of("client_credentials"))), CONTEXT);
		assertThat(granted.getResponseTypes()).isEmpty();
	}

	@Test
	void applyWhenSomeScopesAllowedThenNarrowed() {
		assertThat(apply(Map.of("scope", "openid admin mcp:read")).getString("scope")).isEqualTo("openid mcp:read");
	}

	@Test
	void applyWhenNoScopeAllowedThenDefaults() {
		assertThat(apply(Map.of("scope", "admin")).getString("scope")).isEqualTo("openid");
	}

	@Test
	void applyWhenNoScopeAllowedAndNoDefaultsThenRefusedWithThoseThatAre() {
		AllowedMetadataPolicy withoutDefaults = new AllowedMetadataPolicy(
				(anyone) -> new AllowedMetadataSettings(Set.of("authorization_code"), null, Set.of("mcp:read"),
						List.of(), Set.of("client_secret_basic"), null, false));
		assertThat(withoutDefaults.apply(ClientMetadata.empty(), CONTEXT).has("scope")).isFalse();
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> withoutDefaults.apply(ClientMetadata.of(Map.of("scope", "admin")), CONTEXT))
			.withMessageContaining("mcp:read");
	}

	private ClientMetadata apply(Map<String, ?> requested) {
		return this.policy.apply(ClientMetadata.of(requested), CONTEXT);
	}

	private void assertRefused(Map<String, ?> requested, String allowed) {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> apply(requested))
			.withMessageContaining(allowed);
	}

	private static AllowedMetadataPolicy policy(Set<String> grantTypes, boolean refreshTokensForPublicClients) {
		return new AllowedMetadataPolicy((anyone) -> new AllowedMetadataSettings(grantTypes, null, Set.of("mcp:read"),
				List.of("openid"), Set.of("client_secret_basic", "none"), null, refreshTokensForPublicClients));
	}

}
