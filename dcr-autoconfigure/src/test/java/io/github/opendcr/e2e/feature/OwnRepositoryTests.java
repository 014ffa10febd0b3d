package io.github.opendcr.e2e.feature;

import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.auth.ClientSecretJWT;
import com.nimbusds.oauth2.sdk.auth.JWTAuthentication;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DpopKey;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients in a repository of the application's own, which keeps what it has a column for:
 * whatever such a client is granted is enforced, and whatever an operator does with it
 * counts, on every node and after every restart. What can't be kept is refused.
 */
class OwnRepositoryTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final Duration TIME_TO_LIVE = Duration.ofDays(1);

	private static final String SERVICE = "{\"grant_types\": [\"client_credentials\"]%s}";

	private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials", "scope", "profile");

	private static final String[] PROPERTIES = { "dcr.client-time-to-live=" + TIME_TO_LIVE, "dcr.reaper.enabled=false",
			"dcr.pairwise.salt=a-salt-of-enough-characters", "dcr.keys.secret-encryption-key=MDEyMzQ1Njc4OWFiY2RlZg==",
			"dcr.allowed-token-endpoint-auth-methods="
					+ "none,client_secret_basic,client_secret_post,private_key_jwt,client_secret_jwt" };

	private static TestServer server;

	/**
	 * Another server with the same repository and database, started later.
	 */
	private static TestServer another;

	@BeforeAll
	static void start() {
		TestDatabase database = TestDatabases.h2().createSpringTables();
		server = TestServer.start(database, Columns.class, properties());
		another = TestServer.start(database, Columns.class, properties("dcr.approval=manual"));
	}

	@AfterAll
	static void stop() {
		server.close();
		another.close();
	}

	private static String[] properties(String... more) {
		return Stream
			.of(AllEndpoints.PROPERTIES, PROPERTIES,
					new String[] { "spring.main.allow-bean-definition-overriding=true" }, more)
			.flatMap(Stream::of)
			.toArray(String[]::new);
	}

	private static Registered publicClient(String... members) {
		return server.registered("""
				{"redirect_uris": ["%s"], "token_endpoint_auth_method": "none",
				 "grant_types": ["authorization_code", "refresh_token"]%s}""".formatted(REDIRECT_URI,
				String.join("", Stream.of(members).map((member) -> ", " + member).toList())));
	}

	private static Registered service(String members) {
		return server.registered(SERVICE.formatted(members));
	}

	private static Answer token(TestServer server, Registered client, String... headers) {
		return server.http()
			.form("/oauth2/token", GRANT,
					Stream.of(TestServer.basic(client.id(), client.secret()), headers)
						.flatMap(Stream::of)
						.toArray(String[]::new));
	}

	private static Answer exchange(Registered client, String code, String... headers) {
		Map<String, String> form = TestServer.codeGrant(code, REDIRECT_URI);
		form.put("client_id", client.id());
		return server.http().form("/oauth2/token", form, headers);
	}

	private static void assertInvalidClient(Answer answer) {
		assertThat(answer.expect(401).json()).containsEntry("error", "invalid_client");
	}

	@Nested
	class Status {

		@Test
		void registerWhenApprovalIsManualThenWaitsForIt() {
			Registered client = new Registered(another.http(), another.register(SERVICE.formatted("")).expect(201));
			assertThat(client.answer().json()).containsEntry("registration_status", "pending");
			assertInvalidClient(token(another, client));
			assertInvalidClient(token(server, client));
			another.bean(ClientLifecycle.class).activate(client.id());
			assertThat(token(another, client).status()).isEqualTo(200);
		}

		@Test
		void disableThenWorksNowhereOnNoNode() {
			Registered client = service("");
			assertThat(token(another, client).status()).isEqualTo(200);
			server.bean(ClientLifecycle.class).disable(client.id());
			String[] basic = TestServer.basic(client.id(), client.secret());
			for (TestServer node : List.of(server, another)) {
				assertInvalidClient(token(node, client));
				for (String path : List.of("/oauth2/introspect", "/oauth2/revoke")) {
					assertInvalidClient(node.http().form(path, Map.of("token", "x"), basic));
				}
				assertInvalidClient(node.http().form("/oauth2/par", Browser.request(client.id(), REDIRECT_URI), basic));
				assertInvalidClient(node.http().form("/oauth2/device_authorization", Map.of("scope", "openid"), basic));
			}
			server.bean(ClientLifecycle.class).activate(client.id());
			assertThat(token(another, client).status()).isEqualTo(200);
		}

		@Test
		void disableWhenCodeAndTokensWereIssuedThenNoMoreOfThem() {
			Registered client = publicClient();
			String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
			String accessToken = exchange(client, code).expect(200).string("access_token");
			String unused = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
			server.bean(ClientLifecycle.class).disable(client.id());
			assertInvalidClient(exchange(client, unused));
			assertThat(server.introspect(accessToken).json()).isEqualTo(Map.of("active", false));
			assertThat(new Browser(server.http()).authorizeStatus(client.id(), REDIRECT_URI)).isEqualTo(400);
		}

		@Test
		void disableWhenTheApplicationAuthenticatesTheClientThenInvalidClient() {
			Registered client = server.registered("""
					{"grant_types": ["urn:ietf:params:oauth:grant-type:device_code"]}""");
			String[] own = { "X-Client", client.id() };
			Map<String, String> form = Map.of("scope", "profile");
			server.http().form("/oauth2/device_authorization", form, own).expect(200);
			server.bean(ClientLifecycle.class).disable(client.id());
			assertInvalidClient(server.http().form("/oauth2/device_authorization", form, own));
		}

		@Test
		void tokenWhenClientHasEndedThenInvalidClient() {
			Registered client = service("");
			assertThat(token(server, client).status()).isEqualTo(200);
			server.bean(MutableClock.class).advance(TIME_TO_LIVE);
			assertInvalidClient(token(server, client));
		}

	}

	@Nested
	class Requirements {

		@Test
		void dpopBoundAccessTokensThenNoTokenWithoutProof() {
			Registered client = service(", \"dpop_bound_access_tokens\": true");
			for (TestServer node : List.of(server, another)) {
				assertThat(token(node, client).expect(400).json()).containsEntry("error", "invalid_dpop_proof");
				DpopKey key = new DpopKey();
				Answer tokens = token(node, client, key.proof("POST", node.base() + "/oauth2/token")).expect(200);
				assertThat(DpopKey.boundTo(tokens.string("access_token"))).isEqualTo(key.thumbprint());
			}
		}

		@Test
		void dpopBoundAccessTokensWhenUpdateAddsOrDropsThemThenHolds() {
			Registered client = service("");
			Registered updated = client.as(client.update(client.asUpdate("dpop_bound_access_tokens", true)));
			assertThat(token(server, client).expect(400).json()).containsEntry("error", "invalid_dpop_proof");
			updated.update(updated.asUpdate("dpop_bound_access_tokens", false)).expect(200);
			assertThat(token(server, client).status()).isEqualTo(200);
		}

		@Test
		void requirePushedAuthorizationRequestsThenNoOthers() {
			Registered client = publicClient("\"require_pushed_authorization_requests\": true");
			Browser user = new Browser(server.http());
			user.logIn();
			assertThat(user.authorize(client.id(), REDIRECT_URI, Map.of("scope", "openid")).header("Location"))
				.contains("error=invalid_request");
			assertThat(server.http().form("/oauth2/par", Browser.request(client.id(), REDIRECT_URI)).status())
				.isEqualTo(201);
		}

		@Test
		void subjectTypeWhenPairwiseThenSubjectIsNotTheUsersName() throws ParseException {
			Registered client = publicClient("\"subject_type\": \"pairwise\"");
			String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
			Answer tokens = exchange(client, code).expect(200);
			String subject = SignedJWT.parse(tokens.string("id_token")).getJWTClaimsSet().getSubject();
			assertThat(subject).isNotEqualTo("user");
			assertThat(server.http().get("/userinfo", Registered.bearer(tokens.string("access_token"))).string("sub"))
				.isEqualTo(subject);
		}

		@Test
		void requireAuthTimeThenIdTokenHasIt() throws ParseException {
			Registered client = publicClient("\"require_auth_time\": true");
			String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
			JWTClaimsSet claims = SignedJWT.parse(exchange(client, code).expect(200).string("id_token"))
				.getJWTClaimsSet();
			assertThat(claims.getDateClaim("auth_time")).isNotNull();
		}

		@Test
		void consentThenUserIsAsked() {
			Registered client = publicClient();
			Browser user = new Browser(server.http());
			user.logIn();
			assertThat(user.authorize(client.id(), REDIRECT_URI, Map.of("scope", "openid profile")).status())
				.isEqualTo(200);
		}

		@Test
		void refreshTokenWhenClientIsPublicThenEachIsUsedOnce() {
			Registered client = publicClient();
			String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
			String first = exchange(client, code).expect(200).string("refresh_token");
			Map<String, String> refresh = Map.of("grant_type", "refresh_token", "client_id", client.id(),
					"refresh_token", first);
			assertThat(server.token(refresh).expect(200).string("refresh_token")).isNotEqualTo(first);
			assertThat(server.token(refresh).expect(400).json()).containsEntry("error", "invalid_grant");
		}

	}

	@Nested
	class Methods {

		@Test
		void privateKeyJwtThenAuthenticates() throws JOSEException {
			RSAKey key = new RSAKeyGenerator(2048).keyID("key").generate();
			Registered client = service(", \"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks\": "
					+ Answer.write(new JWKSet(key).toPublicJWKSet().toJSONObject()));
			assertThat(tokenWith(new PrivateKeyJWT(new ClientID(client.id()), tokenEndpoint(), JWSAlgorithm.RS256,
					key.toRSAPrivateKey(), "key", null))
				.status()).isEqualTo(200);
		}

		@Test
		void clientSecretJwtThenAuthenticates() throws JOSEException {
			Registered client = service(", \"token_endpoint_auth_method\": \"client_secret_jwt\"");
			assertThat(tokenWith(new ClientSecretJWT(new ClientID(client.id()), tokenEndpoint(), JWSAlgorithm.HS256,
					new Secret(client.secret())))
				.status()).isEqualTo(200);
		}

		private static URI tokenEndpoint() {
			return URI.create(server.base() + "/oauth2/token");
		}

		private static Answer tokenWith(JWTAuthentication authentication) {
			Map<String, String> form = new LinkedHashMap<>(GRANT);
			authentication.toParameters().forEach((name, values) -> form.put(name, values.get(0)));
			return server.token(form);
		}

	}

	@Nested
	class Management {

		@Test
		void updateAndDeleteThenAsEverywhere() {
			Registered client = service(", \"client_name\": \"Before\"");
			Registered updated = client.as(client.update(client.asUpdate("client_name", "After")));
			assertThat(updated.read().expect(200).json()).containsEntry("client_name", "After");
			assertThat(server.find(client.id()).getClientName()).isEqualTo("After");
			updated.delete().expect(204);
			assertThat(server.find(client.id())).isNull();
			assertInvalidClient(token(another, client));
		}

		@Test
		void requestWhenTheRepositoryLagsBehindThen401AndNothingIsForgotten() {
			Registered client = service("");
			whileBehind(() -> {
				Refusals.assertInvalidToken(client.read());
				Refusals.assertInvalidToken(client.update(client.asUpdate()));
				Refusals.assertInvalidToken(client.delete());
			});
			assertThat(client.read().status()).isEqualTo(200);
			assertThat(token(server, client).status()).isEqualTo(200);
		}

		@Test
		void deleteByOperatorWhenTheRepositoryLagsBehindThenTheClientIsGone() {
			Registered client = service("");
			whileBehind(() -> assertThat(server.bean(ClientLifecycle.class).delete(client.id())).isTrue());
			assertThat(server.find(client.id())).isNull();
			Refusals.assertInvalidToken(client.read());
		}

		private static void whileBehind(Runnable requests) {
			Columns.REPOSITORY.lagBehind(true);
			try {
				requests.run();
			}
			finally {
				Columns.REPOSITORY.lagBehind(false);
			}
		}

		@Test
		void tokenWhenClientWasRegisteredByHandThenAsBefore() {
			assertThat(server.accessToken(TestServer.CALLER, "other")).isNotEmpty();
		}

	}

	/**
	 * A narrower table, and registrations in memory.
	 */
	@Nested
	class NarrowAndInMemory {

		private static ColumnsRepository repository;

		private static TestServer narrow;

		@BeforeAll
		static void start() {
			narrow = TestServer.startInMemory(NarrowColumns.class, inMemory());
			repository = narrow.bean(ColumnsRepository.class);
		}

		@AfterAll
		static void stop() {
			narrow.close();
		}

		private static String[] inMemory() {
			return new String[] { "spring.main.allow-bean-definition-overriding=true",
					"dcr.client-secret.time-to-live=1d", "dcr.allowed-grant-types=authorization_code" };
		}

		private static String client(String method, String... members) {
			return """
					{"redirect_uris": ["%s"], "token_endpoint_auth_method": "%s"%s}""".formatted(REDIRECT_URI, method,
					String.join("", members));
		}

		@Test
		void registerWhenMemberCanNotBeKeptThenRefusedByNameAndNothingIsLeft() {
			int clients = repository.size();
			long registrations = narrow.bean(ClientRegistrationStore.class).count();
			Refusals.assertRefused(
					narrow
						.register(client("none", ", \"post_logout_redirect_uris\": [\"https://client.example/bye\"]")),
					"invalid_client_metadata", "post_logout_redirect_uris", "can't keep");
			Refusals.assertRefused(narrow.register(client("client_secret_basic")), "invalid_client_metadata",
					"token_endpoint_auth_method", "can't keep");
			assertThat(repository.size()).isEqualTo(clients);
			assertThat(narrow.bean(ClientRegistrationStore.class).count()).isEqualTo(registrations);
		}

		@Test
		void updateWhenMemberCanNotBeKeptThenRefusedAndNothingChanges() {
			Registered client = narrow.registered(client("none"));
			Map<String, Object> update = client.asUpdate("client_name", "After");
			update.put("post_logout_redirect_uris", List.of("https://client.example/bye"));
			Refusals.assertRefused(client.update(update), "invalid_client_metadata", "post_logout_redirect_uris",
					"can't keep");
			assertThat(client.read().expect(200).json()).doesNotContainKey("client_name");
			assertThat(repository.findByClientId(client.id()).getClientName()).isNotEqualTo("After");
		}

		@Test
		void requestWhenTheRegistrationIsLostThenRefused() {
			Registered client = narrow.registered(client("none"));
			assertThat(new Browser(narrow.http()).authorizeStatus(client.id(), REDIRECT_URI)).isEqualTo(200);
			NarrowColumns.next = repository;
			try (TestServer restarted = TestServer.startInMemory(NarrowColumns.class, inMemory())) {
				assertThat(new Browser(restarted.http()).authorizeStatus(client.id(), REDIRECT_URI)).isEqualTo(400);
				Map<String, String> form = TestServer.codeGrant("x", REDIRECT_URI);
				form.put("client_id", client.id());
				assertInvalidClient(restarted.token(form));
				assertThat(restarted.accessToken(TestServer.CALLER, "other")).isNotEmpty();
			}
			finally {
				NarrowColumns.next = null;
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(UnavailableClientTests.WithOwnAuthentication.class)
	static class Columns {

		private static final ColumnsRepository REPOSITORY = new ColumnsRepository(false);

		private static final MutableClock CLOCK = new MutableClock();

		@Bean
		ColumnsRepository registeredClientRepository() {
			return REPOSITORY;
		}

		@Bean
		MutableClock clock() {
			return CLOCK;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NarrowColumns {

		private static ColumnsRepository next;

		@Bean
		RegisteredClientRepository registeredClientRepository() {
			return (next != null) ? next : new ColumnsRepository(true);
		}

	}

}
