package io.github.opendcr.e2e.feature;

import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.FailureKind;
import io.github.opendcr.fetch.FetchRequest;
import io.github.opendcr.fetch.FetchResult;
import io.github.opendcr.subject.PairwiseSubjectGenerator;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.OwnChains;
import io.github.opendcr.testkit.Peer;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients of different sectors see different subjects of one user, and can't choose a
 * sector that isn't theirs.
 */
class PairwiseSubjectTests {

	private static final String SALT = "dcr.pairwise.salt=a-salt-of-enough-characters";

	private static final String SECTOR_DOCUMENT = "https://sector.example/redirect_uris.json";

	private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

	private static TestServer server;

	private static Documents documents;

	@BeforeAll
	static void start() {
		server = TestServer.start(Fetching.class, SALT);
		documents = server.bean(Documents.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void clear() {
		documents.clear();
	}

	private static String client(String redirectUris, String more) {
		return """
				{"redirect_uris": [%s], "grant_types": ["authorization_code", "refresh_token"],
				 "subject_type": "pairwise", "post_logout_redirect_uris": ["https://one.example/bye"]%s}"""
			.formatted(redirectUris, more);
	}

	private static Registered pairwise(String redirectUri) {
		return server.registered(client('"' + redirectUri + '"', ""));
	}

	private static String subject(String jwt) {
		try {
			return SignedJWT.parse(jwt).getJWTClaimsSet().getSubject();
		}
		catch (ParseException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String subjectOf(Registered client, String redirectUri) {
		return subject(server.tokensByCode(client, redirectUri, "openid profile").expect(200).string("id_token"));
	}

	@Test
	void tokenWhenPairwiseThenSameSubjectWhereverTheClientLooks() {
		Registered client = pairwise("https://one.example/cb");
		assertThat(client.answer().json()).containsEntry("subject_type", "pairwise");
		Answer tokens = server.tokensByCode(client, "https://one.example/cb", "openid profile").expect(200);
		String subject = subject(tokens.string("id_token"));
		assertThat(subject).matches("[A-Za-z0-9_-]{43}");
		String accessToken = tokens.string("access_token");
		assertThat(subject(accessToken)).isEqualTo(subject);
		assertThat(server.http().get("/userinfo", Registered.bearer(accessToken)).expect(200).json())
			.containsEntry("sub", subject);
		assertThat(server.introspect(accessToken).json()).containsEntry("sub", subject);

		Answer refreshed = server
			.token(client.id(), client.secret(),
					Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token")))
			.expect(200);
		assertThat(subject(refreshed.string("id_token"))).isEqualTo(subject);
		assertThat(subject(refreshed.string("access_token"))).isEqualTo(subject);
	}

	@Test
	void tokenWhenSectorsDifferThenSubjectsDo() {
		String one = subjectOf(pairwise("https://one.example/cb"), "https://one.example/cb");
		assertThat(subjectOf(pairwise("https://one.example/other"), "https://one.example/other")).isEqualTo(one);
		assertThat(subjectOf(pairwise("https://two.example/cb"), "https://two.example/cb")).isNotEqualTo(one);
	}

	@Test
	void registerWhenSectorDocumentIsServedThenItIsFetchedAndBounded() {
		try (Peer peer = new Peer();
				TestServer other = TestServer.start(SALT, "dcr.fetch.allowed-hosts=localhost",
						"dcr.fetch.require-https=false", "dcr.fetch.timeout=1h")) {
			String uri = peer.json("/sector", "[\"https://one.example/cb\", \"https://two.example/cb\"]").toString();
			String sector = ", \"sector_identifier_uri\": \"" + uri + "\"";
			other.register(client("\"https://one.example/cb\", \"https://two.example/cb\"", sector)).expect(201);
			Refusals.assertRefused(other.register(client("\"https://three.example/cb\"", sector)),
					"invalid_client_metadata", "sector_identifier_uri");
			peer.json("/sector", "[\"https://three.example/cb\"]", "Cache-Control: max-age=600");
			Registered three = new Registered(other.http(),
					other.register(client("\"https://three.example/cb\"", sector)).expect(201));
			peer.json("/sector", "[\"https://four.example/cb\"]", "Cache-Control: max-age=600");
			Refusals.assertRefused(three.update(three.asUpdate()), "invalid_client_metadata", "sector_identifier_uri");
			Refusals.assertRefused(other.register(client("\"https://three.example/cb\"", sector)),
					"invalid_client_metadata", "sector_identifier_uri");
			three.as(three.update(three.asUpdate("redirect_uris", List.of("https://four.example/cb"))));
		}
	}

	@Test
	void registerWhenSectorDocumentNeverComesThenRefused() {
		try (Peer peer = new Peer();
				TestServer other = TestServer.start(SALT, "dcr.fetch.allowed-hosts=localhost",
						"dcr.fetch.require-https=false", "dcr.fetch.timeout=300ms")) {
			String silent = peer.on("/silent", Peer.Behaviour.silence()).toString();
			Refusals.assertRefused(
					other.register(
							client("\"https://one.example/cb\"", ", \"sector_identifier_uri\": \"" + silent + "\"")),
					"invalid_client_metadata", "sector_identifier_uri");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://sector.example/s", "https://localhost/s", "https://127.0.0.1/s",
			"https://169.254.169.254/latest/meta-data", "https://[::1]/s" })
	void registerWhenSectorDocumentIsNowhereToFetchFromThenRefused(String uri) {
		Refusals.assertRefused(
				TestServer.shared(SALT)
					.register(client("\"https://one.example/cb\"", ", \"sector_identifier_uri\": \"" + uri + "\"")),
				"invalid_client_metadata", "sector_identifier_uri");
	}

	@Test
	void tokenWhenPublicThenLocalSubject() {
		Registered client = server.registered("{\"redirect_uris\": [\"https://one.example/cb\"]}");
		assertThat(subjectOf(client, "https://one.example/cb")).isEqualTo("user");
	}

	@Test
	void tokenWhenClientCredentialsThenTheClientItself() {
		TestServer other = withMoreGrants();
		Registered client = other.registered("""
				{"redirect_uris": ["https://one.example/cb"], "subject_type": "pairwise",
				 "grant_types": ["authorization_code", "client_credentials"]}""");
		Answer tokens = other.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials"));
		assertThat(subject(tokens.expect(200).string("access_token"))).isEqualTo(client.id());
	}

	private static TestServer withMoreGrants() {
		return TestServer.shared(Fetching.class, SALT,
				"dcr.allowed-grant-types=authorization_code,client_credentials," + TOKEN_EXCHANGE);
	}

	@Test
	void tokenWhenUpdatedThenAsRegisteredNow() {
		Registered client = pairwise("https://one.example/cb");
		String pairwise = subjectOf(client, "https://one.example/cb");
		Registered asPublic = client.as(client.update(client.asUpdate("subject_type", "public")));
		assertThat(server
			.tokensByCode(new Registered(server.http(), client.answer()), "https://one.example/cb", "openid profile")
			.string("id_token")).satisfies((token) -> assertThat(subject(token)).isEqualTo("user"));
		asPublic.update(asPublic.asUpdate("subject_type", "pairwise")).expect(200);
		assertThat(subjectOf(client, "https://one.example/cb")).isEqualTo(pairwise);
	}

	@Test
	void logoutWhenIdTokenHintIsPairwiseThenLoggedOut() {
		Registered client = pairwise("https://one.example/cb");
		Http http = server.http();
		String code = new Browser(http).code(client.id(), "https://one.example/cb", "openid profile");
		String idToken = server
			.token(client.id(), client.secret(), TestServer.codeGrant(code, "https://one.example/cb"))
			.expect(200)
			.string("id_token");
		String logout = "/connect/logout?"
				+ Http.encode(Map.of("id_token_hint", idToken, "post_logout_redirect_uri", "https://one.example/bye"));
		assertThat(http.get(logout).expect(302).header("Location")).isEqualTo("https://one.example/bye");
	}

	@Test
	void registerWhenSectorDocumentListsAllThenItsHostIsTheSector() {
		documents.put(SECTOR_DOCUMENT,
				"[\"https://one.example/cb\", \"https://two.example/cb\", \"com.example.app:/cb\"]");
		String uri = ", \"sector_identifier_uri\": \"" + SECTOR_DOCUMENT + "\"";
		Registered one = server.registered(client("\"https://one.example/cb\", \"com.example.app:/cb\"", uri));
		Registered two = server.registered(client("\"https://two.example/cb\"", uri));
		assertThat(documents.fetched()).isEqualTo(2);
		assertThat(one.read().json()).containsEntry("sector_identifier_uri", SECTOR_DOCUMENT);
		String subject = subjectOf(one, "https://one.example/cb");
		assertThat(subjectOf(two, "https://two.example/cb")).isEqualTo(subject);
		assertThat(subjectOf(pairwise("https://one.example/cb"), "https://one.example/cb")).isNotEqualTo(subject);
		// Never but at registration and update
		assertThat(documents.fetched()).isEqualTo(2);
		one.update(one.asUpdate("client_name", "One")).expect(200);
		assertThat(documents.fetched()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[\"https://one.example/other\"]", "[]", "{}", "[\"https://one.example/cb\", 1]",
			"no json", "\"https://one.example/cb\"", "" })
	void registerWhenSectorDocumentDoesNotListTheRedirectUriThenRefused(String document) {
		documents.put(SECTOR_DOCUMENT, document);
		for (String subjectType : List.of("pairwise", "public")) {
			Refusals.assertRefused(
					server.register(
							"""
									{"redirect_uris": ["https://one.example/cb"], "subject_type": "%s", "sector_identifier_uri": "%s"}"""
								.formatted(subjectType, SECTOR_DOCUMENT)),
					"invalid_client_metadata", "sector_identifier_uri");
		}
	}

	@Test
	void registerWhenSectorDocumentCannotBeHadThenRefused() {
		Refusals.assertRefused(
				server.register(client("\"https://one.example/cb\"",
						", \"sector_identifier_uri\": \"" + SECTOR_DOCUMENT + "\"")),
				"invalid_client_metadata", "sector_identifier_uri", "not there");
	}

	@Test
	void updateWhenRedirectUriIsNotListedThenRefusedAndNothingChanges() {
		documents.put(SECTOR_DOCUMENT, "[\"https://one.example/cb\"]");
		Registered client = server.registered(
				client("\"https://one.example/cb\"", ", \"sector_identifier_uri\": \"" + SECTOR_DOCUMENT + "\""));
		Refusals.assertRefused(client.update(client.asUpdate("redirect_uris", List.of("https://attacker.example/cb"))),
				"invalid_client_metadata", "sector_identifier_uri");
		assertThat(client.read().json()).containsEntry("redirect_uris", List.of("https://one.example/cb"));
	}

	@Test
	void registerWhenOtherwiseInvalidThenNothingIsFetched() {
		documents.put(SECTOR_DOCUMENT, "[\"https://one.example/cb\"]");
		for (String invalid : List.of(", \"default_max_age\": 5", ", \"id_token_signed_response_alg\": \"ES256\"",
				", \"response_types\": [\"token\"]", ", \"token_endpoint_auth_method\": \"unknown\"")) {
			Refusals.assertRefused(server.register(client("\"https://one.example/cb\"",
					", \"sector_identifier_uri\": \"" + SECTOR_DOCUMENT + "\"" + invalid)));
		}
		assertThat(documents.fetched()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"https://one.example/cb\", \"https://two.example/cb\"", "\"http://localhost/cb\"",
			"\"com.example.app:/cb\"", "\"https://one.example/cb\", \"http://127.0.0.1/cb\"" })
	void registerWhenRedirectUrisAreOfNoSingleHostThenRefused(String redirectUris) {
		Refusals.assertRefused(server.register(client(redirectUris, "")), "invalid_client_metadata", "subject_type",
				"sector_identifier_uri");
	}

	// Else whoever registers another's redirect URIs would learn subjects of its sector
	@Test
	void registerWhenUsersComeWithoutRedirectionThenOfNoSector() {
		TestServer other = withMoreGrants();
		other.bean(Documents.class).put(SECTOR_DOCUMENT, "[\"https://one.example/cb\"]");
		String client = """
				{"redirect_uris": ["https://one.example/cb"], "subject_type": "%s",
				 "grant_types": ["authorization_code", "%s"]%s}""";
		for (String more : List.of("", ", \"sector_identifier_uri\": \"" + SECTOR_DOCUMENT + "\"")) {
			Refusals.assertRefused(other.register(client.formatted("pairwise", TOKEN_EXCHANGE, more)),
					"invalid_client_metadata", "subject_type", TOKEN_EXCHANGE, "redirect_uris");
			assertThat(other.bean(Documents.class).fetched()).isZero();
		}
		other.register(client.formatted("public", TOKEN_EXCHANGE, "")).expect(201);
	}

	@Test
	void discoveryThenPairwiseIsListed() {
		assertThat(server.http().get("/.well-known/openid-configuration").json())
			.containsEntry("subject_types_supported", List.of("public", "pairwise"));
	}

	@Test
	void registerWhenNoSaltThenRefusedByName() {
		try (TestServer without = TestServer.start(Fetching.class)) {
			Refusals.assertRefused(without.register(client("\"https://one.example/cb\"", "")),
					"invalid_client_metadata", "subject_type", "public");
			assertThat(without
				.register("""
						{"redirect_uris": ["https://one.example/cb"], "sector_identifier_uri": "%s"}"""
					.formatted(SECTOR_DOCUMENT))
				.expect(201)
				.json()).doesNotContainKey("sector_identifier_uri");
			assertThat(without.bean(Documents.class).fetched()).isZero();
		}
	}

	@Test
	void tokenWhenApplicationCustomizesThenItsSubjectIsTheLocalOne() {
		try (TestServer customized = TestServer.start(Customizing.class)) {
			Registered client = customized.registered(client("\"https://one.example/cb\"", ""));
			Answer tokens = customized.tokensByCode(client, "https://one.example/cb", "openid profile").expect(200);
			String expected = "one.example/4711";
			assertThat(subject(tokens.string("id_token"))).isEqualTo(expected);
			Map<String, Object> userInfo = customized.http()
				.get("/userinfo", Registered.bearer(tokens.string("access_token")))
				.expect(200)
				.json();
			assertThat(userInfo).containsEntry("sub", expected).containsEntry("name", "user");

			Registered asPublic = customized.registered("{\"redirect_uris\": [\"https://one.example/cb\"]}");
			Answer others = customized.tokensByCode(asPublic, "https://one.example/cb", "openid profile").expect(200);
			assertThat(subject(others.string("id_token"))).isEqualTo("4711");
		}
	}

	/**
	 * Documents by their URLs, in the place of the web.
	 */
	static final class Documents implements ClientUriFetcher {

		private final Map<String, String> documents = new ConcurrentHashMap<>();

		private final AtomicInteger fetched = new AtomicInteger();

		void put(String uri, String document) {
			this.documents.put(uri, document);
		}

		void clear() {
			this.documents.clear();
			this.fetched.set(0);
		}

		int fetched() {
			return this.fetched.get();
		}

		@Override
		public void check(URI uri) {
		}

		@Override
		public FetchResult fetch(FetchRequest request) {
			this.fetched.incrementAndGet();
			String document = this.documents.get(request.uri().toString());
			return (document != null) ? new FetchResult.Document(document, null, null)
					: new FetchResult.Failure(FailureKind.GONE, "It is not there", null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Fetching {

		@Bean
		Documents clientUriFetcher() {
			return new Documents();
		}

	}

	/**
	 * An application whose subjects are numbers, with pairwise ones and a mapper of its
	 * own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Customizing {

		@Bean
		PairwiseSubjectGenerator pairwiseSubjectGenerator() {
			return (sector, subject) -> sector + "/" + subject;
		}

		@Bean
		OAuth2TokenCustomizer<JwtEncodingContext> numbers() {
			return (context) -> context.getClaims().subject("4711");
		}

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http) {
			return OwnChains.authorizationServer(http,
					(server) -> server.oidc((oidc) -> oidc
						.userInfoEndpoint((endpoint) -> endpoint.userInfoMapper((context) -> OidcUserInfo.builder()
							.subject("4711")
							.name(context.getAuthorization().getPrincipalName())
							.build()))));
		}

		@Bean
		@Order(2)
		SecurityFilterChain login(HttpSecurity http) {
			return OwnChains.pages(http);
		}

	}

}
