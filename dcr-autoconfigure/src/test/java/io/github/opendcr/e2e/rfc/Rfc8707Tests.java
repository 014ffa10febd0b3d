package io.github.opendcr.e2e.rfc;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.resource.ProtectedResource;
import io.github.opendcr.resource.ProtectedResources;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Resource indicators, in the order of the RFC.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707.html">RFC 8707</a>
 */
class Rfc8707Tests {

	private static final String ONE = "https://one.example/mcp";

	private static final String TWO = "https://two.example";

	private static final String BELOW = "https://tenants.example/t/acme";

	private static final String UNKNOWN = "https://unknown.example/";

	private static final String[] CLIENTS = { "dcr.allowed-scopes=openid,profile,read,write",
			"dcr.default-scopes=openid,profile",
			"dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials,"
					+ "urn:ietf:params:oauth:grant-type:device_code,urn:ietf:params:oauth:grant-type:token-exchange" };

	private static final String[] RESOURCES = { "dcr.resources.allowed[0].uri=" + ONE,
			"dcr.resources.allowed[0].scopes=openid,profile,read", "dcr.resources.allowed[1].uri=" + TWO,
			"dcr.resources.allowed[1].scopes=write", "dcr.resources.allowed[2].prefix=https://tenants.example/t",
			"dcr.resources.allowed[3].uri=urn:example:api" };

	private static String[] with(String[] some, String... others) {
		String[] all = Arrays.copyOf(some, some.length + others.length);
		System.arraycopy(others, 0, all, some.length, others.length);
		return all;
	}

	private static TestServer server() {
		return TestServer.shared(Opaque.class, with(CLIENTS, RESOURCES));
	}

	private static TestServer severalAudiences() {
		return TestServer.shared(with(with(CLIENTS, RESOURCES), "dcr.resources.multiple-audiences=true"));
	}

	private static TestServer mcp() {
		return TestServer.shared(with(CLIENTS, "dcr.profile=mcp"));
	}

	private static TestServer unconfigured() {
		return TestServer.shared(CLIENTS);
	}

	private static ResourceFlow flow() {
		return ResourceFlow.of(server());
	}

	private static void assertRefused(Answer answer, String error, String description) {
		assertThat(answer.expect(400).json()).containsEntry("error", error);
		assertThat(answer.string("error_description")).contains(description).matches("[ !#-\\[\\]-~]+");
	}

	private static void assertRedirected(Answer answer, String error, String description) {
		String location = answer.expect(302).header("Location");
		assertThat(location).startsWith(ResourceFlow.CALLBACK + "?");
		assertThat(Browser.parameter(location, "error")).isEqualTo(error);
		assertThat(Browser.parameter(location, "error_description")).contains(description);
		assertThat(Browser.parameter(location, "state")).isEqualTo("the-state");
	}

	@Test
	void discoveryWhenResourcesAreListedThenSaysSo() {
		for (String document : List.of("/.well-known/oauth-authorization-server",
				"/.well-known/openid-configuration")) {
			assertThat(server().get(document).expect(200).strings("protected_resources")).containsExactlyInAnyOrder(ONE,
					TWO, "urn:example:api");
		}
	}

	@Test
	void whenApplicationHasABeanThenItDecidesForEachClient() {
		TestServer server = TestServer.shared(OwnResources.class, CLIENTS);
		ResourceFlow one = ResourceFlow.of(server, server.registered(ResourceFlow.CLIENT.formatted("one")));
		ResourceFlow other = ResourceFlow.of(server, server.registered(ResourceFlow.CLIENT.formatted("other")));
		Answer tokens = one.redeem(one.code("read write", "urn:for:one"));
		assertThat(ResourceFlow.audience(tokens)).containsExactly("https://one.internal");
		assertThat(ResourceFlow.scopes(tokens)).containsExactly("read");
		assertRedirected(other.authorize("read", "urn:for:one"), "invalid_target", "urn:for:one");
	}

	@Test
	void refreshWhenServerWasRestartedThenStillBound() {
		String[] properties = with(CLIENTS, RESOURCES);
		TestDatabase database = TestDatabases.h2().createSpringTables();
		Registered client;
		Answer tokens;
		Answer device;
		try (TestServer server = TestServer.start(database, AllEndpoints.class, properties)) {
			ResourceFlow flow = ResourceFlow.of(server);
			client = flow.client();
			tokens = flow.redeem(flow.code("read write", ONE, TWO), ONE);
			device = flow.device("read", ONE).expect(200);
			flow.allow(device);
		}
		try (TestServer server = TestServer.start(database, AllEndpoints.class, properties)) {
			ResourceFlow flow = ResourceFlow.of(server, client);
			assertRefused(flow.refresh(tokens, BELOW), "invalid_target", "authorization request");
			assertThat(ResourceFlow.audience(flow.refresh(tokens, TWO))).containsExactly(TWO);
			assertThat(ResourceFlow.audience(flow.redeemDevice(device))).containsExactly(ONE);
			flow.authorize("read write", ONE, TWO).expect(302);
		}
	}

	@Test
	void whenServicesAreInMemoryThenTheSame() {
		try (TestServer server = TestServer.startInMemory(with(CLIENTS, RESOURCES))) {
			ResourceFlow flow = ResourceFlow.of(server);
			Answer tokens = flow.redeem(flow.code("read write", ONE, TWO), ONE);
			assertThat(ResourceFlow.scopes(flow.refresh(tokens, TWO))).containsExactly("write");
			flow.authorize("read write", ONE).expect(302);
			flow.authorize("read write", BELOW).expect(200);
		}
	}

	/**
	 * What a resource must be.
	 */
	@Nested
	class Section2ResourceParameter {

		@ParameterizedTest
		@ValueSource(strings = { UNKNOWN, "https://one.example/mcp/", "https://one.example/MCP", "https://one.example",
				"http://one.example/mcp", "https://one.example:443/mcp", "https://one.example/mcp?x", "/mcp", "mcp",
				"https://one.example/mcp#x", "https://one.example/mcp#", "https://user@tenants.example/t/acme",
				"https:///mcp", "https://one.example/ mcp", "https://one.example/\u00fc", "urn:example:other",
				"https://tenants.example", "https://tenants.example/tt", "https://tenants.example.evil.example/t/a",
				"https://tenants.example/t/../admin", "https://tenants.example/t/%2e%2E/admin",
				"https://tenants.example/t/..;x/admin", "https://tenants.example/t/%2e%2e%3bx/admin",
				"https://tenants.example/t/.%252e/admin", "https://tenants.example/t/a%2f..%2fb",
				"https://tenants.example/t/a%5c..%5cb", "https://tenants.example/t/.", "%", "a\u0000b", "\"" })
		void whenUnknownOrMalformedThenInvalidTargetEverywhere(String resource) {
			ResourceFlow flow = flow();
			assertRedirected(flow.authorize("read", resource), "invalid_target", "resource");
			assertRefused(flow.push("read", resource), "invalid_target", "resource");
			assertRefused(flow.device("read", resource), "invalid_target", "resource");
			assertRefused(flow.token("grant_type=client_credentials&scope=read" + ResourceFlow.resources(resource)),
					"invalid_target", "resource");
			assertRefused(flow.token("grant_type=refresh_token&refresh_token=none" + ResourceFlow.resources(resource)),
					"invalid_target", "resource");
		}

		@Test
		void whenTooManyOrTooLongThenInvalidTarget() {
			ResourceFlow flow = flow();
			String[] many = IntStream.range(0, 11).mapToObj((i) -> BELOW + i).toArray(String[]::new);
			assertRedirected(flow.authorize("read", many), "invalid_target", "At most 10");
			assertRefused(flow.push("read", BELOW + "x".repeat(2000)), "invalid_target", "2000 characters");
			assertRefused(flow.device("read", UNKNOWN + "x".repeat(1900)), "invalid_target", "resource");
		}

		@ParameterizedTest
		@ValueSource(
				strings = { ONE, BELOW, BELOW + "/a;x=1/b?c=d/../e", "https://tenants.example/t", "urn:example:api" })
		void whenAllowedThenTokenIsForItAlone(String resource) {
			ResourceFlow flow = flow();
			Answer tokens = flow.redeem(flow.code("profile read", resource), resource);
			assertThat(ResourceFlow.audience(tokens)).containsExactly(resource);
			assertThat(server().introspect(tokens.string("access_token")).expect(200).json().get("aud"))
				.isEqualTo(List.of(resource));
		}

		// RFC 3986 §6.2.2.1, §6.2.3
		@ParameterizedTest
		@ValueSource(strings = { TWO, TWO + "/", "HTTPS://two.Example", "https://TWO.example/" })
		void whenSpeltLikeAUrlThenTokenIsForTheOneThatIsConfigured(String resource) {
			ResourceFlow flow = flow();
			Answer tokens = flow.redeem(flow.code("write", resource), TWO + "/");
			assertThat(ResourceFlow.audience(tokens)).containsExactly(TWO);
			assertThat(ResourceFlow.audience(flow.refresh(tokens, TWO))).containsExactly(TWO);
		}

		@Test
		void whenWithoutValueThenAsIfItWereNotThere() {
			ResourceFlow flow = flow();
			Answer tokens = flow.redeem(flow.code("read", "", ""), "");
			assertThat(ResourceFlow.audience(tokens)).containsExactly(flow.client().id());
		}

		@Test
		void whenOpenidIsAskedThenIdTokenIsForTheClient() {
			ResourceFlow flow = flow();
			Answer tokens = flow.redeem(flow.code("openid read", ONE), ONE);
			assertThat(ResourceFlow.audience(tokens)).containsExactly(ONE);
			assertThat(ResourceFlow.claims(tokens, "id_token").getAudience()).containsExactly(flow.client().id());
			Answer refreshed = flow.refresh(tokens, ONE);
			assertThat(ResourceFlow.audience(refreshed)).containsExactly(ONE);
			assertThat(ResourceFlow.claims(refreshed, "id_token").getAudience()).containsExactly(flow.client().id());
		}

		@Test
		void whenTokenIsOpaqueThenIntrospectionHasTheAudience() {
			ResourceFlow flow = ResourceFlow.of(server(), server().registered(ResourceFlow.CLIENT.formatted("opaque")));
			Answer tokens = flow.redeem(flow.code("read write", ONE, TWO), ONE);
			String token = tokens.expect(200).string("access_token");
			assertThat(token).doesNotContain(".");
			Map<String, Object> claims = server().introspect(token).expect(200).json();
			assertThat(claims).containsEntry("active", true).containsEntry("scope", "read");
			assertThat(claims.get("aud")).isEqualTo(List.of(ONE));
			Answer other = flow.refresh(tokens, TWO);
			assertThat(server().introspect(other.string("access_token")).json()).containsEntry("scope", "write")
				.containsEntry("aud", List.of(TWO));
		}

		@Test
		void whenClientWasConfiguredThenParameterIsIgnoredAsBefore() {
			RegisteredClient client = RegisteredClient.withId("configured")
				.clientId("configured")
				.clientSecret("{noop}configured-secret")
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
				.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
				.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
				.redirectUri(ResourceFlow.CALLBACK)
				.scope("read")
				.build();
			server().bean(RegisteredClientRepository.class).save(client);
			Browser browser = new Browser(server().http());
			browser.logIn();
			String query = Http.encode(Browser.request("configured", ResourceFlow.CALLBACK)) + "&scope=read";
			String location = browser.authorize(query + ResourceFlow.resources(UNKNOWN, ONE + "#x"))
				.expect(302)
				.header("Location");
			Answer tokens = server().http()
				.form("/oauth2/token",
						Http.encode(TestServer.codeGrant(Browser.parameter(location, "code"), ResourceFlow.CALLBACK))
								+ ResourceFlow.resources(TWO),
						TestServer.basic("configured", "configured-secret"));
			assertThat(ResourceFlow.audience(tokens)).containsExactly("configured");
			Answer own = server().http()
				.form("/oauth2/token", "grant_type=client_credentials&scope=read" + ResourceFlow.resources(UNKNOWN),
						TestServer.basic("configured", "configured-secret"));
			assertThat(ResourceFlow.audience(own)).containsExactly("configured");
		}

	}

	/**
	 * The authorization request, pushed or not, and that of a device.
	 */
	@Nested
	class Section21AuthorizationRequest {

		@Test
		void authorizeWhenResourceAndRedirectUriAreWrongThenNobodyIsRedirected() {
			ResourceFlow flow = flow();
			Answer answer = flow.browser()
				.authorize(flow.request("read").replace("client.example", "evil.example")
						+ ResourceFlow.resources(UNKNOWN));
			assertThat(answer.status()).isEqualTo(400);
		}

		@Test
		void authorizeWhenNotLoggedInThenErrorComesBeforeTheLogin() {
			Registered client = server().registered(ResourceFlow.CLIENT.formatted("A client"));
			ResourceFlow flow = new ResourceFlow(server(), client, new Browser(server().http()));
			assertRedirected(flow.authorize("read", UNKNOWN), "invalid_target", "resource");
		}

		@Test
		void authorizeWhenResourceKnowsNoneOfTheScopesThenInvalidScope() {
			ResourceFlow flow = flow();
			assertRedirected(flow.authorize("write", ONE), "invalid_scope", "knows none");
			assertRefused(flow.push("write", ONE), "invalid_scope", "knows none");
		}

		@Test
		void authorizeWhenPushedThenBoundIsThatOfThePushedRequest() {
			ResourceFlow flow = flow();
			// what comes beside request_uri doesn't count (RFC 9126 §4)
			Answer page = flow.browser()
				.authorize("client_id=" + flow.client().id() + "&request_uri="
						+ flow.push("read write", ONE).expect(201).string("request_uri") + ResourceFlow.resources(TWO));
			String code = Browser.parameter(flow.walk(page), "code");
			assertRefused(flow.redeem(code, TWO), "invalid_target", "authorization request");
			Answer tokens = flow.redeem(code);
			assertThat(ResourceFlow.audience(tokens)).containsExactly(ONE);
			assertThat(ResourceFlow.scopes(tokens)).containsExactly("read");
		}

		@Test
		void deviceWhenResourceThenBoundIsThatOfTheDevice() {
			ResourceFlow flow = flow();
			Answer device = flow.device("read+write", ONE, TWO).expect(200);
			assertThat(flow.redeemDevice(device, ONE).expect(400).string("error")).isEqualTo("authorization_pending");
			flow.allow(device);
			assertRefused(flow.redeemDevice(device, BELOW), "invalid_target", "authorization request");
			assertRefused(flow.redeemDevice(device), "invalid_target", "one resource");
			Answer tokens = flow.redeemDevice(device, TWO);
			assertThat(ResourceFlow.audience(tokens)).containsExactly(TWO);
			assertThat(ResourceFlow.scopes(tokens)).containsExactly("write");
			Answer refreshed = flow.refresh(tokens, ONE);
			assertThat(ResourceFlow.audience(refreshed)).containsExactly(ONE);
			assertThat(ResourceFlow.scopes(refreshed)).containsExactly("read");
		}

		@Test
		void deviceWhenNoResourceThenTokenIsForNoneAndNoneCanBeAdded() {
			ResourceFlow flow = flow();
			Answer device = flow.device("read").expect(200);
			flow.allow(device);
			assertRefused(flow.redeemDevice(device, ONE), "invalid_target", "authorization request");
			assertThat(ResourceFlow.audience(flow.redeemDevice(device))).containsExactly(flow.client().id());
		}

	}

	/**
	 * The token request.
	 */
	@Nested
	class Section22AccessTokenRequest {

		@Test
		void redeemWhenNoResourceThenTokenIsForWhatWasAuthorized() {
			ResourceFlow flow = flow();
			Answer tokens = flow.redeem(flow.code("read write", ONE));
			assertThat(ResourceFlow.audience(tokens)).containsExactly(ONE);
			assertThat(ResourceFlow.scopes(tokens)).containsExactly("read");
			assertThat(ResourceFlow.audience(flow.refresh(tokens))).containsExactly(ONE);
		}

		@Test
		void redeemWhenAnotherResourceThenRefusedAndCodeIsNotUsedUp() {
			ResourceFlow flow = flow();
			String code = flow.code("read write", ONE);
			assertRefused(flow.redeem(code, TWO), "invalid_target", "authorization request");
			assertRefused(flow.redeem(code, ONE, TWO), "invalid_target", "authorization request");
			assertRefused(flow.redeem(code, UNKNOWN), "invalid_target", UNKNOWN);
			assertThat(ResourceFlow.audience(flow.redeem(code, ONE, ONE))).containsExactly(ONE);
		}

		@Test
		void redeemWhenNoneWasAuthorizedThenNoneCanBeAdded() {
			ResourceFlow flow = flow();
			String code = flow.code("read");
			assertRefused(flow.redeem(code, ONE), "invalid_target", "authorization request");
			assertThat(ResourceFlow.audience(flow.redeem(code))).containsExactly(flow.client().id());
		}

		@Test
		void redeemWhenSeveralWereAuthorizedThenEachTokenIsForOneWithItsScopes() {
			ResourceFlow flow = flow();
			String code = flow.code("openid profile read write", ONE, TWO);
			assertRefused(flow.redeem(code), "invalid_target", "one resource");
			assertRefused(flow.redeem(code, ONE, TWO), "invalid_target", "one resource");
			Answer first = flow.redeem(code, ONE);
			assertThat(ResourceFlow.audience(first)).containsExactly(ONE);
			assertThat(ResourceFlow.scopes(first)).containsExactlyInAnyOrder("openid", "profile", "read");
			Answer second = flow.refresh(first, TWO);
			assertThat(ResourceFlow.audience(second)).containsExactly(TWO);
			assertThat(ResourceFlow.scopes(second)).containsExactly("write");
			assertThat(ResourceFlow.claims(second, "access_token").getClaim("scope")).isEqualTo(List.of("write"));
			// all of what was granted stays with the refresh token
			Answer third = flow.refresh(second, ONE);
			assertThat(ResourceFlow.scopes(third)).containsExactlyInAnyOrder("openid", "profile", "read");
			assertRefused(flow.refresh(third), "invalid_target", "one resource");
		}

		@Test
		void refreshWhenAnotherResourceOrScopeThenRefusedAndTokenIsNotUsedUp() {
			ResourceFlow flow = flow();
			Answer tokens = flow.redeem(flow.code("read write", ONE));
			assertRefused(flow.refresh(tokens, TWO), "invalid_target", "authorization request");
			assertRefused(flow.refresh(tokens, UNKNOWN), "invalid_target", UNKNOWN);
			assertThat(
					flow.token("grant_type=refresh_token&scope=write&refresh_token=" + tokens.string("refresh_token"))
						.expect(400)
						.string("error"))
				.isEqualTo("invalid_scope");
			assertThat(ResourceFlow.audience(flow.refresh(tokens, ONE))).containsExactly(ONE);
		}

		@Test
		void redeemWhenResourceOfConsentKnowsNoScopeThenInvalidScope() {
			ResourceFlow flow = flow();
			assertThat(flow.redeem(flow.code("read", ONE, TWO), TWO).expect(400).string("error"))
				.isEqualTo("invalid_scope");
		}

		@Test
		void clientCredentialsThenByTheRequestAlone() {
			ResourceFlow flow = flow();
			Answer one = flow.token("grant_type=client_credentials&scope=read+write" + ResourceFlow.resources(ONE));
			assertThat(ResourceFlow.audience(one)).containsExactly(ONE);
			assertThat(ResourceFlow.scopes(one)).containsExactly("read");
			Answer two = flow.token("grant_type=client_credentials&scope=read" + ResourceFlow.resources(TWO));
			assertRefused(two, "invalid_scope", "knows none");
			assertRefused(flow.token("grant_type=client_credentials" + ResourceFlow.resources(ONE, TWO)),
					"invalid_target", "one resource");
			assertThat(ResourceFlow.audience(flow.token("grant_type=client_credentials&scope=read")))
				.containsExactly(flow.client().id());
		}

		@Test
		void exchangeThenTokenIsForNoMoreThanTheSubjectTokenIs() {
			Registered client = server().registered(ResourceFlow.CLIENT.formatted("An exchanger")
				.replace("\"client_credentials\",",
						"\"client_credentials\", \"urn:ietf:params:oauth:grant-type:token-exchange\","));
			ResourceFlow flow = ResourceFlow.of(server(), client);
			String exchange = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token_type="
					+ "urn:ietf:params:oauth:token-type:access_token&scope=read&subject_token=";
			String bound = flow.redeem(flow.code("read write", ONE)).expect(200).string("access_token");
			assertRefused(flow.token(exchange + bound + ResourceFlow.resources(BELOW)), "invalid_target",
					"authorization request");
			assertThat(ResourceFlow.audience(flow.token(exchange + bound))).containsExactly(ONE);
			String free = flow.redeem(flow.code("read")).expect(200).string("access_token");
			assertThat(ResourceFlow.audience(flow.token(exchange + free + ResourceFlow.resources(ONE))))
				.containsExactly(ONE);
		}

		@Test
		void redeemWhenSeveralAudiencesAreAllowedThenTokenIsForAllWithTheScopesOfAny() {
			ResourceFlow flow = ResourceFlow.of(severalAudiences());
			Answer tokens = flow.redeem(flow.code("read write", ONE, TWO));
			assertThat(ResourceFlow.audience(tokens)).containsExactlyInAnyOrder(ONE, TWO);
			assertThat(ResourceFlow.scopes(tokens)).containsExactlyInAnyOrder("read", "write");
			assertThat(ResourceFlow.audience(flow.refresh(tokens, TWO, ONE))).containsExactlyInAnyOrder(ONE, TWO);
			Answer one = flow.redeem(flow.code("read write", ONE, TWO), ONE);
			assertThat(ResourceFlow.audience(one)).containsExactly(ONE);
		}

	}

	/**
	 * A token must be of no use but at its resource.
	 */
	@Nested
	class Section3Security {

		@Test
		void userInfoWhenTokenIsForAResourceThenInvalidToken() {
			ResourceFlow flow = flow();
			Answer tokens = flow.redeem(flow.code("openid profile", ONE));
			Answer answer = server().get("/userinfo", Registered.bearer(tokens.expect(200).string("access_token")));
			assertThat(answer.expect(401).string("error")).isEqualTo("invalid_token");
			Answer plain = flow.redeem(flow.code("openid profile"));
			server().get("/userinfo", Registered.bearer(plain.expect(200).string("access_token"))).expect(200);
		}

		@Test
		void registerWhenTokenIsForAResourceThenInvalidToken() {
			try (TestServer server = TestServer.start(with(with(CLIENTS, RESOURCES), "dcr.permission=authenticated"))) {
				String caller = server.accessToken(TestServer.CALLER, "other");
				Registered client = new Registered(server.http(),
						server.register(ResourceFlow.CLIENT.formatted("A client"), Registered.bearer(caller))
							.expect(201));
				ResourceFlow flow = ResourceFlow.of(server, client);
				for (Answer tokens : List.of(flow.redeem(flow.code("read", ONE)),
						flow.token("grant_type=client_credentials&scope=read" + ResourceFlow.resources(ONE)))) {
					Answer answer = server.register(ResourceFlow.CLIENT.formatted("Another"),
							Registered.bearer(tokens.expect(200).string("access_token")));
					assertThat(answer.expect(401).string("error")).isEqualTo("invalid_token");
				}
			}
		}

	}

	/**
	 * A consent for one resource isn't one for another.
	 */
	@Nested
	class Consent {

		private static int boxes(Answer page) {
			return Jsoup.parse(page.expect(200).body())
				.select("input[type=checkbox][name=scope]:not([disabled])")
				.size();
		}

		@Test
		void authorizeWhenResourceIsNewThenAllScopesAreAskedAnewAndBothAreRemembered() {
			ResourceFlow flow = flow();
			flow.code("profile read", ONE);
			flow.authorize("profile read", ONE).expect(302);
			Answer page = flow.authorize("profile read", BELOW);
			assertThat(boxes(page)).isEqualTo(2);
			flow.walk(page);
			flow.authorize("profile read", BELOW).expect(302);
			flow.authorize("profile read", ONE).expect(302);
			flow.authorize("profile read", ONE, BELOW).expect(302);
			assertThat(boxes(flow.authorize("profile read"))).as("for no resource in particular").isEqualTo(2);
		}

		@Test
		void authorizeWhenNoResourceWasAgreedToThenResourceIsAsked() {
			ResourceFlow flow = flow();
			flow.code("profile read");
			flow.authorize("profile read").expect(302);
			assertThat(boxes(flow.authorize("profile read", ONE))).isEqualTo(2);
		}

		@Test
		void authorizeWhenScopesDifferThenEachResourceHasThoseThatWereTickedForIt() {
			ResourceFlow flow = flow();
			flow.code("profile read", ONE);
			Answer page = flow.authorize("profile write", BELOW);
			assertThat(boxes(page)).isEqualTo(2);
			Map<String, String> form = new LinkedHashMap<>();
			Jsoup.parse(page.body())
				.select("form input[type=hidden]")
				.forEach((input) -> form.put(input.attr("name"), input.attr("value")));
			form.put("scope", "write");
			String location = flow.browser().post("/oauth2/authorize", form).expect(302).header("Location");
			Answer tokens = flow.redeem(Browser.parameter(location, "code"));
			assertThat(ResourceFlow.scopes(tokens)).as("profile was not ticked").containsExactly("write");
			assertThat(boxes(flow.authorize("profile read", ONE))).isEqualTo(2);
		}

		@Test
		void authorizeWhenUserRefusesAResourceThenDeniedAndEarlierConsentStays() {
			ResourceFlow flow = flow();
			flow.code("profile read", ONE);
			Answer page = flow.authorize("profile read", BELOW);
			Map<String, String> form = new LinkedHashMap<>();
			Jsoup.parse(page.expect(200).body())
				.select("form input[type=hidden]")
				.forEach((input) -> form.put(input.attr("name"), input.attr("value")));
			String location = flow.browser().post("/oauth2/authorize", form).expect(302).header("Location");
			assertThat(Browser.parameter(location, "error")).isEqualTo("access_denied");
			flow.authorize("profile read", ONE).expect(302);
			flow.authorize("profile read", BELOW).expect(200);
		}

		@Test
		void authorizeWhenPromptIsNoneAndResourceIsNewThenConsentRequired() {
			ResourceFlow flow = flow();
			flow.code("openid read", ONE);
			Answer answer = flow.browser()
				.authorize(flow.request("openid read") + "&prompt=none" + ResourceFlow.resources(BELOW));
			assertRedirected(answer, "consent_required", "");
		}

		@Test
		void authorizeWhenManyResourcesThenConsentFitsIntoItsColumn() {
			ResourceFlow flow = flow();
			for (int i = 0; i < 30; i++) {
				flow.code("profile read", BELOW + i);
			}
			flow.authorize("profile read", BELOW + 29).expect(302);
			String authorities = server().bean(JdbcTemplate.class)
				.queryForObject("SELECT authorities FROM oauth2_authorization_consent WHERE registered_client_id = ?",
						String.class, server().find(flow.client().id()).getId());
			assertThat(authorities).hasSizeBetween(800, 1000);
		}

		@Test
		void verifyDeviceWhenResourceIsNewThenAsked() {
			ResourceFlow flow = flow();
			flow.allow(flow.device("read", ONE).expect(200));
			Answer known = flow.device("read", ONE).expect(200);
			flow.verify(known).expect(302);
			Answer other = flow.device("read", BELOW).expect(200);
			assertThat(boxes(flow.verify(other))).isEqualTo(1);
		}

	}

	/**
	 * Without any resource being configured.
	 */
	@Nested
	class Unconfigured {

		@Test
		void whenNothingIsSetThenParameterIsIgnored() {
			ResourceFlow flow = ResourceFlow.of(unconfigured());
			Answer tokens = flow.redeem(flow.code("openid read", UNKNOWN, "not a URI#"), TWO);
			assertThat(ResourceFlow.audience(tokens)).containsExactly(flow.client().id());
			assertThat(ResourceFlow.scopes(tokens)).containsExactlyInAnyOrder("openid", "read");
			flow.authorize("openid read", ONE).expect(302);
			assertThat(unconfigured().get("/.well-known/oauth-authorization-server").json())
				.doesNotContainKey("protected_resources");
		}

		@Test
		void whenProfileIsMcpThenTokenIsForExactlyWhatIsNamed() {
			ResourceFlow flow = ResourceFlow.of(mcp());
			for (String resource : List.of("https://mcp.example", "https://mcp.example/", "http://localhost:3000/mcp",
					"urn:example:mcp")) {
				Answer tokens = flow.redeem(flow.code("read", resource), resource);
				assertThat(ResourceFlow.audience(tokens)).containsExactly(resource);
				assertThat(ResourceFlow.scopes(tokens)).containsExactly("read");
			}
			assertRedirected(flow.authorize("read", "https://mcp.example/#x"), "invalid_target", "fragment");
			assertRedirected(flow.authorize("read", "/mcp"), "invalid_target", "absolute");
			assertRedirected(flow.authorize("read", "https://bank.example@mcp.example/"), "invalid_target", "user");
			assertThat(ResourceFlow.audience(flow.redeem(flow.code("read")))).containsExactly(flow.client().id());
			assertThat(mcp().get("/.well-known/oauth-authorization-server").json())
				.doesNotContainKey("protected_resources");
		}

		@Test
		void whenProfileIsMcpThenAccessTokensAreShortLived() {
			ResourceFlow flow = ResourceFlow.of(mcp());
			Answer tokens = flow.redeem(flow.code("read", "https://mcp.example"));
			assertThat(Integer.parseInt(tokens.expect(200).string("expires_in"))).isBetween(1, 300);
		}

		@Test
		void whenProfileIsMcpAndResourcesAreListedThenTheyAlone() {
			TestServer server = TestServer.shared(with(with(CLIENTS, RESOURCES), "dcr.profile=mcp"));
			ResourceFlow flow = ResourceFlow.of(server);
			assertRedirected(flow.authorize("read", UNKNOWN), "invalid_target", UNKNOWN);
			assertThat(ResourceFlow.audience(flow.redeem(flow.code("read", ONE)))).containsExactly(ONE);
		}

	}

	/**
	 * Clients that are called so get opaque tokens.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(AllEndpoints.class)
	static class Opaque {

		@Bean
		RegisteredClientCustomizer opaqueTokens() {
			return (client, registration) -> {
				if ("opaque".equals(registration.metadata().getClientName())) {
					client
						.tokenSettings(TokenSettings.builder().accessTokenFormat(OAuth2TokenFormat.REFERENCE).build());
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnResources {

		@Bean
		ProtectedResources resources() {
			return (uri, client) -> uri.equals("urn:for:" + client.getClientName())
					? new ProtectedResource("https://one.internal", Set.of("read")) : null;
		}

	}

}
