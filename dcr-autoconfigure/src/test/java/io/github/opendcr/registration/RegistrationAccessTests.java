package io.github.opendcr.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.FormerToken;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.keys.Sha256;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.testkit.MutableClock;

import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RegistrationAccess}.
 */
class RegistrationAccessTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant END = NOW.plusSeconds(60);

	private static final RegisteredClient CLIENT = TestServices.client();

	private final MutableClock clock = new MutableClock(NOW);

	private final InMemoryClientRegistrationStore registrations = new InMemoryClientRegistrationStore(
			new InMemoryTransactions());

	private final Credentials credentials = new Credentials(
			new RegistrationSettings(true, "dcr", null, true, Duration.ofHours(1), false, Duration.ZERO),
			new SecureCredentialsGenerator(this.clock),
			new StoredSecrets(PasswordEncoderFactories.createDelegatingPasswordEncoder(), true, null), this.clock);

	private final RegistrationAccess access = new RegistrationAccess(this.credentials, this.credentials.lostAnswers(),
			new ClientStorage(TestServices.inMemory(), this.registrations, null, null,
					new RegistrationTransactions(TransactionOperations.withoutTransaction(), null), null, List.of()),
			this.clock);

	@Test
	void authenticateThenByTheCurrentTokenAndForAnUpdateByTheFormerOneAsLongAsItMayBeRepeated() {
		StoredClient client = new StoredClient(insert(null, null), CLIENT);
		assertThat(authenticate("current", false)).isEqualTo(client);
		assertThat(authenticate("current", true)).isEqualTo(client);
		assertThat(authenticate("former", true)).isEqualTo(client);
		assertRefused(() -> authenticate("former", false));
		this.clock.set(END);
		assertRefused(() -> authenticate("former", true));
		assertThat(authenticate("current", true)).isEqualTo(client);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void authenticateWhenTheTokenIsNoneOrWrongThenRefused(boolean formerToo) {
		insert(null, null);
		assertRefused(() -> authenticate(null, formerToo));
		assertRefused(() -> authenticate("other", formerToo));
		assertRefused(() -> this.access.authenticate("other-client", "current", formerToo));
	}

	@Test
	void authenticateWhenTheClientHasEndedThenRefused() {
		insert(END, null);
		this.clock.set(END.minusMillis(1));
		assertThat(authenticate("current", false)).isNotNull();
		assertThatNoException().isThrownBy(() -> this.access.checkThere("client"));
		this.clock.set(END);
		assertRefused(() -> authenticate("current", false));
		assertRefused(() -> this.access.checkThere("client"));
	}

	@Test
	void authenticateWhenTheClientIsOfAnotherIssuerThenRefused() {
		insert(null, "https://other.example");
		assertRefused(() -> authenticate("current", false));
		assertRefused(() -> this.access.checkThere("client"));
	}

	@Test
	void authenticateWhenTheApplicationRemovedTheClientThenRefused() {
		this.registrations.insert(registration("gone", null, null));
		assertRefused(() -> this.access.authenticate("gone", "current", false));
		assertRefused(() -> this.access.checkThere("gone"));
		assertRefused(() -> this.access.checkThere("nobody"));
	}

	@Test
	void whileGoodWhenOthersAreFasterThenAgainWithWhatTheyMadeOfIt() {
		StoredClient found = new StoredClient(insert(null, null), CLIENT);
		List<Long> versions = new ArrayList<>();
		assertThat(this.access.<String>whileGood(found, "current", false, (client) -> {
			versions.add(client.registration().version());
			replace(client.registration(), "current");
			return (versions.size() == 10) ? "changed" : null;
		})).isEqualTo("changed");
		assertThat(versions).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
	}

	@Test
	void whileGoodWhenOthersAlwaysAreThenComeAgain() {
		StoredClient found = new StoredClient(insert(null, null), CLIENT);
		List<StoredClient> tried = new ArrayList<>();
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> this.access.<String>whileGood(found, "current", false, (client) -> {
				tried.add(client);
				return null;
			}))
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(RegistrationError.TEMPORARILY_UNAVAILABLE));
		assertThat(tried).hasSize(10);
	}

	@Test
	void whileGoodWhenTheTokenIsReplacedThenRefused() {
		StoredClient found = new StoredClient(insert(null, null), CLIENT);
		assertRefused(() -> this.access.<String>whileGood(found, "current", false, (client) -> {
			replace(client.registration(), "next");
			return null;
		}));
	}

	private StoredClient authenticate(@Nullable String token, boolean formerToo) {
		return this.access.authenticate("client", token, formerToo);
	}

	private static void assertRefused(ThrowingCallable call) {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(RegistrationError.INVALID_TOKEN));
	}

	private void replace(ClientRegistration registration, String token) {
		this.registrations.replace(registration.updated(ClientMetadata.empty(), token(token), NOW),
				registration.version());
	}

	private ClientRegistration insert(@Nullable Instant expiresAt, @Nullable String issuer) {
		ClientRegistration registration = registration("client", expiresAt, issuer);
		this.registrations.insert(registration);
		return registration;
	}

	private static ClientRegistration registration(String clientId, @Nullable Instant expiresAt,
			@Nullable String issuer) {
		return new ClientRegistration(clientId, "id", ClientMetadata.empty(), token("current"), NOW, NOW,
				Registrant.ANONYMOUS, issuer, ClientStatus.ACTIVE, expiresAt);
	}

	private static TokenRecord token(String token) {
		return new TokenRecord(Sha256.of(token), "dcr", null, new FormerToken(Sha256.of("former"), END, "answer"));
	}

}
