package io.github.opendcr.registration;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientLifecycle.Adopted;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClientAdoption}.
 */
class ClientAdoptionTests {

	private static final Instant NOW = RegistrationInMemory.NOW;

	private final RegistrationInMemory server = new RegistrationInMemory(
			new RegistrationTerms(true, Duration.ofDays(1), null, true, true));

	private final ClientAdoption adoption = new ClientAdoption(this.server.grant, this.server.policies,
			this.server.credentials, this.server.storage.unregistered(), this.server.clock);

	private int done;

	private Adopted adopt(String clientId) {
		return this.adoption.adopt(clientId, Registrant.ANONYMOUS, () -> this.done++);
	}

	@Test
	void adoptThenActiveWithATokenAndWhatThePolicyRequires() {
		Adopted adopted = adopt("client");
		ClientRegistration registration = adopted.registration();
		assertThat(Credentials.isCurrent(adopted.registrationAccessToken(), registration)).isTrue();
		assertThat(registration.status()).isEqualTo(ClientStatus.ACTIVE);
		assertThat(registration.issuedAt()).isEqualTo(NOW);
		assertThat(registration.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(1)));
		assertThat(registration.metadata().getTokenEndpointAuthMethod()).isEqualTo("none");
		assertThat(this.server.storage.find("client").registration()).isEqualTo(registration);
		RegisteredClient client = this.server.repository.findByClientId("client");
		assertThat(DynamicClients.isDynamic(client)).isTrue();
		assertThat(client.getClientSettings().isRequireAuthorizationConsent()).isTrue();
		assertThat(client.getTokenSettings().isReuseRefreshTokens()).isFalse();
		assertThat(this.done).isOne();
	}

	@Test
	void adoptWhenThereIsNoneThenNull() {
		assertThat(adopt("other")).isNull();
		assertThat(this.done).isZero();
	}

	@Test
	void adoptWhenItIsRegisteredThenRefused() {
		adopt("client");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> adopt("client"))
			.withMessageContaining("client");
		assertThat(this.done).isOne();
	}

	@Test
	void adoptWhenOthersKeepChangingItThenComeAgain() {
		int[] reads = { 0 };
		RegistrationInMemory busy = new RegistrationInMemory(RegistrationInMemory.terms(), null,
				new RegisteredClientRepository() {

					@Override
					public void save(RegisteredClient client) {
					}

					@Override
					public RegisteredClient findById(String id) {
						return RegisteredClient.from(TestServices.client()).clientName("name-" + reads[0]++).build();
					}

					@Override
					public RegisteredClient findByClientId(String clientId) {
						return findById(clientId);
					}

				});
		ClientAdoption adoption = new ClientAdoption(busy.grant, busy.policies, busy.credentials,
				busy.storage.unregistered(), busy.clock);
		assertThatExceptionOfType(ConcurrencyFailureException.class)
			.isThrownBy(() -> adoption.adopt("client", Registrant.ANONYMOUS, () -> this.done++));
		assertThat(busy.constrained).hasSize(10);
		assertThat(this.done).isZero();
		assertThat(busy.registrations.findByClientId("client")).isNull();
	}

	@Test
	void adoptWhenItsMembersDoNotFitTogetherThenRefused() {
		this.server.repository.save(RegisteredClient.from(TestServices.client())
			.id("other")
			.clientId("other")
			.clientAuthenticationMethods((methods) -> {
				methods.clear();
				methods.add(ClientAuthenticationMethod.PRIVATE_KEY_JWT);
			})
			.build());
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> adopt("other"))
			.withMessageContaining("jwks");
		assertThat(this.server.storage.find("other")).isNull();
	}

	@Test
	void adoptWhenItCouldNotHaveRegisteredThatThenRefused() {
		this.server.repository.save(RegisteredClient.from(TestServices.client())
			.id("other")
			.clientId("other")
			.clientSettings(ClientSettings.builder().jwkSetUrl("https://client.example/jwks").build())
			.build());
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> adopt("other"))
			.withMessageContaining("jwks_uri");
		assertThat(this.server.storage.find("other")).isNull();
	}

}
