package io.github.opendcr.e2e.feature;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.DocumentClient;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.Peer;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What went wrong at other servers of this kind, tried here: each test is named after the
 * advisory, or after the server where it was seen. {@code docs/security.md} lists them.
 */
class AdvisoryTests {

	private static final String REDIRECT_URI = "https://app.example.com/cb";

	private static final DocumentHost HOST = new DocumentHost();

	private static final Peer INSIDE = new Peer();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(HOST.admitted("dcr.cimd.admission=open", "dcr.fetch.allowed-hosts=localhost",
				"dcr.redirect-uris.allowed-hosts=*.example.com", "dcr.pairwise.salt=a-salt-of-enough-characters",
				"dcr.refresh-token.reuse=false",
				"dcr.allowed-token-endpoint-auth-methods=client_secret_basic,client_secret_post,private_key_jwt,none"));
	}

	@AfterAll
	static void stop() {
		server.close();
		HOST.close();
		INSIDE.close();
	}

	private static String client(String more) {
		return "{\"redirect_uris\": [\"" + REDIRECT_URI + "\"]" + (more.isEmpty() ? "" : ", " + more) + "}";
	}

	private static void assertRefusedAndNothingKept(String request) {
		Map<String, Integer> before = server.rows();
		Refusals.assertRefused(server.register(request));
		assertThat(server.rows()).isEqualTo(before);
	}

	private static Browser loggedIn() {
		Browser browser = new Browser(server.http());
		browser.logIn();
		return browser;
	}

	private static Answer authorize(String clientId, String scope) {
		return loggedIn().authorize(clientId, REDIRECT_URI, Map.of("scope", scope));
	}

	static Stream<String> uriMembers() {
		return Stream.of("redirect_uris", "post_logout_redirect_uris", "request_uris", "client_uri", "logo_uri",
				"tos_uri", "policy_uri", "jwks_uri", "sector_identifier_uri", "initiate_login_uri",
				"frontchannel_logout_uri", "backchannel_logout_uri");
	}

	private static String withUri(String member, String uri) {
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("redirect_uris", List.of(REDIRECT_URI));
		request.put(member, member.endsWith("uris") ? List.of(uri) : uri);
		return Answer.write(request);
	}

	@ParameterizedTest
	@MethodSource("uriMembers")
	void cve202622752AndCve202659354WhenUriHasABadSchemeThenRefused(String member) {
		for (String scheme : List.of("javascript", "JavaScript", "data", "vbscript", "file", "blob", "about", "ftp",
				"view-source", "jar", "java\tscript", "\u0001javascript", " javascript", "java\nscript",
				"javascript\u200b")) {
			assertRefusedAndNothingKept(withUri(member, scheme + ":alert(1)"));
			assertRefusedAndNothingKept(withUri(member, scheme + "://app.example.com/%0aalert(1)"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "openid admin", "admin", "openid client.create dcr:registration", "OPENID profile",
			"openid\u00a0profile" })
	void cve202622752WhenScopeIsInjectedThenItIsNotGranted(String scope) {
		Answer answer = server.register(client("\"scope\": \"" + scope + "\""));
		if (answer.status() == 400) {
			Refusals.assertRefused(answer, "invalid_client_metadata", "scope");
		}
		else {
			assertThat(answer.expect(201).string("scope").split(" ")).isSubsetOf("openid", "profile");
			assertThat(server.find(answer.clientId()).getScopes()).isSubsetOf("openid", "profile");
		}
	}

	static Stream<String> insides() {
		return Stream.of("127.0.0.1", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]",
				"[::ffff:7f00:1]", "0.0.0.0");
	}

	@ParameterizedTest
	@MethodSource("insides")
	void cve202645609AndCve20261180WhenUrlLeadsInsideThenNothingConnects(String host) {
		String url = "https://" + host + ":" + INSIDE.port() + "/document";
		assertRefusedAndNothingKept(withUri("sector_identifier_uri", url));
		// Refused now, or when the keys are asked for
		server.register(withUri("jwks_uri", url));
		assertThat(loggedIn().authorize(url, REDIRECT_URI, Map.of("scope", "openid")).status()).isEqualTo(400);
		assertThat(INSIDE.connections()).isZero();
	}

	@Test
	void cve202645609WhenKeysAreInsideThenAssertionIsRefusedAndNothingConnects() {
		String jwksUri = "https://127.0.0.1:" + INSIDE.port() + "/jwks";
		Answer answer = server
			.register(client("\"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks_uri\": \"" + jwksUri + "\""));
		if (answer.status() == 201) {
			String assertion = new DocumentClient(server, answer.clientId(), REDIRECT_URI).assertion("JWT");
			assertThat(server
				.token(Map.of("grant_type", "refresh_token", "refresh_token", "x", "client_assertion_type",
						"urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion", assertion))
				.status()).isEqualTo(401);
		}
		else {
			Refusals.assertRefused(answer, "invalid_client_metadata", "jwks_uri");
		}
		assertThat(INSIDE.connections()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "client_secret_basic", "client_secret_post" })
	void cve202644476WhenClientHasASecretThenItsIdAloneDoesNotAuthenticate(String method) {
		Registered client = server.registered(client("\"token_endpoint_auth_method\": \"" + method + "\""));
		assertThat(server.find(client.id()).getClientAuthenticationMethods())
			.doesNotContain(ClientAuthenticationMethod.NONE);
		String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
		Map<String, String> form = TestServer.codeGrant(code, REDIRECT_URI);
		form.put("client_id", client.id());
		Answer answer = server.token(form);
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.json()).containsEntry("error", "invalid_client");
		form.put("client_secret", "");
		assertThat(server.token(form).status()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "\" \"", "null", "[]" })
	void cve202670665AndCve202661466WhenScopeIsEmptyThenItIsNotAll(String scope) {
		Answer answer = server.register(client("\"scope\": " + scope));
		if (answer.status() == 400) {
			Refusals.assertRefused(answer, "invalid_client_metadata", "scope");
			return;
		}
		assertThat(server.find(answer.expect(201).clientId()).getScopes()).containsExactlyInAnyOrder("openid",
				"profile");
		assertThat(authorize(answer.clientId(), "openid email").header("Location")).contains("error=invalid_scope");
	}

	@Test
	void eefCve202665635WhenMembersAreTheServersThenTheyChangeNothing() {
		RegisteredClient plain = server.find(server.registered(client("")).id());
		Map<String, Object> request = new LinkedHashMap<>(Map.of("redirect_uris", List.of(REDIRECT_URI)));
		request.putAll(Map.of("id", "1", "clientId", "admin", "clientSecret", "x", "status", "approved",
				"clientSettings", Map.of("settings.client.require-proof-key", false), "tokenSettings", Map.of(),
				"enabled", true, "policy", "other"));
		request.putAll(Map.of("registration_status", "active", "require_authorization_consent", false,
				"require_proof_key", false, "access_token_ttl", 999999, "client_secret_expires_at", 0,
				"client_id_issued_at", 1, "issuer", "https://elsewhere.example"));
		Answer answer = server.register(Answer.write(request));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
		RegisteredClient client = server.find(answer.clientId());
		assertThat(client.getClientSettings().getSettings()).isEqualTo(plain.getClientSettings().getSettings());
		assertThat(client.getTokenSettings()).isEqualTo(plain.getTokenSettings());
		assertThat(client.getId()).isNotEqualTo("1");
		assertThat(server.find("admin")).isNull();
		for (String member : List.of("client_id", "client_secret", "registration_access_token",
				"registration_client_uri")) {
			Answer own = server.register(client("\"" + member + "\": \"chosen-by-the-client\""));
			assertThat(own.body()).doesNotContain(":\"chosen-by-the-client\"");
			assertThat(server.find("chosen-by-the-client")).isNull();
		}
	}

	@Test
	void cve20269705WhenClientIsDisabledThenItsTokenDoesNotEnableIt() {
		Registered client = server.registered(client(""));
		assertThat(server.bean(ClientLifecycle.class).disable(client.id())).isTrue();
		for (Object status : List.of("active", "approved", true)) {
			assertThat(client.update(client.asUpdate("registration_status", status)).status()).isEqualTo(403);
			assertThat(client.update(client.asUpdate("status", status)).status()).isEqualTo(403);
		}
		assertThat(client.read().expect(200).json()).containsEntry("registration_status", "disabled");
		assertThat(authorize(client.id(), "openid").header("Location")).isEmpty();
		assertThat(
				server.token(client.id(), client.secret(), Map.of("grant_type", "refresh_token", "refresh_token", "x"))
					.json())
			.containsEntry("error", "invalid_client");
	}

	@Test
	void cve202615572WhenUpdateAsksForMoreThanARegistrationMayThenRefused() {
		Registered client = server.registered(client(""));
		Refusals.assertRefused(
				client.update(client.asUpdate("redirect_uris", List.of("https://attacker.example.net/cb"))),
				"invalid_redirect_uri", "redirect_uris");
		Refusals.assertRefused(client.update(client.asUpdate("token_endpoint_auth_method", "tls_client_auth")),
				"invalid_client_metadata", "token_endpoint_auth_method");
		Answer narrowed = client
			.update(client.asUpdate("grant_types", List.of("authorization_code", "client_credentials", "password")));
		assertThat(narrowed.expect(200).strings("grant_types")).containsExactly("authorization_code");
		assertThat(client.as(narrowed).update(client.asUpdate("scope", "openid admin")).expect(200).string("scope"))
			.isEqualTo("openid");
		assertThat(server.find(client.id()).getRedirectUris()).containsExactly(REDIRECT_URI);
	}

	@Test
	void cve202616102WhenClientNamesClaimsThenItsTokensHaveNone() throws ParseException {
		Registered plain = server.registered(client(""));
		Registered client = server.registered(
				client("""
						"claims": {"roles": ["admin"]}, "access_token_claims": {"sub": "admin", "roles": ["admin"]},
						"custom_claims": {"roles": "admin"}, "roles": ["admin"], "sub": "admin", "aud": ["https://other.example"],
						"default_audience": "https://other.example", "protocol_mappers": [{"claim": "roles"}]"""));
		Set<String> usual = claims(plain).keySet();
		assertThat(claims(client)).containsOnlyKeys(usual).containsEntry("sub", "user");
		assertThat(claims(client).toString()).doesNotContain("admin", "other.example");
	}

	private static Map<String, Object> claims(Registered client) throws ParseException {
		String token = server.tokensByCode(client, REDIRECT_URI, "openid profile").expect(200).string("access_token");
		return SignedJWT.parse(token).getJWTClaimsSet().getClaims();
	}

	@ParameterizedTest
	@ValueSource(strings = { "redirect_uris", "grant_types", "response_types", "scope", "token_endpoint_auth_method",
			"application_type", "subject_type", "id_token_signed_response_alg", "contacts" })
	void cve202618570WhenMemberIsLeftOutThenThePolicyStillHolds(String member) {
		for (@Nullable
		Object nothing : new @Nullable Object[] { null, "", List.of(), Map.of(), " ", List.of("") }) {
			Map<String, Object> request = new LinkedHashMap<>(Map.of("redirect_uris", List.of(REDIRECT_URI)));
			request.put(member, nothing);
			Answer answer = server.register(Answer.write(request));
			if (answer.status() != 201) {
				Refusals.assertRefused(answer);
				continue;
			}
			RegisteredClient client = server.find(answer.clientId());
			assertThat(client.getRedirectUris()).containsExactly(REDIRECT_URI);
			assertThat(client.getScopes()).isSubsetOf("openid", "profile");
			assertThat(client.getAuthorizationGrantTypes()).extracting("value")
				.isSubsetOf("authorization_code", "refresh_token");
			assertThat(client.getClientAuthenticationMethods()).extracting("value")
				.isSubsetOf("client_secret_basic", "client_secret_post");
			assertThat(client.getClientSettings().isRequireProofKey()).isTrue();
			assertThat(client.getClientSettings().isRequireAuthorizationConsent()).isTrue();
		}
		assertRefusedAndNothingKept("{}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://attackerexample.com/cb", "https://app.attackerexample.com/cb",
			"https://app.example.com.attacker.net/cb", "https://app.example.com@attacker.net/cb",
			"https://attacker.net/app.example.com", "https://attacker.net#.example.com/cb",
			"https://attacker.net?.example.com/cb", "https://attacker.net\\\\.example.com/cb",
			"https://.example.com/cb", "https://app.example.com%00.attacker.net/cb",
			"https://app.example.com%2eattacker.net/cb", "https://app.example.comattacker/cb" })
	void cve202618206WhenHostOnlyEndsLikeAnAllowedOneThenRefused(String redirectUri) {
		Registered client = server.registered(client(""));
		assertRefusedAndNothingKept("{\"redirect_uris\": [\"" + redirectUri + "\"]}");
		Refusals.assertRefused(client
			.update("{\"client_id\": \"" + client.id() + "\", \"redirect_uris\": [\"" + redirectUri + "\"]}"));
	}

	@Test
	void cve20261180WhenMetadataIsInvalidThenNothingIsFetched() {
		String path = HOST.path();
		String url = HOST.on(path, 200, "[\"" + REDIRECT_URI + "\"]");
		String sector = "\"subject_type\": \"pairwise\", \"sector_identifier_uri\": \"" + url + "\"";
		for (String invalid : List.of("\"logo_uri\": \"javascript:alert(1)\"", "\"client_name\": 1",
				"\"jwks\": {\"keys\": []}, \"jwks_uri\": \"https://app.example.com/jwks\"",
				"\"token_endpoint_auth_method\": \"no_such_method\"", "\"software_statement\": \"e30.e30.\"")) {
			assertRefusedAndNothingKept(client(sector + ", " + invalid));
		}
		assertThat(HOST.requests(path)).isZero();
		server.registered(client(sector));
		assertThat(HOST.requests(path)).isPositive();
	}

	@Test
	void cve20261180WhenFetchIsRedirectedThenItIsNotFollowed() {
		String target = HOST.path();
		String url = HOST.on(HOST.path(), 302, "", "Location", HOST.on(target, 200, "[\"" + REDIRECT_URI + "\"]"));
		Refusals.assertRefused(
				server.register(client("\"subject_type\": \"pairwise\", \"sector_identifier_uri\": \"" + url + "\"")),
				"invalid_client_metadata", "sector_identifier_uri");
		assertThat(HOST.requests(target)).isZero();
	}

	@Test
	void cve202126715WhenClientHasLinksThenNoneIsFetched() {
		String path = HOST.path();
		String url = HOST.on(path, 200, "{}");
		Registered client = server.registered(client("\"logo_uri\": \"" + url + "\", \"client_uri\": \"" + url
				+ "\", \"tos_uri\": \"" + url + "\", \"policy_uri\": \"" + url + "\", \"jwks_uri\": \"" + url + "\""));
		assertThat(authorize(client.id(), "openid profile").status()).isEqualTo(200);
		assertThat(client.update(client.asUpdate()).status()).isEqualTo(200);
		assertThat(HOST.requests(path)).isZero();
	}

	@Test
	void cve202027838AndCve2026107604WhenNoTokenOfItsOwnThenNothingIsToldOfAClient() {
		Registered client = server.registered(client(""));
		Registered other = server.registered(client(""));
		Refusals.assertUnauthorized(server.get(client.uri()));
		Answer foreign = server.get(client.uri(), other.answer().bearer());
		Answer unknown = server.get("/oauth2/register/unknown", Registered.bearer(other.token()));
		Answer wrong = server.get(client.uri(), Registered.bearer("wrong"));
		Refusals.assertInvalidToken(foreign);
		assertThat(foreign.body()).isEqualTo(unknown.body()).isEqualTo(wrong.body());
		assertThat(client.read().expect(200).json()).doesNotContainKey("client_secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redirect_uris", "post_logout_redirect_uris", "initiate_login_uri",
			"frontchannel_logout_uri", "backchannel_logout_uri" })
	void cve20236717WhenCallbackIsAScriptThenRefused(String member) {
		for (String uri : List.of("javascript:alert(1)//https://app.example.com", "JAVASCRIPT:alert(1)",
				"javascript://app.example.com/%0aalert(1)", "data:text/html,<script>alert(1)</script>",
				"\tjavascript:alert(1)", "java%73cript:alert(1)")) {
			assertRefusedAndNothingKept(withUri(member, uri));
		}
	}

	@Test
	void cve202632236WhenDocumentNamesUrlsThenNoneIsFetchedUnlessItsKeysAreNeeded() {
		String links = HOST.path();
		HOST.on(links, 200, "{}");
		String path = HOST.path();
		String url = HOST.document(path,
				Map.of("client_name", "A Client", "redirect_uris", List.of(REDIRECT_URI), "logo_uri", HOST.url(links),
						"tos_uri", HOST.url(links), "policy_uri", HOST.url(links), "token_endpoint_auth_method",
						"private_key_jwt", "jwks_uri", "https://127.0.0.1:" + INSIDE.port() + "/jwks"));
		assertThat(authorize(url, "openid profile").status()).isIn(200, 400);
		assertThat(server.token(Map.of("grant_type", "refresh_token", "refresh_token", "x", "client_assertion_type",
				"urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion",
				new DocumentClient(server, url, REDIRECT_URI).assertion("oauth-client-auth+jwt")))
			.status()).isIn(400, 401);
		assertThat(HOST.requests(path)).isPositive();
		assertThat(HOST.requests(links)).isZero();
		assertThat(INSIDE.connections()).isZero();
	}

	@Test
	void springWhenACodeAndARefreshTokenAreUsedAtOnceThenOneIsServed() throws Exception {
		Registered client = server.registered(client("\"grant_types\": [\"authorization_code\", \"refresh_token\"]"));
		String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
		try (ConcurrentCalls calls = new ConcurrentCalls()) {
			List<Answer> answers = calls.atOnce(20,
					(i) -> server.token(client.id(), client.secret(), TestServer.codeGrant(code, REDIRECT_URI)));
			assertOneServed(answers);
			String refreshToken = server.tokensByCode(client, REDIRECT_URI, "openid profile").string("refresh_token");
			assertOneServed(calls.atOnce(20, (i) -> server.token(client.id(), client.secret(),
					Map.of("grant_type", "refresh_token", "refresh_token", refreshToken))));
		}
	}

	private static void assertOneServed(List<Answer> answers) {
		assertThat(answers).filteredOn((answer) -> answer.status() == 200).hasSize(1);
		assertThat(answers).filteredOn((answer) -> answer.status() != 200)
			.allSatisfy((answer) -> assertThat(answer.json()).containsEntry("error", "invalid_grant"));
	}

	@Test
	void springWhenRedirectUriHasACommaThenRefused() {
		for (String uri : List.of(REDIRECT_URI + "?x=1,https://evil.example/cb",
				REDIRECT_URI + ",https://evil.example/cb", "com.example.app:/cb,https://evil.example/cb")) {
			Refusals.assertRefused(server.register("{\"redirect_uris\": [\"" + uri + "\"]}"), "invalid_redirect_uri");
			Refusals.assertRefused(server.register(client("\"post_logout_redirect_uris\": [\"" + uri + "\"]")),
					"invalid_client_metadata");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 250, 1000, 20_000 })
	void springWhenValueIsTooLongForAColumnThenNothingOfTheInsideIsTold(int length) {
		for (String member : List.of("client_name", "software_id", "scope", "contacts", "client_uri",
				"no_such_member")) {
			String value = member.equals("client_uri") ? "https://app.example.com/" + "a".repeat(length)
					: "a".repeat(length);
			Answer answer = server.register(
					client("\"" + member + "\": " + Answer.write(member.equals("contacts") ? List.of(value) : value)));
			if (answer.status() != 201) {
				Refusals.assertRefused(answer);
			}
		}
	}

	@Test
	void openEmrWhenStrangersRegisterWithoutEndThenItEnds() {
		try (TestServer open = TestServer.start("dcr.rate-limit.enabled=true", "dcr.rate-limit.address.limit=4",
				"dcr.quota.total=2")) {
			List<Integer> statuses = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				Answer answer = open.register(client(""));
				statuses.add(answer.status());
				if (answer.status() != 201) {
					Refusals.assertRefused(answer);
				}
			}
			assertThat(statuses).containsExactly(201, 201, 403, 403, 429, 429);
			assertThat(open.rows()).containsEntry("dcr_client_registration", 2);
		}
	}

}
