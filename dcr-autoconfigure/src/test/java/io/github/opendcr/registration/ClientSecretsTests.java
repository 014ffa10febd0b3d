package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.registration.ClientSecrets.Rotated;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.server.client.FormerSecrets;
import io.github.opendcr.server.client.FormerSecrets.FormerSecret;

import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClientSecrets}.
 */
class ClientSecretsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration OVERLAP = Duration.ofHours(1);

	private final StoredSecrets stored = new StoredSecrets(PasswordEncoderFactories.createDelegatingPasswordEncoder(),
			true, new byte[32]);

	@Test
	void issueWhenNewThenOneThatMatchesAndLivesAsLongAsTheTermsSay() {
		RegisteredClient.Builder client = builder();
		String secret = secrets(false, OVERLAP).issue(client, method("client_secret_basic"), null,
				terms(Duration.ofDays(1)), NOW);
		assertThat(secrets(false, OVERLAP).matches(secret, client.build())).isTrue();
		assertThat(client.build().getClientSecretExpiresAt()).isEqualTo(NOW.plus(Duration.ofDays(1)));
	}

	@ParameterizedTest
	@CsvSource({ "none", "private_key_jwt", "tls_client_auth" })
	void issueWhenTheMethodNeedsNoSecretThenNone(String method) {
		RegisteredClient.Builder client = builder();
		assertThat(secrets(true, OVERLAP).issue(client, method(method), client("old", null), terms(null), NOW))
			.isNull();
		assertThat(client.build().getClientSecret()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "1, false", "0, true", "-1, true" })
	void issueWhenThereIsOneThenItStaysUntilItExpires(long secondsLeft, boolean replaced) {
		RegisteredClient current = client("old", NOW.plusSeconds(secondsLeft));
		RegisteredClient.Builder client = builder();
		String secret = secrets(false, OVERLAP).issue(client, method("client_secret_post"), current, terms(null), NOW);
		assertThat(secret != null).isEqualTo(replaced);
		assertThat(client.build().getClientSecretExpiresAt())
			.isEqualTo(replaced ? null : current.getClientSecretExpiresAt());
		assertThat(client.build().getClientSecret().equals(current.getClientSecret())).isNotEqualTo(replaced);
	}

	@Test
	void issueWhenEachUpdateRotatesOrTheMethodNeedsAnotherKindThenReplaced() {
		RegisteredClient current = client("old", null);
		assertThat(secrets(true, OVERLAP).issue(builder(), method("client_secret_basic"), current, terms(null), NOW))
			.isNotNull();
		RegisteredClient.Builder signing = builder();
		String secret = secrets(false, OVERLAP).issue(signing, method("client_secret_jwt"), current, terms(null), NOW);
		assertThat(this.stored.decrypt(signing.build().getClientSecret())).isEqualTo(secret).isNotNull();
		RegisteredClient signs = builder().clientSecret(this.stored.encrypt("old")).build();
		assertThat(secrets(false, OVERLAP).issue(builder(), method("client_secret_jwt"), signs, terms(null), NOW))
			.isNull();
		assertThat(secrets(false, OVERLAP).issue(builder(), method("client_secret_basic"), signs, terms(null), NOW))
			.isNotNull();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			3600, -,    3600
			3600, 60,   60
			3600, 7200, 3600
			3600, 1,    1
			3600, 0,    -
			0,    -,    -""")
	void rotateThenTheFormerOneWorksOnForTheOverlapOrUntilItExpires(long overlap, @Nullable Long secondsLeft,
			@Nullable Long works) {
		RegisteredClient current = client("old", (secondsLeft != null) ? NOW.plusSeconds(secondsLeft) : null);
		Rotated rotated = secrets(false, Duration.ofSeconds(overlap)).rotate(current, method("client_secret_basic"),
				terms(null), NOW);
		assertThat(this.stored.matches(rotated.secret(), rotated.client().getClientSecret())).isTrue();
		assertThat(FormerSecrets.of(rotated.client(), NOW).secrets()).isEqualTo((works != null)
				? List.of(new FormerSecret(current.getClientSecret(), NOW.plusSeconds(works))) : List.of());
	}

	@Test
	void overlappingWhenTheSecretIsTheSameThenTheFormerOnesStay() {
		ClientSecrets secrets = secrets(false, OVERLAP);
		RegisteredClient rotated = secrets.rotate(client("old", null), method("client_secret_basic"), terms(null), NOW)
			.client();
		RegisteredClient updated = builder().clientSecret(rotated.getClientSecret()).build();
		assertThat(FormerSecrets.of(secrets.overlapping(updated, rotated, NOW), NOW))
			.isEqualTo(FormerSecrets.of(rotated, NOW));
		assertThat(FormerSecrets.of(secrets.overlapping(rotated, null, NOW), NOW).isEmpty()).isTrue();
		RegisteredClient signs = builder().clientSecret(this.stored.encrypt("new")).build();
		assertThat(FormerSecrets.of(secrets.overlapping(signs, rotated, NOW), NOW).isEmpty()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "none, it would have to register a method with a secret", "private_key_jwt, update its jwks" })
	void rotateWhenThereIsNoSecretThenSaysWhatToDo(String method, String advice) {
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> secrets(false, OVERLAP).rotate(builder().build(), method(method), terms(null), NOW))
			.withMessageContaining("'" + method + "' has no secret to rotate; " + advice);
	}

	@ParameterizedTest
	@CsvSource({ "client_secret_basic, none, true", "none, none, false", "none, private_key_jwt, false",
			"private_key_jwt, client_secret_basic, false" })
	void isGivenUpWhenTheClientNoLongerAuthenticates(String before, String after, boolean givenUp) {
		assertThat(ClientSecrets.isGivenUp(method(before), method(after))).isEqualTo(givenUp);
	}

	private ClientSecrets secrets(boolean rotates, Duration overlap) {
		return new ClientSecrets(new RegistrationSettings(true, "dcr", null, true, Duration.ZERO, rotates, overlap),
				new SecureCredentialsGenerator(Clock.systemUTC()), this.stored);
	}

	private RegisteredClient client(String secret, @Nullable Instant expiresAt) {
		return builder().clientSecret(this.stored.encode(secret)).clientSecretExpiresAt(expiresAt).build();
	}

	private static RegisteredClient.Builder builder() {
		return RegisteredClient.withId("id")
			.clientId("client")
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS);
	}

	private static ClientMetadata method(String method) {
		return ClientMetadata.of(Map.of("token_endpoint_auth_method", method));
	}

	private static RegistrationTerms terms(@Nullable Duration clientSecretTimeToLive) {
		return new RegistrationTerms(false, null, clientSecretTimeToLive, true, true);
	}

}
