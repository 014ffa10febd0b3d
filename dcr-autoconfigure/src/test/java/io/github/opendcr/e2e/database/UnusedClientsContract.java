package io.github.opendcr.e2e.database;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.Registrant;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.lifecycle.ClientUses;
import io.github.opendcr.lifecycle.ReaperRun;
import io.github.opendcr.storage.Orphans;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.SeenEvents;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.use.ClientUse;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that nobody uses: what counts as use, and which of them the reaper takes away.
 * A subclass supplies the server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UnusedClientsContract {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "scope": "openid profile",
			"grant_types": ["authorization_code", "refresh_token", "client_credentials"]}""";

	private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials");

	private static final Duration DAY = Duration.ofDays(1);

	private TestServer server;

	private MutableClock clock;

	private ClientReaper reaper;

	/**
	 * Start a server with {@link Application} and {@link #properties()}.
	 */
	abstract TestServer start();

	static String[] properties() {
		return Stream
			.of(AllEndpoints.PROPERTIES,
					new String[] { "dcr.reaper.never-used-after=24h", "dcr.reaper.unused-after=30d",
							"dcr.reaper.interval=1d" })
			.flatMap(Stream::of)
			.toArray(String[]::new);
	}

	@BeforeAll
	void startServer() {
		this.server = start();
		this.clock = this.server.bean(MutableClock.class);
		this.reaper = this.server.bean(ClientReaper.class);
	}

	@AfterAll
	void stopServer() {
		this.server.close();
	}

	@BeforeEach
	void setClock() {
		this.clock.set(Instant.now());
		this.server.bean(SeenEvents.class).seen().clear();
	}

	@Test
	void neverUsedWhenItsDayIsOverThenDeleted() {
		Registered client = this.server.registered(CLIENT);
		this.clock.advance(DAY.minusSeconds(2));
		this.reaper.run();
		assertThat(isThere(client)).isTrue();
		this.clock.advance(Duration.ofSeconds(3));
		assertThat(this.reaper.run().neverUsed()).isPositive();
		Refusals.assertInvalidToken(client.read());
		assertThat(isThere(client)).isFalse();
		assertThat(this.server.bean(SeenEvents.class).seen())
			.anyMatch((event) -> event instanceof ClientEvent.Deleted gone
					&& gone.registration().clientId().equals(client.id()));
	}

	@Test
	void tokenThenTheLastUseIsKnownToTheHourAndTheClientStaysForAMonth() {
		Registered client = this.server.registered(CLIENT);
		Instant first = this.clock.instant();
		token(client).expect(200);
		assertThat(use(client)).isEqualTo(new ClientUse(client.id(), inMillis(first), inMillis(first)));
		this.clock.advance(Duration.ofMinutes(59));
		token(client).expect(200);
		assertThat(use(client).lastUsedAt()).isEqualTo(inMillis(first));
		this.clock.advance(Duration.ofDays(20));
		Instant last = this.clock.instant();
		token(client).expect(200);
		assertThat(use(client)).isEqualTo(new ClientUse(client.id(), inMillis(first), inMillis(last)));
		this.clock.advance(Duration.ofDays(30).minusSeconds(1));
		this.reaper.run();
		assertThat(isThere(client)).isTrue();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.reaper.run().unused()).isPositive();
		assertThat(isThere(client)).isFalse();
		assertThat(use(client)).isNull();
	}

	@Test
	void requestWhenItFailsThenIsNoUse() {
		Registered client = this.server.registered(CLIENT);
		this.server.token(client.id(), "wrong", GRANT).expect(401);
		this.server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials", "scope", "other"))
			.expect(400);
		this.server.http().get("/oauth2/authorize?client_id=" + client.id());
		client.read().expect(200);
		assertThat(use(client)).isNull();
	}

	// Such as a resource server, which gets no token itself
	@Test
	void introspectionWhenClientAuthenticatesThenIsUse() {
		Registered client = this.server.registered(CLIENT);
		this.server.http()
			.form("/oauth2/introspect", Map.of("token", "none"), TestServer.basic(client.id(), client.secret()))
			.expect(200);
		assertThat(use(client)).isNotNull();
	}

	// Anyone can push a request for it
	@Test
	void pushedRequestWhenClientIsPublicThenIsNoUse() {
		Registered client = this.server.registered("""
				{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "none"}""");
		this.server.http().form("/oauth2/par", Browser.request(client.id(), REDIRECT_URI)).expect(201);
		assertThat(use(client)).isNull();
	}

	@Test
	void accessTokenWhenItLivesThenClientIsInUseWhateverIsNoted() {
		Registered client = this.server.registered(CLIENT);
		String token = token(client).expect(200).string("access_token");
		ClientLifecycle lifecycle = this.server.bean(ClientLifecycle.class);
		Instant since = this.clock.instant().plus(DAY);
		assertThat(lifecycle.isUnused(client.id(), since)).isFalse();
		assertThat(lifecycle.deleteUnused(client.id(), since)).isFalse();
		assertThat(this.server.introspect(token).json()).containsEntry("active", true);
		this.clock.advance(Duration.ofHours(1));
		assertThat(lifecycle.isUnused(client.id(), since)).isTrue();
		assertThat(lifecycle.deleteUnused(client.id(), since)).isTrue();
		assertThat(lifecycle.deleteUnused(client.id(), since)).isFalse();
		assertThat(this.server.introspect(token).json()).containsEntry("active", false);
	}

	@Test
	void consentWhenThereIsOneThenClientStaysAndWithoutItIsDeleted() {
		Registered client = this.server.registered(CLIENT);
		new Browser(this.server.http()).code(client.id(), REDIRECT_URI, "openid profile");
		this.clock.advance(DAY.plusSeconds(2));
		this.reaper.run();
		assertThat(isThere(client)).isTrue();
		removeConsent(client);
		this.reaper.run();
		assertThat(isThere(client)).isFalse();
	}

	@Test
	void refreshTokenWhenItLivesThenClientStaysAndOnceItIsOverIsDeleted() {
		Registered client = this.server.registered(CLIENT);
		this.server.tokensByCode(client, REDIRECT_URI, "openid profile").expect(200);
		assertThat(use(client)).isNotNull();
		removeConsent(client);
		this.clock.advance(Duration.ofDays(59));
		this.reaper.run();
		assertThat(isThere(client)).isTrue();
		this.clock.advance(Duration.ofDays(2));
		this.reaper.run();
		assertThat(isThere(client)).isFalse();
	}

	@Test
	void refreshTokenWhenAuthorizationIsGoneThenClientIsDeleted() {
		Registered client = this.server.registered(CLIENT);
		String token = this.server.tokensByCode(client, REDIRECT_URI, "openid profile")
			.expect(200)
			.string("refresh_token");
		assertThat(use(client)).isNotNull();
		removeConsent(client);
		OAuth2AuthorizationService authorizations = this.server.bean(OAuth2AuthorizationService.class);
		OAuth2Authorization authorization = authorizations.findByToken(token, OAuth2TokenType.REFRESH_TOKEN);
		authorizations.remove(authorization);
		this.clock.advance(Duration.ofDays(31));
		this.reaper.run();
		assertThat(isThere(client)).isFalse();
	}

	@Test
	void updateThenClientStaysForAnotherDay() {
		Registered client = this.server.registered(CLIENT);
		this.clock.advance(DAY.minusHours(1));
		Registered updated = client.as(client.update(client.asUpdate()));
		this.clock.advance(Duration.ofHours(2));
		this.reaper.run();
		updated.read().expect(200);
		this.clock.advance(DAY);
		this.reaper.run();
		assertThat(isThere(client)).isFalse();
	}

	@Test
	void disabledThenClientStaysAsTheOperatorLeftIt() {
		Registered client = this.server.registered(CLIENT);
		ClientLifecycle lifecycle = this.server.bean(ClientLifecycle.class);
		lifecycle.disable(client.id());
		this.clock.advance(Duration.ofDays(100));
		this.reaper.run();
		assertThat(isThere(client)).isTrue();
		lifecycle.activate(client.id());
		this.reaper.run();
		assertThat(isThere(client)).isTrue();
		lifecycle.delete(client.id());
	}

	@Test
	void observeThenCountsAndDeletesNothing() {
		Registered client = this.server.registered(CLIENT);
		this.clock.advance(DAY.plusSeconds(2));
		ReaperRun seen = this.reaper.observe();
		assertThat(seen.observed()).isTrue();
		assertThat(seen.neverUsed()).isPositive();
		assertThat(isThere(client)).isTrue();
		assertThat(this.server.bean(SeenEvents.class).seen()).contains(seen)
			.noneMatch(ClientEvent.Deleted.class::isInstance);
		assertThat(this.reaper.run().neverUsed()).isEqualTo(seen.neverUsed());
	}

	@Test
	void runWhenOneHalfIsThereWithoutTheOtherThenIsReported() {
		ClientRegistrationStore registrations = this.server.bean(ClientRegistrationStore.class);
		Registered client = this.server.registered(CLIENT);
		ClientRegistration known = registrations.findByClientId(client.id());
		registrations.delete(client.id(), known.version());
		ClientRegistration other = new ClientRegistration("half-of-" + client.id().substring(10), "no-such-id",
				ClientMetadata.empty(), null, this.clock.instant(), this.clock.instant(), Registrant.ANONYMOUS, null,
				ClientStatus.ACTIVE, null);
		registrations.insert(other);
		ReaperRun run = this.reaper.run();
		assertThat(run.orphans().registrations()).containsExactly(other.clientId());
		assertThat(run.orphans().clients()).containsExactly(client.id());
		registrations.delete(other.clientId(), 1);
		registrations.insert(known);
		assertThat(this.reaper.run().orphans()).isEqualTo(new Orphans(List.of(), List.of()));
	}

	private boolean isThere(Registered client) {
		boolean registration = this.server.bean(ClientLifecycle.class).find(client.id()) != null;
		assertThat(this.server.find(client.id()) != null).isEqualTo(registration);
		return registration;
	}

	private ClientUse use(Registered client) {
		this.server.bean(ClientUses.class).flush();
		return this.server.bean(ClientUseStore.class).find(List.of(client.id())).get(client.id());
	}

	private static Instant inMillis(Instant instant) {
		return Instant.ofEpochMilli(instant.toEpochMilli());
	}

	private Answer token(Registered client) {
		return this.server.token(client.id(), client.secret(), GRANT);
	}

	private void removeConsent(Registered client) {
		OAuth2AuthorizationConsentService consents = this.server.bean(OAuth2AuthorizationConsentService.class);
		OAuth2AuthorizationConsent consent = consents.findById(this.server.find(client.id()).getId(), "user");
		assertThat(consent).isNotNull();
		consents.remove(consent);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AllEndpoints.class, MutableClock.class, SeenEvents.class })
	static class Application {

		@Bean
		RegisteredClientCustomizer longRefreshTokens() {
			return (client, registration) -> client
				.tokenSettings(TokenSettings.builder().refreshTokenTimeToLive(Duration.ofDays(60)).build());
		}

	}

}
