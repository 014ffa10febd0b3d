package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rate limits: 429 (RFC 6585 §4) before any work is done.
 */
class RateLimitTests {

	private static final String CLIENT = "{\"redirect_uris\": [\"https://client.example/cb\"]}";

	private static final String ON = "dcr.rate-limit.enabled=true";

	private static Answer registerFrom(TestServer server, String address) {
		return registerFrom(server, address, CLIENT);
	}

	private static Answer registerFrom(TestServer server, String address, String json, String... headers) {
		return server.register(json,
				Stream.concat(Stream.of("X-Forwarded-For", address), Stream.of(headers)).toArray(String[]::new));
	}

	private static final String PUSHING = """
			{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "%s"}""";

	private static void assertTooMany(Answer answer, int limit) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(429);
		Refusals.assertRefused(answer);
		assertThat(answer.json()).containsEntry("error", "too_many_requests");
		assertThat(answer.string("error_description"))
			.endsWith("; try again in " + answer.header("Retry-After") + " seconds");
		assertThat(Long.parseLong(answer.header("Retry-After"))).isBetween(1L, 3600L);
		assertThat(answer.header("RateLimit-Limit")).isEqualTo(Integer.toString(limit));
		assertThat(answer.header("RateLimit-Remaining")).isEqualTo("0");
		assertThat(answer.header("RateLimit-Reset")).isEqualTo(answer.header("Retry-After"));
	}

	@Test
	void registerWhenAddressUsedUpThen429BeforeBodyIsRead() {
		try (TestServer server = TestServer.start(ON, "dcr.rate-limit.address.limit=2")) {
			assertThat(server.register(CLIENT).status()).isEqualTo(201);
			assertThat(server.register("{").status()).isEqualTo(400);
			assertTooMany(server.register("{"), 2);
			assertTooMany(server.http().form("/oauth2/register", "a=b"), 2);
			assertThat(server.http().get("/oauth2/register").status()).isEqualTo(405);
			assertThat(server.bean(MeterRegistry.class)
				.get("dcr.requests")
				.tags("operation", "register", "outcome", "REFUSED", "error.code", "too_many_requests")
				.timer()
				.count()).isEqualTo(2);
		}
	}

	@Test
	void registerWhenOpenThenLimitedByDefaultAndOtherwiseNot() {
		assertThat(refusals("dcr.permission=allow-all", "dcr.rate-limit.enabled=")).isEqualTo(1);
		assertThat(refusals("dcr.permission=allow-all", "dcr.rate-limit.enabled=false")).isZero();
		assertThat(refusals("dcr.permission=authenticated", "dcr.rate-limit.enabled=")).isZero();
		assertThat(refusals("dcr.permission=authenticated", "dcr.rate-limit.enabled=true")).isEqualTo(1);
	}

	private static int refusals(String... properties) {
		try (TestServer server = TestServer.startInMemory(properties)) {
			int refusals = 0;
			for (int i = 0; i < 101; i++) {
				refusals += (server.register("{").status() == 429) ? 1 : 0;
			}
			return refusals;
		}
	}

	@Test
	void registerWhenTimePassesThenServedAgain() {
		try (TestServer server = TestServer.start(MutableClock.class, ON, "dcr.rate-limit.address.limit=2")) {
			MutableClock clock = server.bean(MutableClock.class);
			server.register(CLIENT).expect(201);
			server.register(CLIENT).expect(201);
			Answer answer = server.register(CLIENT);
			assertTooMany(answer, 2);
			assertThat(answer.header("Retry-After")).isEqualTo("1800");
			clock.advance(Duration.ofSeconds(1799));
			assertThat(server.register(CLIENT).header("Retry-After")).isEqualTo("1");
			clock.advance(Duration.ofSeconds(1));
			server.register(CLIENT).expect(201);
			assertTooMany(server.register(CLIENT), 2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "framework" })
	void registerWhenBehindProxyThenAddressIsTheClients(String strategy) {
		try (TestServer server = TestServer.start(ON, "dcr.rate-limit.address.limit=1",
				"server.forward-headers-strategy=" + strategy)) {
			registerFrom(server, "192.0.2.1").expect(201);
			assertTooMany(registerFrom(server, "192.0.2.1"), 1);
			assertTooMany(registerFrom(server, "::ffff:192.0.2.1"), 1);
			registerFrom(server, "192.0.2.2").expect(201);
			registerFrom(server, "2001:db8:1:2::1").expect(201);
			assertTooMany(registerFrom(server, "2001:db8:1:2:a:b:c:d"), 1);
			registerFrom(server, "2001:db8:1:3::1").expect(201);
			server.register(CLIENT).expect(201);
		}
	}

	@Test
	void registerWhenFrameworkStrategyAndForwardedHeaderThenAddressIsTheClients() {
		try (TestServer server = TestServer.start(ON, "dcr.rate-limit.address.limit=1",
				"server.forward-headers-strategy=framework")) {
			server.register(CLIENT, "Forwarded", "for=\"[2001:db8:1:2::1]:4711\"").expect(201);
			assertTooMany(server.register(CLIENT, "Forwarded", "for=\"[2001:db8:1:2::1]:4712\""), 1);
			server.register(CLIENT, "Forwarded", "for=192.0.2.1").expect(201);
		}
	}

	@Test
	void registerWhenNoStrategyThenForwardedHeadersAreNotBelieved() {
		try (TestServer server = TestServer.start(ON, "dcr.rate-limit.address.limit=1")) {
			registerFrom(server, "192.0.2.1").expect(201);
			assertTooMany(registerFrom(server, "192.0.2.2"), 1);
		}
	}

	@Test
	void registerWhenOneAddressIsRefusedThenItUsesUpNobodyElses() {
		try (TestServer server = TestServer.start(ON, "dcr.rate-limit.address.limit=1", "dcr.rate-limit.total.limit=2",
				"server.forward-headers-strategy=native")) {
			for (int i = 0; i < 5; i++) {
				registerFrom(server, "192.0.2.1");
			}
			registerFrom(server, "192.0.2.2").expect(201);
			assertTooMany(registerFrom(server, "192.0.2.3"), 2);
		}
	}

	@Test
	void registerWhenPrincipalUsedUpThen429BeforeBodyIsReadAndOthersAreServed() {
		try (TestServer server = TestServer.start(ON, "dcr.permission=authenticated", "dcr.rate-limit.address.limit=1",
				"server.forward-headers-strategy=native")) {
			String[] bearer = Registered.bearer(server.accessToken(TestServer.CALLER, "other"));
			registerFrom(server, "192.0.2.1", CLIENT, bearer).expect(201);
			Answer answer = registerFrom(server, "192.0.2.2", "{", bearer);
			assertTooMany(answer, 1);
			assertThat(answer.body()).contains("by you");
			registerFrom(server, "192.0.2.3", CLIENT,
					Registered.bearer(server.accessToken(TestServer.OPAQUE_CALLER, "other")))
				.expect(201);
		}
	}

	@Test
	void registerWhenNotAdmittedThenTotalIsNotUsed() {
		try (TestServer server = TestServer.start(ON, "dcr.permission=authenticated", "dcr.rate-limit.total.limit=1")) {
			for (int i = 0; i < 3; i++) {
				assertThat(server.register(CLIENT).status()).isEqualTo(401);
			}
			server.register(CLIENT, Registered.bearer(server.accessToken(TestServer.CALLER, "other"))).expect(201);
		}
	}

	@Test
	void registerWhenInitialAccessTokenUsedUpThen429() {
		try (TestServer server = TestServer.start(ON, "dcr.permission=initial-access-token",
				"dcr.rate-limit.address.limit=1", "server.forward-headers-strategy=native")) {
			String[] one = Registered.bearer(initialAccessToken(server));
			registerFrom(server, "192.0.2.1", CLIENT, one).expect(201);
			Answer answer = registerFrom(server, "192.0.2.2", CLIENT, one);
			assertTooMany(answer, 1);
			assertThat(answer.body()).contains("with this initial access token");
			registerFrom(server, "192.0.2.3", CLIENT, Registered.bearer(initialAccessToken(server))).expect(201);
		}
	}

	private static String initialAccessToken(TestServer server) {
		return server.bean(InitialAccessTokens.class).issue(InitialAccessTokenTerms.SINGLE_USE.withUses(5)).value();
	}

	@Test
	void manageWhenAddressSentTooManyWrongTokensThen429AndOthersAreServed() {
		try (TestServer server = TestServer.start(ON, "dcr.rate-limit.failed-management.limit=2",
				"server.forward-headers-strategy=native")) {
			Registered client = server.registered(CLIENT);
			for (int i = 0; i < 2; i++) {
				Refusals.assertInvalidToken(server.http().get(client.uri(), "Authorization", "Bearer guess"));
			}
			assertTooMany(server.http().get(client.uri(), "Authorization", "Bearer guess"), 2);
			assertTooMany(server.http().delete(client.uri(), "Authorization", "Bearer guess"), 2);
			assertTooMany(server.http().put(client.uri(), "{", "Authorization", "Bearer guess"), 2);
			assertTooMany(client.read(), 2);
			String[] bearer = Registered.bearer(client.token());
			assertThat(server.http().get(client.uri(), bearer[0], bearer[1], "X-Forwarded-For", "192.0.2.1").status())
				.isEqualTo(200);
		}
	}

	@Test
	void manageWhenTooManyWrongTokensInAllThenRightOnesAreServed() {
		try (TestServer server = TestServer.start(ON, "dcr.rate-limit.failed-management.limit=2",
				"server.forward-headers-strategy=native")) {
			Registered client = server.registered(CLIENT);
			for (int i = 1; i <= 40; i++) {
				Refusals.assertInvalidToken(server.http()
					.get(client.uri(), "Authorization", "Bearer guess", "X-Forwarded-For", "192.0.2." + i));
			}
			for (int i = 1; i <= 3; i++) {
				assertTooMany(server.http()
					.get(client.uri(), "Authorization", "Bearer guess", "X-Forwarded-For", "192.0.2." + i), 40);
			}
			assertThat(client.read().status()).isEqualTo(200);
		}
	}

	@Test
	void registerWhenPageOfAllowedOriginThenItMayReadWhenToTryAgain() {
		try (TestServer server = TestServer.start(ON, "dcr.rate-limit.address.limit=1",
				"dcr.cors.allowed-origins=https://page.example")) {
			server.register(CLIENT).expect(201);
			Answer answer = server.register(CLIENT, "Origin", "https://page.example");
			assertTooMany(answer, 1);
			assertThat(answer.header("Access-Control-Expose-Headers")).contains("Retry-After", "RateLimit-Limit",
					"RateLimit-Remaining", "RateLimit-Reset");
		}
	}

	// RFC 9126 §2.3
	@Test
	void pushWhenClientIsPublicThenCountedByAddressAndByClient() {
		try (TestServer server = TestServer.start(MutableClock.class, ON, "dcr.rate-limit.push.limit=2",
				"dcr.rate-limit.push-client.limit=3", "server.forward-headers-strategy=native")) {
			Registered client = server.registered(PUSHING.formatted("none"));
			push(server, client, "192.0.2.1").expect(201);
			push(server, client, "192.0.2.1").expect(201);
			int rows = server.rows().get("oauth2_authorization");
			Answer refused = push(server, client, "192.0.2.1");
			assertThat(refused.status()).isEqualTo(429);
			assertThat(refused.json()).containsEntry("error", "too_many_requests");
			assertThat(refused.header("Retry-After")).isEqualTo("300");
			push(server, client, "192.0.2.2").expect(201);
			assertThat(push(server, client, "192.0.2.3").status()).isEqualTo(429);
			assertThat(server.rows()).containsEntry("oauth2_authorization", rows + 1);
			Registered other = server.registered(PUSHING.formatted("none"));
			assertThat(push(server, other, "192.0.2.1").status()).isEqualTo(429);
			push(server, other, "192.0.2.3").expect(201);
			Registered confidential = server.registered(PUSHING.formatted("client_secret_basic"));
			for (int i = 0; i < 4; i++) {
				push(server, confidential, "192.0.2.1", TestServer.basic(confidential.id(), confidential.secret()))
					.expect(201);
			}
			server.bean(MutableClock.class).advance(Duration.ofMinutes(10));
			push(server, client, "192.0.2.1").expect(201);
		}
	}

	private static Answer push(TestServer server, Registered client, String address, String... headers) {
		List<String> all = new ArrayList<>(List.of("X-Forwarded-For", address));
		all.addAll(List.of(headers));
		return server.http()
			.form("/oauth2/par", Browser.request(client.id(), "https://client.example/cb"), all.toArray(String[]::new));
	}

	@Test
	void pushWhenApplicationHasNoEndpointThenNoneAndMemberIsRefused() {
		String member = "require_pushed_authorization_requests";
		try (TestServer server = TestServer.start("dcr.pushed-authorization-requests.enabled=false")) {
			assertThat(server.http().get("/.well-known/oauth-authorization-server").json())
				.doesNotContainKey("pushed_authorization_request_endpoint");
			Registered client = server.registered(PUSHING.formatted("none"));
			assertThat(push(server, client, "192.0.2.1").status()).isIn(302, 401, 403, 404);
			Refusals.assertRefused(
					server.register(PUSHING.formatted("none").replace("{", "{\"" + member + "\": true,")),
					"invalid_client_metadata", member, "endpoint");
			Refusals.assertRefused(client.update(client.asUpdate(member, true)), "invalid_client_metadata", member);
		}
	}

}
