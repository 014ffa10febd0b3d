package io.github.opendcr.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientCredentialsGenerator;
import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ViolationsException;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.statement.SoftwareStatementPrecedence.Stated;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClientRegistrationService} and {@link StraightLine}.
 */
class ClientRegistrationServiceTests {

	private static final Instant NOW = RegistrationInMemory.NOW;

	private static final ClientMetadata REQUEST = RegistrationInMemory.REQUEST;

	private static final String URL = "https://client.example/c";

	private static final Registrant DOCUMENT = Registrant.ofDocument(null);

	private final RegistrationInMemory server = new RegistrationInMemory(RegistrationInMemory.terms());

	private final ClientRegistrationService service = this.server.service;

	@Test
	void registerThenStoredAnsweredAndTold() {
		ClientInformation answer = this.server.register(REQUEST);
		ClientRegistration registration = answer.registration();
		StoredClient stored = this.server.stored(answer);
		assertThat(stored.registration()).isEqualTo(registration);
		assertThat(stored.client().getClientName()).isEqualTo("Notes");
		assertThat(registration.issuedAt()).isEqualTo(NOW);
		assertThat(registration.status()).isEqualTo(ClientStatus.ACTIVE);
		assertThat(registration.expiresAt()).isNull();
		assertThat(Credentials.isCurrent(answer.registrationAccessToken(), registration)).isTrue();
		assertThat(this.server.credentials.secrets().matches(answer.clientSecret(), stored.client())).isTrue();
		assertThat(answer.confidential()).isTrue();
		assertThat(this.server.events).containsExactly(new ClientEvent.Registered(registration));
		assertThat(this.server.constrained).containsExactly(registration);
	}

	@Test
	void registerThenEachStageIsObservedThatHasAnythingToDo() {
		this.server.register(REQUEST);
		assertThat(this.server.observed).containsExactly("(", ")", "metadata", "(", ")", "secret", "(", ")", "map", "(",
				")", "store");
		this.server.observed.clear();
		this.server.register(REQUEST.with("token_endpoint_auth_method", "none").with("software_statement", "app-1"));
		assertThat(this.server.observed).doesNotContain("secret").contains("statement");
		this.server.observed.clear();
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> this.server.register(ClientMetadata.empty()));
		assertThat(this.server.observed).containsExactly("(", ")", "error", "metadata");
	}

	@Test
	void registerWhenTermsSaySoThenPendingAndForAWhile() {
		RegistrationInMemory other = new RegistrationInMemory(
				new RegistrationTerms(true, Duration.ofDays(1), Duration.ofHours(1), true, true));
		ClientInformation answer = other.register(REQUEST);
		assertThat(answer.registration().status()).isEqualTo(ClientStatus.PENDING);
		assertThat(answer.registration().expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(1)));
		assertThat(answer.clientSecretExpiresAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
	}

	@Test
	void registerWhenTheClientIdIsTakenThenWithAnotherOne() {
		Iterator<String> ids = List.of("one", "one", "two").iterator();
		SecureCredentialsGenerator random = new SecureCredentialsGenerator(this.server.clock);
		RegistrationInMemory other = new RegistrationInMemory(RegistrationInMemory.terms(),
				new ClientCredentialsGenerator() {

					@Override
					public String clientId() {
						return ids.next();
					}

					@Override
					public String clientSecret() {
						return random.clientSecret();
					}

					@Override
					public String registrationAccessToken() {
						return random.registrationAccessToken();
					}

				}, new InMemoryRegisteredClientRepository(TestServices.client()));
		assertThat(other.register(REQUEST).registration().clientId()).isEqualTo("one");
		assertThat(other.register(REQUEST).registration().clientId()).isEqualTo("two");
	}

	@Test
	void registerWhenAStatementClaimsSomethingThenThatCountsAndWhatWasAskedForIsKept() {
		ClientRegistration registration = this.server
			.register(REQUEST.with("software_id", "other")
				.with("software_statement", "app-1")
				.with("token_endpoint_auth_methods_supported", List.of("none", "client_secret_basic")))
			.registration();
		assertThat(registration.metadata().asMap()).containsEntry("software_id", "app-1")
			.containsEntry("software_statement", "app-1")
			.doesNotContainKey("token_endpoint_auth_methods_supported");
		assertThat(registration.asked().asMap()).containsEntry("software_id", "other");
	}

	@Test
	void registerThenWhoeverKeepsTheAnswerDoesInTheSameTransaction() {
		List<ClientInformation> kept = new ArrayList<>();
		RegistrationConstraint failing = new RegistrationConstraint() {

			@Override
			public void onRegister(ClientRegistration registration) {
				throw new IllegalStateException("made up");
			}

		};
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.service.register(REQUEST, Registrant.ANONYMOUS, (answer) -> {
				kept.add(answer);
				return List.of(failing);
			}));
		assertThat(kept).hasSize(1);
		assertThat(kept.get(0).clientSecret()).isNotNull();
		assertThat(this.server.stored(kept.get(0))).isNull();
		assertThat(this.server.events).isEmpty();
	}

	@Test
	void rehearseThenAllViolationsAndNothingIsStored() {
		ClientRegistration rehearsed = this.service.rehearse(REQUEST, Registrant.ANONYMOUS);
		assertThat(rehearsed.metadata().getClientName()).isEqualTo("Notes");
		assertThat(rehearsed.registrationAccessToken()).isNull();
		assertThat(this.server.storage.find(rehearsed.clientId())).isNull();
		assertThat(this.server.events).isEmpty();
		assertThat(this.server.constrained).containsExactly(rehearsed);
		assertThatExceptionOfType(ViolationsException.class).isThrownBy(() -> this.service.rehearse(
				ClientMetadata.of(Map.of("logo_uri", 5, "redirect_uris", List.of("nonsense"))), Registrant.ANONYMOUS))
			.satisfies((ex) -> assertThat(ex.getViolations()).hasSize(2));
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> this.service.rehearse(REQUEST.with("client_name", "Refused"), Registrant.ANONYMOUS))
			.withMessageContaining("by a constraint");
	}

	@Test
	void documentThenItsUrlIsTheClientIdAndNobodyManagesIt() {
		ClientMetadata granted = this.server.grant.grant(
				REQUEST.with("token_endpoint_auth_method", "none").with("client_id", URL),
				RegistrationContext.of(DOCUMENT));
		Stated stated = new Stated(granted, null, granted);
		List<ClientRegistration> written = new ArrayList<>();
		RegistrationConstraint document = new RegistrationConstraint() {

			@Override
			public void onRegister(ClientRegistration registration) {
				written.add(registration);
			}

			@Override
			public void onUpdate(ClientRegistration before, ClientRegistration after) {
				written.add(after);
			}

		};
		ClientRegistration made = this.service.registerDocument(URL, stated, granted, DOCUMENT, document);
		assertThat(made.clientId()).isEqualTo(URL);
		assertThat(made.registrationAccessToken()).isNull();
		assertThat(made.registrant()).isEqualTo(DOCUMENT);
		StoredClient stored = this.server.storage.find(URL);
		assertThat(stored.registration()).isEqualTo(made);
		ClientRegistration updated = this.service.updateDocument(stored, stated, granted.with("client_name", "Renamed"),
				DOCUMENT, document);
		assertThat(this.server.storage.find(URL).registration()).isEqualTo(updated);
		assertThat(updated.metadata().getClientName()).isEqualTo("Renamed");
		assertThat(written).containsExactly(made, updated);
		assertThat(this.server.events).containsExactly(new ClientEvent.Registered(made),
				new ClientEvent.Updated(made, updated));
		// who comes with what it was before is too late
		assertThat(this.service.updateDocument(stored, stated, granted, DOCUMENT, document)).isNull();
		assertThat(this.server.storage.find(URL).registration()).isEqualTo(updated);
		assertThat(this.server.events).hasSize(2);
	}

}
