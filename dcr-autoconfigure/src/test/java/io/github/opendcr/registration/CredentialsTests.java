package io.github.opendcr.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.keys.Sha256;
import io.github.opendcr.registration.Credentials.Token;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.testkit.MutableClock;

import org.springframework.security.crypto.factory.PasswordEncoderFactories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Credentials}.
 */
class CredentialsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final Token PRESENTED = new Token("presented", new TokenRecord("hash", "dcr", null));

	private final MutableClock clock = new MutableClock(NOW);

	@Test
	void isUsableUntilItExpiresAndWithItsScopeAlone() {
		Credentials credentials = credentials(true, true, null);
		assertThat(credentials.isUsable(registration(new TokenRecord("hash", "dcr", NOW)), NOW.minusNanos(1))).isTrue();
		assertThat(credentials.isUsable(registration(new TokenRecord("hash", "dcr", NOW)), NOW)).isFalse();
		assertThat(credentials.isUsable(registration(new TokenRecord("hash", "dcr", null)), NOW)).isTrue();
		assertThat(credentials.isUsable(registration(new TokenRecord("hash", "other", null)), NOW)).isFalse();
		assertThat(credentials.isUsable(registration(null), NOW)).isFalse();
	}

	@Test
	void isCurrentWhenTheTokenIsAnothersOrThereIsNoneThenFalse() {
		ClientRegistration registration = registration(new TokenRecord(Sha256.of("token"), "dcr", null));
		assertThat(Credentials.isCurrent("token", registration)).isTrue();
		assertThat(Credentials.isCurrent("other", registration)).isFalse();
		assertThat(Credentials.isCurrent("token", registration(null))).isFalse();
	}

	@Test
	void tokenThenNewUnlessOneWasPresentedThatStays() {
		Token made = credentials(true, true, Duration.ofHours(1)).token(PRESENTED, NOW);
		assertThat(made.stored())
			.isEqualTo(new TokenRecord(Sha256.of(made.value()), "dcr", NOW.plus(Duration.ofHours(1))));
		assertThat(credentials(true, true, null).token(null, NOW).stored().expiresAt()).isNull();
		assertThat(credentials(true, false, null).token(PRESENTED, NOW)).isSameAs(PRESENTED);
		assertThat(credentials(true, false, null).token(null, NOW).value()).isNotNull();
	}

	@Test
	void tokenWhenClientsAreNotManagedThenNone() {
		Credentials credentials = credentials(false, true, null);
		assertThat(credentials.token(null, NOW)).isSameAs(Token.NONE);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(credentials::newToken)
			.withMessageContaining("dcr.management.enabled");
		assertThat(credentials(true, true, null).newToken().value()).isNotNull();
	}

	@Test
	void registeredClientIdThenAnIdentifierOfItsTime() {
		Credentials credentials = credentials(true, true, null);
		UUID id = UUID.fromString(credentials.registeredClientId());
		assertThat(id.version()).isEqualTo(7);
		assertThat(id.variant()).isEqualTo(2);
		assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
		assertThat(credentials.registeredClientId()).isNotEqualTo(id.toString());
	}

	private Credentials credentials(boolean managed, boolean rotates, @Nullable Duration timeToLive) {
		return new Credentials(
				new RegistrationSettings(managed, "dcr", timeToLive, rotates, Duration.ZERO, false, Duration.ZERO),
				new SecureCredentialsGenerator(this.clock),
				new StoredSecrets(PasswordEncoderFactories.createDelegatingPasswordEncoder(), true, null), this.clock);
	}

	private static ClientRegistration registration(@Nullable TokenRecord token) {
		return new ClientRegistration("client", "id", ClientMetadata.empty(), token, NOW, NOW, Registrant.ANONYMOUS,
				null, ClientStatus.ACTIVE, null);
	}

}
