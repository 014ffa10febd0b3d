package io.github.opendcr.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.keys.Sha256;
import io.github.opendcr.registration.Credentials.Token;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.testkit.MutableClock;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LostAnswers}.
 */
class LostAnswersTests {

	private static final Duration GRACE = Duration.ofMinutes(5);

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final ClientMetadata REQUEST = ClientMetadata.of(Map.of("client_name", "Notes"));

	private static final Token FORMER = token("former", null);

	private static final Token CURRENT = token("current", null);

	private final MutableClock clock = new MutableClock(NOW);

	private final LostAnswers answers = new LostAnswers(GRACE, this.clock);

	@Test
	void againWhenTheUpdateIsTheSameThenItsCredentials() {
		ClientInformation answer = again(remembered(FORMER, "secret"), FORMER, REQUEST);
		assertThat(answer.registrationAccessToken()).isEqualTo("current");
		assertThat(answer.clientSecret()).isEqualTo("secret");
		assertThat(again(remembered(FORMER, null), FORMER, REQUEST).clientSecret()).isNull();
	}

	@Test
	void againWhenAnotherUpdateThenRefusedByTheFormerTokenAndNoRepetitionByTheCurrentOne() {
		ClientMetadata other = REQUEST.with("client_name", "Other");
		ClientRegistration rotated = remembered(FORMER, "secret");
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> again(rotated, FORMER, other))
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(RegistrationError.INVALID_TOKEN));
		assertThat(again(rotated, CURRENT, REQUEST)).isNull();
		ClientRegistration notRotated = remembered(CURRENT, "secret");
		assertThat(again(notRotated, CURRENT, other)).isNull();
		assertThat(again(notRotated, CURRENT, REQUEST).clientSecret()).isEqualTo("secret");
	}

	@Test
	void againWhenTheClientIsGoneThenNull() {
		assertThat(this.answers.again(new StoredClient(remembered(CURRENT, "secret"), null), "current", REQUEST))
			.isNull();
	}

	@Test
	void isFormerUntilTheGraceEnds() {
		ClientRegistration rotated = remembered(FORMER, null);
		assertThat(this.answers.isFormer("current", rotated)).isFalse();
		this.clock.advance(GRACE.minusNanos(1));
		assertThat(this.answers.isFormer("former", rotated)).isTrue();
		assertThat(this.answers.isAwaited(rotated)).isTrue();
		this.clock.advance(Duration.ofNanos(1));
		assertThat(this.answers.isFormer("former", rotated)).isFalse();
		assertThat(this.answers.isAwaited(rotated)).isFalse();
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> again(rotated, FORMER, REQUEST))
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(RegistrationError.INVALID_TOKEN));
	}

	@Test
	void isFormerNoLongerThanTheTokenWouldHaveLived() {
		ClientRegistration rotated = remembered(token("former", NOW.plusSeconds(60)), null);
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(this.answers.isFormer("former", rotated)).isTrue();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.answers.isFormer("former", rotated)).isFalse();
		assertThat(remembered(token("former", NOW.plus(GRACE).plusSeconds(61)), null).registrationAccessToken()
			.former()
			.until()).isEqualTo(this.clock.instant().plus(GRACE));
	}

	@Test
	void isAwaitedWhenTheTokenIsTheSameThenItsUseShowsNothing() {
		assertThat(this.answers.isAwaited(remembered(CURRENT, "secret"))).isFalse();
	}

	@Test
	void rememberWhenTheAnswerHasNothingNewOrThereIsNoGraceThenNothing() {
		assertThat(remembered(CURRENT, null).registrationAccessToken().former()).isNull();
		assertThat(
				new LostAnswers(Duration.ZERO, this.clock).remember(registration(), REQUEST, FORMER, CURRENT, "secret")
					.registrationAccessToken()
					.former())
			.isNull();
		assertThat(new LostAnswers(Duration.ZERO, this.clock).isFormer("former", remembered(FORMER, null))).isFalse();
	}

	private ClientRegistration remembered(Token presented, @Nullable String secret) {
		return this.answers.remember(registration(), REQUEST, presented, CURRENT, secret);
	}

	private @Nullable ClientInformation again(ClientRegistration registration, Token token, ClientMetadata request) {
		RegisteredClient client = RegisteredClient.withId("id")
			.clientId("client")
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.build();
		return this.answers.again(new StoredClient(registration, client), token.value(), request);
	}

	private static ClientRegistration registration() {
		return new ClientRegistration("client", "id", REQUEST, CURRENT.stored(), NOW, NOW, Registrant.ANONYMOUS, null,
				ClientStatus.ACTIVE, null);
	}

	private static Token token(String value, @Nullable Instant expiresAt) {
		return new Token(value, new TokenRecord(Sha256.of(value), "dcr", expiresAt));
	}

}
