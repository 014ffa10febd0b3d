package io.github.opendcr.e2e.database;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientLifecycle.Adopted;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Clients that were made by hand get a registration and manage themselves from then on,
 * with the identifiers, the secret and the grants that they have.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AdoptionContract {

	private static final String CALLBACK = "https://own.example/cb";

	private static final String[] ADMIN = TestServer.basic("user", "password");

	private List<TestServer> servers;

	private TestServer server;

	private ClientLifecycle lifecycle;

	private final ConcurrentCalls calls = new ConcurrentCalls();

	/**
	 * Start the nodes of one application, with {@link Application} and these properties.
	 */
	abstract List<TestServer> start(String... properties);

	@BeforeAll
	void start() {
		this.servers = start(Stream.concat(Stream.of(AllEndpoints.PROPERTIES),
				Stream.of("dcr.policies.few.max-clients=1", "dcr.policies.few.require-proof-key=false",
						"dcr.policies.strict.access-token.time-to-live=7m", "dcr.policies.few.allowed-scopes=profile"))
			.toArray(String[]::new));
		this.server = this.servers.get(0);
		this.lifecycle = this.server.bean(ClientLifecycle.class);
	}

	@AfterAll
	void stop() {
		this.calls.close();
		this.servers.forEach(TestServer::close);
	}

	private RegisteredClient byHand(Consumer<RegisteredClient.Builder> more) {
		String id = "by-hand-" + UUID.randomUUID();
		RegisteredClient.Builder client = RegisteredClient.withId(id)
			.clientId(id)
			.clientIdIssuedAt(Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1000))
			.clientName("Our own")
			.clientSecret("{noop}" + id)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.redirectUri(CALLBACK)
			.scope("openid")
			.scope("profile")
			.clientSettings(ClientSettings.builder().requireAuthorizationConsent(true).build());
		more.accept(client);
		RegisteredClient built = client.build();
		this.server.bean(RegisteredClientRepository.class).save(built);
		return built;
	}

	private RegisteredClient byHand() {
		return byHand((client) -> {
		});
	}

	private Answer act(RegisteredClient client, String body) {
		return this.server.post("/actuator/dcrclients/" + client.getClientId() + "/adoption", body, ADMIN);
	}

	private Registered managed(RegisteredClient client, String token) {
		Answer read = this.servers.get(this.servers.size() - 1)
			.get("/oauth2/register/" + client.getClientId(), Registered.bearer(token));
		return new Registered(this.server.http(), read.expect(200));
	}

	private int token(RegisteredClient client) {
		return this.server.token(client.getClientId(), client.getClientId(), Map.of("grant_type", "client_credentials"))
			.status();
	}

	@Test
	void adoptThenClientManagesItselfWithAllThatItHas() {
		RegisteredClient client = byHand();
		Adopted adopted = this.lifecycle.adopt(client.getClientId(), Registrant.named("operator"));
		assertThat(adopted.registration().registrant().name()).isEqualTo("operator");
		assertThat(adopted.toString()).doesNotContain(adopted.registrationAccessToken());
		Registered managed = managed(client, adopted.registrationAccessToken());
		Map<String, Object> expected = new LinkedHashMap<>(Map.of("client_id", client.getClientId(),
				"client_id_issued_at", (int) client.getClientIdIssuedAt().getEpochSecond(), "client_secret_expires_at",
				0, "client_name", "Our own", "redirect_uris", List.of(CALLBACK), "response_types", List.of("code"),
				"token_endpoint_auth_method", "client_secret_basic", "id_token_signed_response_alg", "RS256"));
		assertThat(managed.answer().json()).containsAllEntriesOf(expected)
			.doesNotContainKey("client_secret")
			.hasEntrySatisfying("grant_types", (types) -> assertThat((List<?>) types).hasSize(3))
			.hasEntrySatisfying("scope",
					(scope) -> assertThat(((String) scope).split(" ")).containsExactlyInAnyOrder("openid", "profile"));
		assertThat(token(client)).isEqualTo(200);
		Registered updated = managed.as(managed.update(managed.asUpdate("client_name", "Renamed")));
		assertThat(token(client)).as("its secret stays").isEqualTo(200);
		assertThat(this.server.find(client.getClientId()).getClientName()).isEqualTo("Renamed");
		assertThat(this.lifecycle.find(client.getClientId()).metadata().getClientName()).isEqualTo("Renamed");
		assertThat(this.server.bean(Adoptions.class).seen).last()
			.extracting((event) -> event.registration().clientId())
			.isEqualTo(client.getClientId());
		updated.delete().expect(204);
		assertThat(this.server.find(client.getClientId())).isNull();
	}

	@Test
	void adoptWhenItHasNoUsersThenManagesItselfToo() {
		RegisteredClient client = byHand((builder) -> builder
			.authorizationGrantTypes((types) -> types.retainAll(Set.of(AuthorizationGrantType.CLIENT_CREDENTIALS)))
			.redirectUris(Set::clear)
			.scopes(Set::clear));
		Adopted adopted = this.lifecycle.adopt(client.getClientId(), Registrant.ANONYMOUS);
		Registered managed = managed(client, adopted.registrationAccessToken());
		assertThat(managed.answer().json()).containsEntry("grant_types", List.of("client_credentials"))
			.containsEntry("response_types", List.of());
		managed.update(managed.asUpdate("client_name", "Robot")).expect(200);
		assertThat(token(client)).isEqualTo(200);
	}

	@Test
	void adoptThenWhatItsPolicyRequiresIsRequiredAtOnceAndOperatorsHaveASay() {
		RegisteredClient client = byHand((builder) -> builder.clientSettings(
				ClientSettings.builder().requireProofKey(false).requireAuthorizationConsent(false).build()));
		Browser browser = new Browser(this.server.http());
		browser.logIn();
		Map<String, String> request = Browser.request(client.getClientId(), CALLBACK);
		request.put("scope", "profile");
		Map<String, String> withoutProof = new LinkedHashMap<>(request);
		withoutProof.keySet().removeAll(Set.of("code_challenge", "code_challenge_method"));
		assertThat(browser.authorize(withoutProof).expect(302).header("Location")).startsWith(CALLBACK + "?code=");
		assertThat(this.lifecycle.adopt(client.getClientId(), Registrant.ANONYMOUS.withPolicy("strict"))).isNotNull();
		assertThat(browser.authorize(withoutProof).expect(302).header("Location")).contains("error=invalid_request");
		assertThat(browser.authorize(request).expect(200).body()).as("a consent page").contains("name=\"scope\"");
		Answer tokens = this.server
			.token(client.getClientId(), client.getClientId(), Map.of("grant_type", "client_credentials"))
			.expect(200);
		assertThat(((Number) tokens.json().get("expires_in")).longValue()).isBetween(400L, 420L);
		assertThat(this.lifecycle.disable(client.getClientId())).isTrue();
		assertThat(token(client)).isEqualTo(401);
		assertThat(this.lifecycle.activate(client.getClientId())).isTrue();
		assertThat(token(client)).isEqualTo(200);
	}

	@Test
	void adoptThenWhatWasGrantedAndConsentedToStays() {
		RegisteredClient client = byHand();
		String code = new Browser(this.server.http()).code(client.getClientId(), CALLBACK, "profile");
		Answer tokens = this.server
			.token(client.getClientId(), client.getClientId(), TestServer.codeGrant(code, CALLBACK))
			.expect(200);
		assertThat(this.lifecycle.adopt(client.getClientId(), Registrant.ANONYMOUS)).isNotNull();
		this.server
			.token(client.getClientId(), client.getClientId(),
					Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token")))
			.expect(200);
		Browser browser = new Browser(this.server.http());
		browser.logIn();
		assertThat(browser.authorize(client.getClientId(), CALLBACK, Map.of("scope", "profile"))
			.expect(302)
			.header("Location")).startsWith(CALLBACK + "?code=");
	}

	@Test
	void adoptWhenAgainOrUnknownThenSaysSo() {
		RegisteredClient client = byHand();
		this.lifecycle.adopt(client.getClientId(), Registrant.ANONYMOUS);
		assertThatIllegalStateException()
			.isThrownBy(() -> this.lifecycle.adopt(client.getClientId(), Registrant.ANONYMOUS))
			.withMessageContaining("has a registration");
		assertThat(this.lifecycle.adopt("unknown", Registrant.ANONYMOUS)).isNull();
		assertThat(this.lifecycle.adopt("\0", Registrant.ANONYMOUS)).isNull();
		Registered registered = this.server.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
		assertThatIllegalStateException().isThrownBy(() -> this.lifecycle.adopt(registered.id(), Registrant.ANONYMOUS));
		registered.read().expect(200);
	}

	@Test
	void adoptByActuatorThenTokenIsShownOnce() {
		RegisteredClient client = byHand();
		Answer adopted = act(client, "{\"policy\": \"few\", \"registeredBy\": \"team\"}").expect(200);
		assertThat(adopted.json()).containsEntry("clientId", client.getClientId())
			.containsEntry("policy", "few")
			.containsEntry("registeredBy", "team")
			.containsEntry("status", "active");
		String token = adopted.string("registrationAccessToken");
		Registered managed = managed(client, token);
		assertThat(this.server.get("/actuator/dcrclients/" + client.getClientId(), ADMIN).expect(200).body())
			.doesNotContain(token);
		assertThat(act(client, "{}").expect(409).json()).containsKeys("error", "error_description");
		// judged by its policy, and only from its next update on
		assertThat(managed.answer().string("scope")).contains("openid");
		assertThat(managed.update(managed.asUpdate()).expect(200).string("scope")).isEqualTo("profile");

		RegisteredClient another = byHand();
		Answer full = act(another, "{\"policy\": \"few\"}").expect(400);
		assertThat(full.string("error_description")).contains("under your policy");
		assertThat(this.lifecycle.find(another.getClientId())).isNull();
		assertThat(this.server.find(another.getClientId())).isEqualTo(another);
		assertThat(act(another, "{\"policy\": \"gone\"}").expect(400).string("error_description")).contains("policy");
		act(another, "{}").expect(200);
	}

	@Test
	void adoptByActuatorWhenUnknownThen404() {
		this.server.post("/actuator/dcrclients/unknown/adoption", "{}", ADMIN).expect(404);
		this.server.post("/actuator/dcrclients/" + byHand().getClientId() + "/magic", "{}", ADMIN).expect(404);
		assertThat(this.server.post("/actuator/dcrclients/unknown/adoption", "{}").status()).isEqualTo(401);
	}

	@Test
	void adoptWhenNoClientCouldRegisterThatThenRefusedAndNothingIsChanged() {
		assertRefused(byHand((client) -> client.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)),
				"several methods");
		assertRefused(byHand((client) -> client.clientAuthenticationMethods((methods) -> {
			methods.clear();
			methods.add(ClientAuthenticationMethod.CLIENT_SECRET_JWT);
		})), "client_secret_jwt");
		assertRefused(byHand((client) -> client.clientAuthenticationMethods((methods) -> {
			methods.clear();
			methods.add(ClientAuthenticationMethod.PRIVATE_KEY_JWT);
		})), "jwks");
	}

	private void assertRefused(RegisteredClient client, String word) {
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> this.lifecycle.adopt(client.getClientId(), Registrant.ANONYMOUS))
			.withMessageContaining(word);
		assertThat(act(client, "{}").expect(400).string("error_description")).contains(word);
		assertThat(this.lifecycle.find(client.getClientId())).isNull();
	}

	@Test
	void adoptWhenManyAtOnceThenOneDoesAndItsTokenWorks() throws Exception {
		RegisteredClient client = byHand();
		List<Answer> answers = this.calls.atOnce(10, (i) -> this.servers.get(i % this.servers.size())
			.post("/actuator/dcrclients/" + client.getClientId() + "/adoption", "{}", ADMIN));
		assertThat(answers).filteredOn((answer) -> answer.status() == 200)
			.hasSize(1)
			.allSatisfy((answer) -> managed(client, answer.string("registrationAccessToken")));
		assertThat(answers).filteredOn((answer) -> answer.status() != 200).allSatisfy((answer) -> answer.expect(409));
	}

	@Test
	void adoptWhenTheApplicationChangesTheClientMeanwhileThenThatIsWhatIsAdopted() {
		RegisteredClient client = byHand();
		RegisteredClient changed = RegisteredClient.from(client).redirectUri(CALLBACK + "/other").build();
		this.server.bean(Overtaking.class).other = () -> this.calls.elsewhere(() -> {
			this.server.bean(RegisteredClientRepository.class).save(changed);
			return true;
		});
		Adopted adopted = this.lifecycle.adopt(client.getClientId(), Registrant.named("overtaken"));
		assertThat(adopted.registration().metadata().getRedirectUris()).containsExactlyInAnyOrder(CALLBACK,
				CALLBACK + "/other");
		assertThat(this.server.find(client.getClientId()).getRedirectUris()).hasSize(2);
		managed(client, adopted.registrationAccessToken());
	}

	@Test
	void manageWhenNotAdoptedThen401() {
		Refusals.assertInvalidToken(
				this.server.get("/oauth2/register/" + byHand().getClientId(), Registered.bearer("any")));
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AllEndpoints.class, Adoptions.class, Overtaking.class })
	static class Application {

	}

	/**
	 * Lets something else happen after a client was found, and before it is adopted.
	 */
	static final class Overtaking implements RegistrationConstraint {

		private volatile Runnable other;

		@Override
		public boolean concerns(ClientRegistration registration) {
			return "overtaken".equals(registration.registrant().name());
		}

		@Override
		public void onRegister(ClientRegistration registration) {
			Runnable once = this.other;
			this.other = null;
			if (once != null) {
				once.run();
			}
		}

	}

	/**
	 * What was published.
	 */
	static final class Adoptions {

		private final List<ClientEvent.Adopted> seen = new CopyOnWriteArrayList<>();

		@EventListener
		void on(ClientEvent.Adopted event) {
			this.seen.add(event);
		}

	}

}
