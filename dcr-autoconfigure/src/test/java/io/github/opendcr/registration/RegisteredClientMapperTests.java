package io.github.opendcr.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.Registrant;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RegisteredClientMapper}.
 */
class RegisteredClientMapperTests {

	private static final ClientMetadata PUBLIC = ClientMetadata
		.of(Map.of("token_endpoint_auth_method", "none", "grant_types", List.of("authorization_code", "refresh_token"),
				"redirect_uris", List.of("https://client.example/cb"), "scope", "openid"));

	@Test
	void mapWhenCustomizerReplacesSettingsThenRequirementsStay() {
		RegisteredClient client = map((builder, registration) -> builder
			.tokenSettings(TokenSettings.builder().accessTokenTimeToLive(Duration.ofHours(1)).build())
			.clientSettings(ClientSettings.builder().requireProofKey(false).setting("own", "kept").build()));
		assertThat(client.getTokenSettings().getAccessTokenTimeToLive()).isEqualTo(Duration.ofHours(1));
		assertThat(client.getTokenSettings().isReuseRefreshTokens()).isFalse();
		assertThat(client.getClientSettings().isRequireProofKey()).isTrue();
		assertThat(client.getClientSettings().isRequireAuthorizationConsent()).isTrue();
		assertThat(client.getClientSettings().getSettings()).containsEntry("own", "kept");
		assertThat(DynamicClients.isDynamic(client)).isTrue();
	}

	@Test
	void mapWhenCustomizerReplacesSettingsThenAssertionsAreVerifiedAsRegistered() {
		RegisteredClient client = map(
				(builder, registration) -> builder.clientSettings(ClientSettings.builder().build()),
				PUBLIC.with("token_endpoint_auth_method", "private_key_jwt")
					.with("token_endpoint_auth_signing_alg", "ES256"),
				null);
		assertThat(client.getClientSettings().getTokenEndpointAuthenticationSigningAlgorithm())
			.isEqualTo(SignatureAlgorithm.ES256);
	}

	@Test
	void mapWhenCustomizerChangesIdentifiersOrSecretThenRefused() {
		for (RegisteredClientCustomizer customizer : List.<RegisteredClientCustomizer>of(
				(builder, registration) -> builder.id("other"), (builder, registration) -> builder.clientId("other"),
				(builder, registration) -> builder.clientSecret("{noop}known"))) {
			assertThatIllegalStateException().isThrownBy(() -> map(customizer));
		}
	}

	@Test
	void mapWhenCertificateBoundThenTokenSettingsAndNoLongerAfterAnUpdate() {
		RegisteredClientCustomizer customizer = (builder, registration) -> {
		};
		RegisteredClient bound = map(customizer, PUBLIC.with("tls_client_certificate_bound_access_tokens", true), null);
		assertThat(bound.getTokenSettings().isX509CertificateBoundAccessTokens()).isTrue();
		RegisteredClient updated = map(customizer, PUBLIC, bound);
		assertThat(updated.getTokenSettings().isX509CertificateBoundAccessTokens()).isFalse();
		// of the application, for all clients
		RegisteredClient customized = map((builder, registration) -> builder
			.tokenSettings(TokenSettings.builder().x509CertificateBoundAccessTokens(true).build()));
		assertThat(customized.getTokenSettings().isX509CertificateBoundAccessTokens()).isTrue();
	}

	private static RegisteredClient map(RegisteredClientCustomizer customizer) {
		return map(customizer, PUBLIC, null);
	}

	private static RegisteredClient map(RegisteredClientCustomizer customizer, ClientMetadata metadata,
			@Nullable RegisteredClient current) {
		ClientRegistration registration = new ClientRegistration("client", "id", metadata, null, Instant.EPOCH,
				Instant.EPOCH, Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, null);
		return new RegisteredClientMapper(List.of(customizer)).map(registration,
				new RegistrationTerms(false, null, null, true, true), RegisteredClient.withId("id").clientId("client"),
				current);
	}

}
