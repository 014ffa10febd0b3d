package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GrantedClients}.
 */
class GrantedClientsTests {

	private static final RegistrationTerms TERMS = new RegistrationTerms(false, null, null, true, true);

	private final InMemoryClientRegistrationStore store = new InMemoryClientRegistrationStore(
			new InMemoryTransactions());

	private final RegistrationPolicies policies = new RegistrationPolicies(
			new PolicySettings(null, null, null, TERMS, null), Map.of());

	private final UnaryOperator<RegisteredClient> clients = MetadataGrant.enforced(() -> this.store,
			() -> this.policies);

	@ParameterizedTest
	@CsvSource({ "dpop_bound_access_tokens, true", "require_pushed_authorization_requests, true",
			"tls_client_certificate_bound_access_tokens, true", "require_auth_time, true", "subject_type, pairwise",
			"id_token_signed_response_alg, ES256", "token_endpoint_auth_method, private_key_jwt",
			"token_endpoint_auth_method, client_secret_jwt", "token_endpoint_auth_method, none" })
	void applyWhenTheRepositoryLostTheSettingsThenTheyAreAsTheyWereMade(String member, String value) {
		Object typed = value.equals("true") ? Boolean.TRUE : value;
		RegisteredClient made = registered(ClientStatus.DISABLED, Map.of(member, typed));
		RegisteredClient read = this.clients.apply(without(made));
		assertThat(read.getClientSettings()).isEqualTo(made.getClientSettings());
		assertThat(read.getTokenSettings()).isEqualTo(made.getTokenSettings());
		assertThat(this.clients.apply(made)).isEqualTo(made);
	}

	@Test
	void applyWhenTheRepositoryIsBehindThenTheRegistrationCounts() {
		RegisteredClient made = registered(ClientStatus.ACTIVE, Map.of("dpop_bound_access_tokens", true));
		ClientRegistration now = this.store.findByClientId(made.getClientId())
			.withStatus(ClientStatus.DISABLED, Instant.EPOCH);
		this.store.replace(now, now.version() - 1);
		assertThat(this.clients.apply(made)).isEqualTo(DynamicClients.withStatus(made, ClientStatus.DISABLED));
	}

	@Test
	void applyWhenThePolicyIsGoneThenUsersAreAsked() {
		RegisteredClient made = registered(Registrant.ANONYMOUS.withPolicy("gone"), ClientStatus.ACTIVE, Map.of());
		RegisteredClient read = this.clients.apply(without(made));
		assertThat(read.getClientSettings().isRequireAuthorizationConsent()).isTrue();
		assertThat(DynamicClients.isDynamic(read)).isTrue();
	}

	@Test
	void applyWhenNobodyRegisteredTheClientThenTheSame() {
		RegisteredClient made = registered(ClientStatus.ACTIVE, Map.of());
		for (String clientId : List.of("by-hand", "0123456789abcdef0123456789abcdef",
				"0b9f8a51-3c4a-4d5e-9f00-000000000000", made.getClientId().toUpperCase())) {
			RegisteredClient byHand = RegisteredClient.from(without(made)).clientId(clientId).build();
			assertThat(this.clients.apply(byHand)).isSameAs(byHand);
		}
	}

	@Test
	void applyWhenTheRegistrationIsLostThenTheMarksCountAndWithoutTheseNothing() {
		RegisteredClient made = registered(ClientStatus.ACTIVE, Map.of());
		this.store.delete(made.getClientId(), this.store.findByClientId(made.getClientId()).version());
		assertThat(this.clients.apply(made)).isSameAs(made);
		RegisteredClient read = this.clients.apply(without(made));
		assertThat(DynamicClients.isDynamic(read)).isTrue();
		assertThat(read.getClientSettings().getSettings()).containsValue("DISABLED");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void applyWhenRegistrationsAreLostThenWarnsOnceAndNamesTheFirst(CapturedOutput output) {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			RegisteredClient made = registered(ClientStatus.ACTIVE, Map.of());
			this.store.delete(made.getClientId(), this.store.findByClientId(made.getClientId()).version());
			this.clients.apply(without(made));
			ids.add(made.getClientId());
		}
		assertThat(output).contains("The first is " + ids.get(0)).doesNotContain("The first is " + ids.get(1));
	}

	private RegisteredClient registered(ClientStatus status, Map<String, Object> members) {
		return registered(Registrant.ANONYMOUS, status, members);
	}

	private RegisteredClient registered(Registrant registrant, ClientStatus status, Map<String, Object> members) {
		Map<String, Object> metadata = new HashMap<>(Map.of("token_endpoint_auth_method", "client_secret_basic",
				"grant_types", List.of("authorization_code"), "redirect_uris", List.of("https://client.example/cb"),
				"scope", "openid"));
		metadata.putAll(members);
		ClientRegistration registration = new ClientRegistration(
				new SecureCredentialsGenerator(Clock.systemUTC()).clientId(), "id", ClientMetadata.of(metadata), null,
				Instant.EPOCH, Instant.EPOCH, registrant, null, status, Instant.parse("2030-01-01T00:00:00Z"));
		this.store.insert(registration);
		return new RegisteredClientMapper(List.of()).map(registration, TERMS,
				RegisteredClient.withId("id").clientId(registration.clientId()), null);
	}

	private static RegisteredClient without(RegisteredClient client) {
		return RegisteredClient.from(client)
			.clientSettings(ClientSettings.builder().build())
			.tokenSettings(TokenSettings.builder().build())
			.build();
	}

}
