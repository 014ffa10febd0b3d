package io.github.opendcr.e2e.feature;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may register (RFC 7591 §3): 401 or 403 before the body is read.
 */
class RegistrationPermissionTests {

	private static final String CLIENT = "{\"redirect_uris\": [\"https://client.example/cb\"]}";

	private static final String MALFORMED = "{";

	private static void assertUnauthorized(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
		Refusals.assertRefused(answer);
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
	}

	@Nested
	class Authenticated {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer.start("dcr.permission=authenticated");
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@ParameterizedTest
		@ValueSource(strings = { CLIENT, MALFORMED, "" })
		void registerWhenNobodyIsAuthenticatedThen401BeforeBodyIsRead(String body) {
			Map<String, Integer> before = server.rows();
			Answer answer = server.register(body);
			assertUnauthorized(answer);
			// RFC 6750 §3.1: no error code if the request carried no token
			assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
			assertThat(server.rows()).isEqualTo(before);
		}

		@Test
		void registerWhenSessionUserThenRegistered() {
			Http http = server.http();
			new Browser(http).logIn();
			Answer answer = http.post("/oauth2/register", CLIENT);
			assertThat(answer.status()).isEqualTo(201);
			assertThat(registeredBy(answer)).isEqualTo("user");
		}

		@Test
		void registerWhenSessionUserAndMalformedBodyThen400() {
			Http http = server.http();
			new Browser(http).logIn();
			Refusals.assertRefused(http.post("/oauth2/register", MALFORMED), "invalid_client_metadata");
		}

		@Test
		void registerWhenSessionUserAndFormBodyThen415() {
			Http http = server.http();
			new Browser(http).logIn();
			Answer answer = http.form("/oauth2/register", CLIENT);
			assertThat(answer.status()).isEqualTo(415);
			Refusals.assertRefused(answer);
			assertThat(http.post("/oauth2/register", CLIENT, "Content-Type", "text/plain").status()).isEqualTo(415);
		}

		@ParameterizedTest
		@ValueSource(strings = { TestServer.CALLER, TestServer.OPAQUE_CALLER })
		void registerWhenAccessTokenThenRegistered(String caller) {
			Answer answer = server.register(CLIENT, Registered.bearer(server.accessToken(caller, "other")));
			assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
			assertThat(registeredBy(answer)).isEqualTo(caller);
		}

		@ParameterizedTest
		@ValueSource(strings = { TestServer.CALLER, TestServer.OPAQUE_CALLER })
		void registerWhenAccessTokenRevokedThen401(String caller) {
			String token = server.accessToken(caller, "other");
			server.http()
				.form("/oauth2/revoke", Map.of("token", token), TestServer.basic(caller, TestServer.secretOf(caller)))
				.expect(200);
			Refusals.assertInvalidToken(server.register(CLIENT, Registered.bearer(token)));
		}

		@ParameterizedTest
		@ValueSource(strings = { "Bearer x", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyIn0.", "Bearer ", "Bearer a b",
				"bearer x", "Bearer x,y" })
		void registerWhenAccessTokenBadThen401BeforeBodyIsRead(String authorization) {
			assertUnauthorized(server.register(MALFORMED, "Authorization", authorization));
		}

		@ParameterizedTest
		@ValueSource(strings = { "Basic dXNlcjpwYXNzd29yZA==", "Basic Y2FsbGVyOmNhbGxlci1zZWNyZXQ=", "Digest x" })
		void registerWhenOtherCredentialsThen401(String authorization) {
			assertUnauthorized(server.register(CLIENT, "Authorization", authorization));
		}

		@Test
		void registerWhenAccessTokenInUrlThen401() {
			String token = server.accessToken(TestServer.CALLER, "other");
			assertUnauthorized(server.http().post("/oauth2/register?access_token=" + token, CLIENT));
		}

		@Test
		void registerWhenTokenOfAnotherKindThen401() {
			Registered client = register();
			Refusals.assertInvalidToken(server.register(CLIENT, Registered.bearer(client.token())));
			Answer tokens = server.tokensByCode(client, "https://client.example/cb", "openid").expect(200);
			Refusals.assertInvalidToken(server.register(CLIENT, Registered.bearer(tokens.string("id_token"))));
			Refusals.assertInvalidToken(server.register(CLIENT, Registered.bearer(tokens.string("refresh_token"))));
			assertThat(server.register(CLIENT, Registered.bearer(tokens.string("access_token"))).status())
				.isEqualTo(201);
		}

		@Test
		void manageWhenSessionUserButNoTokenThen401() {
			Registered client = register();
			Http http = server.http();
			new Browser(http).logIn();
			Refusals.assertUnauthorized(http.get(client.uri()));
			Refusals.assertUnauthorized(http.delete(client.uri()));
		}

		private Registered register() {
			String token = server.accessToken(TestServer.CALLER, "other");
			return new Registered(server.http(), server.register("""
					{"redirect_uris": ["https://client.example/cb"],
					"grant_types": ["authorization_code", "refresh_token"]}""", Registered.bearer(token)).expect(201));
		}

		private String registeredBy(Answer answer) {
			return server.bean(ClientRegistrationStore.class)
				.findByClientId(answer.string("client_id"))
				.registrant()
				.name();
		}

	}

	@Nested
	class Scope {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer.start("dcr.permission=scope");
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@ParameterizedTest
		@ValueSource(strings = { TestServer.CALLER, TestServer.OPAQUE_CALLER })
		void registerWhenScopeThenRegistered(String caller) {
			String token = server.accessToken(caller, "client.create");
			assertThat(server.register(CLIENT, Registered.bearer(token)).status()).isEqualTo(201);
		}

		@ParameterizedTest
		@ValueSource(strings = { TestServer.CALLER, TestServer.OPAQUE_CALLER })
		void registerWhenOtherScopeThen403BeforeBodyIsRead(String caller) {
			Answer answer = server.register(MALFORMED, Registered.bearer(server.accessToken(caller, "other")));
			assertThat(answer.status()).isEqualTo(403);
			Refusals.assertRefused(answer);
			assertThat(answer.json()).containsEntry("error", "insufficient_scope");
			assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"insufficient_scope\"");
		}

		@Test
		void registerWhenNobodyThen401() {
			assertUnauthorized(server.register(MALFORMED));
		}

		@Test
		void registerWhenSessionUserThen403() {
			Http http = server.http();
			new Browser(http).logIn();
			assertThat(http.post("/oauth2/register", MALFORMED).status()).isEqualTo(403);
		}

		@Test
		void registerWhenScopeRenamedThenThatOne() {
			try (TestServer renamed = TestServer.start("dcr.permission=scope", "dcr.registration-scope=other")) {
				assertThat(renamed
					.register(CLIENT, Registered.bearer(renamed.accessToken(TestServer.CALLER, "client.create")))
					.status()).isEqualTo(403);
				assertThat(renamed.register(CLIENT, Registered.bearer(renamed.accessToken(TestServer.CALLER, "other")))
					.status()).isEqualTo(201);
			}
		}

	}

	@Nested
	class AllowAll {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer.start("dcr.permission=allow-all");
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@Test
		void registerWhenNobodyOrOtherCredentialsThenRegistered() {
			assertThat(server.register(CLIENT).status()).isEqualTo(201);
			assertThat(server.register(CLIENT, "Authorization", "Basic x").status()).isEqualTo(201);
		}

		@ParameterizedTest
		@ValueSource(strings = { "Bearer", "Bearer a b", "Bearer \"dcr_iat_x\"", "Bearer x,y", "bearer \"x\"" })
		void registerWhenTokenIsMalformedThen401(String authorization) {
			Refusals.assertInvalidToken(server.register(MALFORMED, "Authorization", authorization));
		}

		@ParameterizedTest
		@ValueSource(strings = { "Basic x", "Bearer x" })
		void registerWhenTwoAuthorizationHeadersThen400(String other) {
			Refusals.assertRefused(server.register(MALFORMED, "Authorization", "Bearer y", "Authorization", other),
					"invalid_request", "Authorization");
		}

		@Test
		void registerWhenInitialAccessTokenThenIsNoBadAccessToken() {
			String token = server.bean(InitialAccessTokens.class).issue(InitialAccessTokenTerms.SINGLE_USE).value();
			assertThat(policy(server.register(CLIENT, Registered.bearer(token)))).isNull();
		}

		private static String policy(Answer answer) {
			return server.bean(ClientRegistrationStore.class)
				.findByClientId(answer.expect(201).string("client_id"))
				.registrant()
				.policy();
		}

	}

	/**
	 * The application's own chooses terms by the token.
	 */
	@Nested
	class TermsByToken {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer.start(ByScope.class, "dcr.policies.trusted.require-proof-key=true");
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@ParameterizedTest
		@ValueSource(strings = { TestServer.CALLER, TestServer.OPAQUE_CALLER })
		void registerWhenScopeThenItsPolicyAndOtherwiseNone(String caller) {
			assertThat(policy(server.register(CLIENT, Registered.bearer(server.accessToken(caller, "client.create")))))
				.isEqualTo("trusted");
			assertThat(policy(server.register(CLIENT, Registered.bearer(server.accessToken(caller, "other")))))
				.isNull();
			assertThat(policy(server.register(CLIENT))).isNull();
		}

		@Test
		void registerWhenTokenIsBadThen401() {
			String token = server.accessToken(TestServer.CALLER, "client.create");
			Refusals.assertInvalidToken(server.register(MALFORMED, Registered.bearer("unknown")));
			server.http()
				.form("/oauth2/revoke", Map.of("token", token),
						TestServer.basic(TestServer.CALLER, TestServer.secretOf(TestServer.CALLER)))
				.expect(200);
			Refusals.assertInvalidToken(server.register(MALFORMED, Registered.bearer(token)));
		}

		private static String policy(Answer answer) {
			return server.bean(ClientRegistrationStore.class)
				.findByClientId(answer.expect(201).string("client_id"))
				.registrant()
				.policy();
		}

		@Configuration(proxyBeanMethods = false)
		static class ByScope {

			@Bean
			RegistrationPermission byScope() {
				return (request) -> {
					Authentication holder = request.getAuthentication();
					if (holder != null && holder.getAuthorities()
						.stream()
						.anyMatch((authority) -> "SCOPE_client.create".equals(authority.getAuthority()))) {
						request.admitAs(request.getRegistrant().withPolicy("trusted"));
					}
					return true;
				};
			}

		}

	}

	@Nested
	class OwnBeans {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer.start(TwoPermissions.class);
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@Test
		void registerWhenAllAgreeThenRegistered() {
			assertThat(server.register(CLIENT, "X-First", "yes", "X-Second", "yes").status()).isEqualTo(201);
		}

		@Test
		void registerWhenPermissionSaysReasonAndChallengeThenThese() {
			for (String[] credentials : List.of(new String[0], Registered.bearer("bad"))) {
				Answer answer = server.register(MALFORMED, with(credentials, "X-First", "key"));
				assertThat(answer.status()).isEqualTo(401);
				Refusals.assertRefused(answer);
				assertThat(answer.header("WWW-Authenticate")).isEqualTo("ApiKey realm=\"partners\"");
				assertThat(answer.string("error_description")).isEqualTo("Send the key that you were given");
			}
		}

		@Test
		void registerWhenPermissionSaysNothingThenAnswerNamesNoWayIn() {
			Answer answer = server.register(MALFORMED);
			assertUnauthorized(answer);
			assertThat(answer.string("error_description")).doesNotContain("access token", "Bearer");
		}

		@Test
		void registerWhenPermissionAdmitsBadTokenThenRefusedUnlessItKnowsIt() {
			String[] token = Registered.bearer("bad");
			Refusals.assertInvalidToken(server.register(CLIENT, with(token, "X-First", "asks", "X-Second", "yes")));
			Answer known = server.register(CLIENT, with(token, "X-First", "asks", "X-Second", "knows"));
			assertThat(known.status()).as(known.toString()).isEqualTo(201);
		}

		private static String[] with(String[] headers, String... more) {
			return Stream.of(headers, more).flatMap(Stream::of).toArray(String[]::new);
		}

		@ParameterizedTest
		@ValueSource(strings = { "X-First", "X-Second", "X-Third" })
		void registerWhenOneDisagreesThen401BeforeBodyIsRead(String header) {
			assertUnauthorized(server.register(MALFORMED, header, "yes"));
		}

		@Test
		void registerWhenOneDisagreesWithAuthenticatedCallerThen403() {
			Http http = server.http();
			new Browser(http).logIn();
			Answer answer = http.post("/oauth2/register", MALFORMED, "X-First", "yes");
			assertThat(answer.status()).isEqualTo(403);
			Refusals.assertRefused(answer);
		}

		@Test
		void registerWhenPermissionThrowsThen500WithoutText() {
			Answer answer = server.register(CLIENT, "X-First", "yes", "X-Second", "throw");
			assertThat(answer.status()).isEqualTo(500);
			assertThat(answer.json()).containsEntry("error", "server_error");
			assertThat(answer.body()).doesNotContain("secret of the house");
		}

		@Configuration(proxyBeanMethods = false)
		static class TwoPermissions {

			@Bean
			RegistrationPermission first() {
				return (request) -> {
					String header = request.getHttpRequest().getHeader("X-First");
					if ("asks".equals(header)) {
						return request.getAuthentication() == null;
					}
					if ("key".equals(header)) {
						request.getAuthentication();
						throw RegistrationException.unauthorized("ApiKey realm=\"partners\"",
								"Send the key that you were given");
					}
					return "yes".equals(header);
				};
			}

			@Bean
			RegistrationPermission second() {
				return (request) -> {
					String header = request.getHttpRequest().getHeader("X-Second");
					if ("throw".equals(header)) {
						throw new IllegalStateException("secret of the house");
					}
					if ("knows".equals(header)) {
						request.admitAs(Registrant.named("partner"));
						return true;
					}
					return "yes".equals(header);
				};
			}

		}

	}

}
