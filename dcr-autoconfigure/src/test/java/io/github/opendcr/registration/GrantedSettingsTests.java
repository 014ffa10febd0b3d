package io.github.opendcr.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.policy.TokenTerms;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GrantedSettings}.
 */
class GrantedSettingsTests {

	private static final ClientMetadata BASIC = method("client_secret_basic");

	@ParameterizedTest
	@CsvSource({ "true, false", "false, true" })
	void writeThenWhatTheTermsRequire(boolean consent, boolean proofKey) {
		ClientSettings settings = write(Registrant.ANONYMOUS, BASIC,
				new RegistrationTerms(false, null, null, consent, proofKey))
			.getClientSettings();
		assertThat(settings.isRequireAuthorizationConsent()).isEqualTo(consent);
		assertThat(settings.isRequireProofKey()).isEqualTo(proofKey);
	}

	@Test
	void writeWhenTermsSayHowLongTokensLiveThenThatLong() {
		TokenTerms tokens = new TokenTerms(Duration.ofMinutes(7), null, null, null);
		assertThat(write(Registrant.ANONYMOUS, BASIC, new RegistrationTerms(false, null, null, true, true, tokens))
			.getTokenSettings()
			.getAccessTokenTimeToLive()).isEqualTo(Duration.ofMinutes(7));
	}

	@Test
	void writeThenMarkedAsWhatItIs() {
		assertThat(DynamicClients.isOfDocument(write(Registrant.ofDocument(null), BASIC, terms()))).isTrue();
		RegisteredClient registered = write(Registrant.ANONYMOUS, BASIC, terms());
		assertThat(DynamicClients.isOfDocument(registered)).isFalse();
		assertThat(DynamicClients.isDynamic(registered)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "private_key_jwt, -, RS256", "private_key_jwt, ES256, ES256",
			"client_secret_jwt, -, HS256", "client_secret_basic, -, -" })
	void writeThenTheAlgorithmByWhichItSigns(String method, String asked, String algorithm) {
		ClientMetadata metadata = method(method);
		ClientSettings settings = write(Registrant.ANONYMOUS,
				(asked != null) ? metadata.with("token_endpoint_auth_signing_alg", asked) : metadata, terms())
			.getClientSettings();
		assertThat(settings.getTokenEndpointAuthenticationSigningAlgorithm())
			.satisfies((found) -> assertThat((found != null) ? found.getName() : null).isEqualTo(algorithm));
	}

	private static RegisteredClient write(Registrant registrant, ClientMetadata metadata, RegistrationTerms terms) {
		ClientSettings.Builder client = ClientSettings.builder()
			.requireProofKey(false)
			.requireAuthorizationConsent(false);
		TokenSettings.Builder tokens = TokenSettings.builder();
		GrantedSettings.write(
				new ClientRegistration("client", "id", metadata, null, Instant.EPOCH, Instant.EPOCH, registrant, null,
						ClientStatus.ACTIVE, null),
				terms, Set.of(ClientAuthenticationMethod.valueOf(metadata.getTokenEndpointAuthMethod())), client,
				tokens);
		return RegisteredClient.withId("id")
			.clientId("client")
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.clientSettings(client.build())
			.tokenSettings(tokens.build())
			.build();
	}

	private static RegistrationTerms terms() {
		return new RegistrationTerms(false, null, null, true, true);
	}

	private static ClientMetadata method(String method) {
		return ClientMetadata.of(Map.of("token_endpoint_auth_method", method));
	}

}
