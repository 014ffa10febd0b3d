package io.github.opendcr.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.keys.Sha256;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.server.client.FormerSecrets;
import io.github.opendcr.server.client.FormerSecrets.FormerSecret;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ClientConfigurationService}, in the order of RFC 7592.
 */
class ClientConfigurationServiceTests {

	private static final Duration GRACE = RegistrationInMemory.GRACE;

	private static final Instant NOW = RegistrationInMemory.NOW;

	private static final Duration OVERLAP = RegistrationInMemory.OVERLAP;

	private static final ClientMetadata REQUEST = RegistrationInMemory.REQUEST;

	private final RegistrationInMemory server = new RegistrationInMemory(RegistrationInMemory.terms());

	private final ClientConfigurationService service = this.server.service.configuration();

	private final ClientInformation registered = this.server.register(REQUEST);

	private final String id = this.registered.registration().clientId();

	private final String token = this.registered.registrationAccessToken();

	private final List<StoredClient> conditions = new ArrayList<>();

	private final ClientMetadata update = REQUEST.with("client_id", this.id).with("client_name", "Renamed");

	private StoredClient stored() {
		return this.server.stored(this.registered);
	}

	private ClientInformation update(ClientMetadata request) {
		return this.service.update(stored(), this.token, request, this.conditions::add, AnswerKeeper.NONE);
	}

	private void assertUpdateRefused(@Nullable String member, RegistrationError error, ClientMetadata request) {
		ClientRegistration before = stored().registration();
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> update(request)).satisfies((ex) -> {
			assertThat(ex.getMember()).isEqualTo(member);
			assertThat(ex.getError()).isEqualTo(error);
		});
		assertThat(stored().registration()).isEqualTo(before);
	}

	private void disable() {
		this.server.registrations.replace(stored().registration().withStatus(ClientStatus.DISABLED, NOW), 1);
	}

	@Test
	void authenticateThenTheClientOfTheToken() {
		assertThat(this.service.authenticate(this.id, this.token).registration())
			.isEqualTo(this.registered.registration());
		assertThat(this.service.authenticateUpdate(this.id, this.token).registration())
			.isEqualTo(this.registered.registration());
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> this.service.authenticate(this.id, "other"));
		assertThatNoException().isThrownBy(() -> this.service.checkThere(this.id));
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> this.service.checkThere("other"));
	}

	@Test
	void readThenWithTheTokenAndWithoutASecret() {
		ClientInformation read = this.service.read(stored(), this.token);
		assertThat(read.registration()).isEqualTo(this.registered.registration());
		assertThat(read.registrationAccessToken()).isEqualTo(this.token);
		assertThat(read.clientSecret()).isNull();
		assertThat(read.confidential()).isTrue();
	}

	@Test
	void updateThenStoredWithANewTokenAndTold() {
		ClientInformation updated = update(this.update);
		assertThat(stored().registration()).isEqualTo(updated.registration());
		assertThat(stored().client().getClientName()).isEqualTo("Renamed");
		assertThat(updated.registrationAccessToken()).isNotEqualTo(this.token);
		assertThat(updated.clientSecret()).isNull();
		assertThat(this.server.events)
			.endsWith(new ClientEvent.Updated(this.registered.registration(), updated.registration()));
		assertThat(this.conditions).hasSize(1);
		assertThat(this.server.credentials.secrets().matches(this.registered.clientSecret(), stored().client()))
			.isTrue();
	}

	@Test
	void updateWhenTheAnswerWasLostThenTheSameRequestHasItAgain() {
		ClientInformation updated = update(this.update);
		assertThat(update(this.update)).isEqualTo(updated);
		assertThat(this.conditions).hasSize(1);
		assertThat(stored().registration().version()).isEqualTo(2);
	}

	@Test
	void updateWhenNoAnswerIsKeptThenAnsweredOnceAllTheSame() {
		RegistrationInMemory strict = new RegistrationInMemory(RegistrationInMemory.terms(), Duration.ZERO);
		ClientInformation before = strict.register(REQUEST);
		ClientMetadata request = REQUEST.with("client_id", before.registration().clientId());
		ClientConfigurationService management = strict.service.configuration();
		ClientInformation updated = management.update(strict.stored(before), before.registrationAccessToken(), request,
				this.conditions::add, AnswerKeeper.NONE);
		assertThat(updated.registration()).isEqualTo(strict.stored(before).registration());
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> management
			.authenticateUpdate(before.registration().clientId(), before.registrationAccessToken()));
	}

	@Test
	void readWhenItIsByTheNewTokenThenTheFormerOneHasEnded() {
		String next = update(this.update).registrationAccessToken();
		assertThat(this.service.authenticateUpdate(this.id, this.token)).isNotNull();
		ClientInformation read = this.service.read(stored(), next);
		assertThat(stored().registration().registrationAccessToken().former()).isNull();
		assertThat(read.registrationAccessToken()).isEqualTo(next);
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> this.service.authenticateUpdate(this.id, this.token));
	}

	@Test
	void readWhenAnotherRequestWasFasterThenWhatThatMadeOfIt() {
		String next = update(this.update).registrationAccessToken();
		StoredClient before = stored();
		ClientRegistration registration = before.registration();
		this.server.registrations
			.replace(registration.updated(REQUEST, registration.registrationAccessToken(), NOW.plusSeconds(1)), 2);
		ClientInformation read = this.service.read(before, next);
		assertThat(read.registration().version()).isEqualTo(3);
		assertThat(read.registration().metadata().getClientName()).isEqualTo("Notes");
		assertThat(stored().registration().registrationAccessToken().former()).isNull();
	}

	@Test
	void failedWhenItIsByTheNewTokenThenTheFormerOneHasEnded() {
		String next = update(this.update).registrationAccessToken();
		this.service.failed(stored(), this.token);
		assertThat(stored().registration().registrationAccessToken().former()).isNotNull();
		this.service.failed(stored(), next);
		assertThat(stored().registration().registrationAccessToken().former()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "registration_access_token", "registration_client_uri", "client_secret_expires_at",
			"client_id_issued_at" })
	void updateWhenItHasWhatTheServerGivesThenRefused(String member) {
		assertUpdateRefused(member, RegistrationError.INVALID_CLIENT_METADATA, this.update.with(member, "x"));
	}

	@Test
	void updateWhenItIsForAnotherClientOrForNoneThenRefused() {
		assertUpdateRefused("client_id", RegistrationError.INVALID_CLIENT_METADATA, REQUEST);
		assertUpdateRefused("client_id", RegistrationError.INVALID_CLIENT_METADATA, REQUEST.with("client_id", "x"));
	}

	@Test
	void updateWhenItHasASecretThenOnlyTheCurrentOne() {
		for (Object secret : List.of("x", 5)) {
			assertUpdateRefused("client_secret", RegistrationError.INVALID_CLIENT_METADATA,
					this.update.with("client_secret", secret));
		}
		assertThat(update(this.update.with("client_secret", this.registered.clientSecret())).registration().version())
			.isEqualTo(2);
	}

	@Test
	void updateWhenTheClientIsDisabledThenRefused() {
		disable();
		assertUpdateRefused(null, RegistrationError.ACCESS_DENIED, this.update);
		assertThat(this.conditions).isEmpty();
	}

	@Test
	void updateWhenTheConditionFailsThenNothingHasChanged() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.service.update(stored(), this.token, this.update, (client) -> {
				throw new IllegalStateException("made up");
			}, AnswerKeeper.NONE));
		assertThat(stored().registration()).isEqualTo(this.registered.registration());
	}

	@Test
	void updateWhenItGivesTheSecretUpThenWhatWasGrantedEnds() {
		this.server.grant(stored().client());
		ClientInformation updated = update(this.update);
		assertThat(this.server.isGranted()).isTrue();
		this.service.update(stored(), updated.registrationAccessToken(),
				this.update.with("token_endpoint_auth_method", "none"), this.conditions::add, AnswerKeeper.NONE);
		assertThat(this.server.isGranted()).isFalse();
		assertThat(stored().client().getClientSecret()).isNull();
	}

	@Test
	void rotateSecretThenANewOneAndTheFormerOneForTheOverlap() {
		String before = stored().client().getClientSecret();
		ClientInformation rotated = this.service.rotateSecret(stored(), this.token, this.conditions::add);
		assertThat(rotated.registrationAccessToken()).isEqualTo(this.token);
		assertThat(rotated.registration()).isEqualTo(stored().registration());
		assertThat(rotated.registration().version()).isEqualTo(2);
		assertThat(rotated.registration().metadata()).isEqualTo(this.registered.registration().metadata());
		assertThat(this.server.credentials.secrets().matches(rotated.clientSecret(), stored().client())).isTrue();
		assertThat(FormerSecrets.of(stored().client(), NOW).secrets())
			.containsExactly(new FormerSecret(before, NOW.plus(OVERLAP)));
		assertThat(this.server.events)
			.endsWith(new ClientEvent.SecretRotated(this.registered.registration(), rotated.registration()));
		assertThat(this.conditions).hasSize(1);
	}

	@Test
	void rotateSecretThenAnUpdateNeedNotBeRepeatedWithTheFormerToken() {
		String next = update(this.update).registrationAccessToken();
		this.service.rotateSecret(stored(), next, this.conditions::add);
		assertThat(stored().registration().registrationAccessToken().former()).isNull();
	}

	@Test
	void rotateSecretWhenTheClientIsDisabledThenRefused() {
		disable();
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> this.service.rotateSecret(stored(), this.token, this.conditions::add))
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(RegistrationError.ACCESS_DENIED));
		assertThat(this.conditions).isEmpty();
	}

	@Test
	void rotateSecretWhenAnotherRequestWasFasterThenAfterIt() {
		StoredClient before = stored();
		update(this.update.with("client_secret", this.registered.clientSecret()));
		this.server.clock.advance(GRACE);
		String next = this.server.credentials.newToken().value();
		this.server.registrations.replace(stored().registration()
			.updated(REQUEST, new ClientRegistration.TokenRecord(Sha256.of(next), "dcr", null), NOW), 2);
		ClientInformation rotated = this.service.rotateSecret(before, next, this.conditions::add);
		assertThat(rotated.registration().version()).isEqualTo(4);
		assertThat(this.conditions).hasSize(3);
		assertThat(this.server.events).filteredOn(ClientEvent.SecretRotated.class::isInstance).hasSize(1);
	}

	@Test
	void deleteThenBothHalvesAreGoneAndToldOnce() {
		StoredClient before = stored();
		assertThat(this.service.isDeleteSupported()).isTrue();
		this.service.delete(before, this.token, this.conditions::add);
		assertThat(stored()).isNull();
		assertThat(this.server.repository.findByClientId(this.id)).isNull();
		assertThat(this.conditions).containsExactly(before);
		assertThat(this.server.events).endsWith(new ClientEvent.Deleted(before.registration()));
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> this.service.delete(before, this.token, this.conditions::add));
		assertThat(this.server.events).filteredOn(ClientEvent.Deleted.class::isInstance).hasSize(1);
	}

	/**
	 * A repository that keeps no settings.
	 */
	@Nested
	@ExtendWith(OutputCaptureExtension.class)
	class Forgetful {

		private final InMemoryRegisteredClientRepository clients = new InMemoryRegisteredClientRepository(
				TestServices.client());

		private final RegistrationInMemory server = new RegistrationInMemory(RegistrationInMemory.terms(), null,
				new RegisteredClientRepository() {

					@Override
					public void save(RegisteredClient client) {
						Forgetful.this.clients.save(
								RegisteredClient.from(client).clientSettings(ClientSettings.builder().build()).build());
					}

					@Override
					public RegisteredClient findById(String id) {
						return Forgetful.this.clients.findById(id);
					}

					@Override
					public RegisteredClient findByClientId(String clientId) {
						return Forgetful.this.clients.findByClientId(clientId);
					}

				});

		@Test
		void rotateSecretThenWarnsThatTheFormerOneHasEnded(CapturedOutput output) {
			ClientInformation registered = this.server.register(REQUEST);
			this.server.service.configuration()
				.rotateSecret(this.server.stored(registered), registered.registrationAccessToken(), (client) -> {
				});
			assertThat(output)
				.contains("dcr.client-secret.rotation-overlap. The client is " + registered.registration().clientId());
			assertThat(this.server.service.configuration().isDeleteSupported()).isFalse();
		}

		@Test
		void rotateSecretWhenItIsKeptThenNobodyIsWarned(CapturedOutput output) {
			ClientConfigurationServiceTests.this.rotateSecretThenANewOneAndTheFormerOneForTheOverlap();
			ClientConfigurationServiceTests.this.server.clock.advance(Duration.ofDays(1));
			assertThat(output).doesNotContain("rotation-overlap");
		}

	}

}
