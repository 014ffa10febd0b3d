package io.github.opendcr.e2e.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DocumentClient;
import io.github.opendcr.testkit.DocumentFixture;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that are known by their documents, as the documents of well-known ones say it:
 * over TLS, from login to refresh.
 */
class WellKnownDocumentTests {

	private static final String CALLBACK = "https://client.example/callback";

	private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

	private static final DocumentHost HOST = DocumentHost.shared();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.shared(properties());
	}

	private static String[] properties() {
		List<String> properties = new ArrayList<>(DocumentHost.properties());
		// a document is asked for anew at each authorization, unless it says something
		// else
		properties.addAll(List.of("dcr.cimd.enabled=true", "dcr.cimd.admission=open", "dcr.cimd.cache.min=0s",
				"dcr.cimd.cache.default=0s", "dcr.cimd.budget.per-caller=-1", "dcr.cimd.budget.per-host=-1",
				"dcr.cimd.budget.per-node=-1", "dcr.public-clients.refresh-tokens=true"));
		return properties.toArray(String[]::new);
	}

	private static TestServer withAllPages() {
		String[] more = { "dcr.allowed-grant-types=authorization_code,refresh_token," + DEVICE_GRANT,
				"dcr.cimd.allowed[0].host=localhost:" + HOST.port(), "dcr.cimd.allowed[0].development=true" };
		return TestServer.shared(OwnConsentPage.class,
				Stream.of(properties(), more).flatMap(Arrays::stream).toArray(String[]::new));
	}

	private static DocumentClient client(Map<String, ?> members) {
		return client(server, members);
	}

	private static DocumentClient client(TestServer server, Map<String, ?> members) {
		Map<String, Object> document = new LinkedHashMap<>(
				Map.of("client_name", "Client", "redirect_uris", List.of(CALLBACK)));
		document.putAll(members);
		return new DocumentClient(server, HOST.document(HOST.path(), document), CALLBACK);
	}

	@ParameterizedTest
	@MethodSource("io.github.opendcr.testkit.DocumentFixture#all")
	void authorizeWhenDocumentWasSeenThenTokensAndRefresh(DocumentFixture fixture) {
		assertThat(fixture.seen()).as("when, and what of it is ours").containsPattern("20\\d\\d");
		String path = HOST.path();
		Map<String, Object> document = new LinkedHashMap<>(fixture.document());
		document.put("client_id", HOST.url(path));
		document.computeIfPresent("jwks_uri",
				(name, uri) -> HOST.on(path + "/jwks", 200, Answer.write(DocumentClient.jwks())));
		List<String> headers = new ArrayList<>();
		fixture.headers().forEach((name, value) -> headers.addAll(List.of(name, value)));
		HOST.json(path, Answer.write(document), headers.toArray(String[]::new));
		DocumentClient client = new DocumentClient(server, HOST.url(path), fixture.redirectUri());
		for (String method : fixture.authenticatesBy()) {
			Answer tokens = client.tokens(method).expect(200);
			assertThat(tokens.string("scope").split(" ")).containsExactlyInAnyOrder("openid", "profile");
			if (server.find(client.url()).getAuthorizationGrantTypes().toString().contains("refresh_token")) {
				Answer refreshed = client.refresh(method, tokens.string("refresh_token")).expect(200);
				assertThat(refreshed.json()).containsKey("access_token");
			}
		}
	}

	/**
	 * Draft -03, Client Authentication.
	 */
	@Nested
	class Authentication {

		@ParameterizedTest
		@CsvSource(nullValues = "-",
				value = { "-, -, none", "none, -, none", "private_key_jwt, -, private_key_jwt", "-, none, none",
						"-, private_key_jwt, private_key_jwt", "-, none private_key_jwt, none private_key_jwt",
						"private_key_jwt, none private_key_jwt, none private_key_jwt",
						"none, none private_key_jwt, none private_key_jwt", "none, none attest_jwt_client_auth, none",
						"-, spiffe_jwt private_key_jwt, private_key_jwt",
						"attest_jwt_client_auth, none attest_jwt_client_auth, none", "none, none, none" })
		void tokenWhenMembersSaySoThenByTheseMethodsAlone(@Nullable String one, @Nullable String several,
				String methods) {
			Map<String, Object> members = new LinkedHashMap<>(Map.of("jwks", DocumentClient.jwks()));
			if (one != null) {
				members.put("token_endpoint_auth_method", one);
			}
			if (several != null) {
				members.put("token_endpoint_auth_methods_supported", List.of(several.split(" ")));
			}
			DocumentClient client = client(members);
			for (String method : List.of("none", "private_key_jwt")) {
				Answer answer = client.tokens(method);
				assertThat(answer.status()).as(method).isEqualTo(methods.contains(method) ? 200 : 401);
			}
		}

		@Test
		void tokenWhenClientHasAChoiceThenPkceIsRequired() {
			DocumentClient client = client(Map.of("jwks", DocumentClient.jwks(),
					"token_endpoint_auth_methods_supported", List.of("none", "private_key_jwt")));
			client.code();
			Browser browser = new Browser(server.http());
			browser.logIn();
			Map<String, String> request = Browser.request(client.url(), CALLBACK);
			request.put("scope", "openid profile");
			request.keySet().removeIf((name) -> name.startsWith("code_challenge"));
			assertThat(browser.authorize(request).expect(302).header("Location")).contains("error=invalid_request");
		}

		@Test
		void tokenWhenDocumentNamesOtherKeysNowThenTheseCount() {
			DocumentClient client = client(
					Map.of("token_endpoint_auth_method", "private_key_jwt", "jwks", DocumentClient.jwks()));
			client.tokens("private_key_jwt").expect(200);
			String path = client.url().substring(HOST.url("").length());
			Map<String, Object> document = new LinkedHashMap<>(
					Map.of("client_name", "Client", "redirect_uris", List.of(CALLBACK), "token_endpoint_auth_method",
							"private_key_jwt", "jwks_uri", HOST.on(path + "/jwks", 200, "{\"keys\":[]}")));
			HOST.document(path, document);
			String code = client.code();
			assertThat(client.tokens("private_key_jwt", code).status()).isEqualTo(401);
			HOST.on(path + "/jwks2", 200, Answer.write(DocumentClient.jwks()));
			document.put("jwks_uri", HOST.url(path + "/jwks2"));
			HOST.document(path, document);
			client.tokens("private_key_jwt").expect(200);
		}

	}

	/**
	 * RFC 8628 §3.1: there is no user yet, so that the client comes by its key.
	 */
	@Nested
	class Device {

		private final TestServer server = withAllPages();

		@Test
		void beginWhenFirstContactByAssertionThenClientIsMadeAndGetsTokens() {
			DocumentClient client = client(this.server, Map.of("grant_types", List.of(DEVICE_GRANT, "refresh_token"),
					"token_endpoint_auth_method", "private_key_jwt", "jwks", DocumentClient.jwks()));
			Answer codes = begin(authenticated(client, Map.of("scope", "profile"))).expect(200);
			assertThat(HOST.requests(client.url())).isOne();
			Map<String, String> grant = Map.of("grant_type", DEVICE_GRANT, "device_code", codes.string("device_code"));
			assertThat(this.server.token(authenticated(client, grant)).json()).containsEntry("error",
					"authorization_pending");
			allow(client, codes);
			Answer tokens = this.server.token(authenticated(client, grant)).expect(200);
			assertThat(this.server.introspect(tokens.string("access_token")).expect(200).json())
				.containsEntry("client_id", client.url());
			client.refresh("private_key_jwt", tokens.string("refresh_token")).expect(200);
			assertThat(HOST.requests(client.url())).isOne();
		}

		/**
		 * The grant needs a client's credentials here, whatever document it has.
		 */
		@Test
		void beginWhenPublicThenRefusedWhetherKnownOrNot() {
			DocumentClient client = client(this.server,
					Map.of("grant_types", List.of("authorization_code", DEVICE_GRANT)));
			Map<String, String> request = Map.of("client_id", client.url(), "scope", "profile");
			assertThat(begin(request).expect(401).json()).containsEntry("error", "invalid_client");
			assertThat(HOST.requests(client.url())).isZero();
			assertThat(this.server.find(client.url())).isNull();
			Browser user = new Browser(this.server.http());
			user.logIn();
			user.authorize(client.url(), CALLBACK, Map.of("scope", "openid")).expect(302);
			assertThat(this.server.find(client.url()).getAuthorizationGrantTypes()).extracting("value")
				.containsExactly("authorization_code");
			assertThat(begin(request).expect(401).json()).containsEntry("error", "invalid_client");
		}

		private Answer begin(Map<String, String> form) {
			return this.server.http().form("/oauth2/device_authorization", form);
		}

		private void allow(DocumentClient client, Answer codes) {
			Http http = this.server.http();
			Browser user = new Browser(http);
			user.logIn();
			String userCode = codes.string("user_code");
			String page = user.get("/oauth2/device_verification?user_code=" + userCode).expect(302).header("Location");
			assertThat(http.get(page).expect(200).json()).containsEntry("clientHost", "localhost");
			user.post("/oauth2/device_verification", Map.of("client_id", client.url(), "user_code", userCode, "scope",
					"profile", "state", Browser.parameter(page, "state")))
				.expect(302);
		}

		private static Map<String, String> authenticated(DocumentClient client, Map<String, String> form) {
			Map<String, String> all = new LinkedHashMap<>(form);
			all.put("client_id", client.url());
			all.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
			all.put("client_assertion", client.assertion("JWT"));
			return all;
		}

	}

	/**
	 * What the user is shown, and what happens meanwhile.
	 */
	@Nested
	class Consent {

		private final TestServer server = withAllPages();

		private final Http http = this.server.http();

		private final Browser browser = new Browser(this.http);

		private Map<String, Object> model(Answer page) {
			return this.http.get(page.expect(302).header("Location")).expect(200).json();
		}

		private Answer authorize(DocumentClient client) {
			return this.browser.authorize(client.url(), CALLBACK, Map.of("scope", "openid profile"));
		}

		private Answer allow(DocumentClient client, Answer page) {
			return this.browser.post("/oauth2/authorize", Map.of("client_id", client.url(), "scope", "profile", "state",
					Browser.parameter(page.expect(302).header("Location"), "state")));
		}

		@Test
		void consentThenTheHostOfTheClientIdIsShown() {
			DocumentClient client = client(this.server, Map.of("client_name", "Your bank"));
			this.browser.logIn();
			assertThat(model(authorize(client))).containsEntry("clientHost", "localhost")
				.containsEntry("shortClientHost", "localhost")
				.containsEntry("selfRegistered", true)
				.containsEntry("clientName", "Your bank")
				.containsEntry("redirectHost", "client.example")
				.containsEntry("loopbackOnly", false)
				.containsEntry("changed", false);
		}

		@Test
		void consentWhenAllRedirectUrisAreOnTheDeviceThenSaysSo() {
			DocumentClient client = client(this.server,
					Map.of("redirect_uris", List.of("http://localhost/cb", "http://127.0.0.1/cb")));
			this.browser.logIn();
			Answer page = this.browser.authorize(client.url(), "http://localhost:5678/cb",
					Map.of("scope", "openid profile"));
			assertThat(model(page)).containsEntry("loopbackOnly", true).containsEntry("onThisDevice", true);
		}

		@Test
		void consentWhenHostIsMarkedAsInDevelopmentThenSaysSo() {
			DocumentClient client = client(this.server, Map.of());
			this.browser.logIn();
			assertThat(model(authorize(client))).containsEntry("development", true);
			String registered = this.server
				.registered(Answer.write(Map.of("redirect_uris", List.of(CALLBACK), "scope", "openid profile")))
				.id();
			Answer page = this.browser.authorize(registered, CALLBACK, Map.of("scope", "openid profile"));
			assertThat(model(page)).containsEntry("development", false);
		}

		@Test
		void consentWhenDocumentChangedSinceTheUserAgreedThenSaysSo() {
			DocumentClient client = client(this.server, Map.of());
			this.browser.logIn();
			allow(client, authorize(client)).expect(302);
			HOST.document(client.url().substring(HOST.url("").length()),
					Map.of("client_name", "Another", "redirect_uris", List.of(CALLBACK)));
			assertThat(model(authorize(client))).containsEntry("changed", true).containsEntry("clientName", "Another");
		}

		/**
		 * §8.8: a logo would tell its host who looks at the page.
		 */
		@Test
		void consentWhenDocumentHasALogoThenItIsNeitherFetchedNorShown() {
			String logo = HOST.url(HOST.path());
			DocumentClient client = client(this.server, Map.of("logo_uri", logo));
			this.browser.logIn();
			assertThat(model(authorize(client)).toString()).doesNotContain(logo);
			assertThat(this.server.bean(ClientRegistrationStore.class).findByClientId(client.url()).metadata().asMap())
				.containsEntry("logo_uri", logo);
			assertThat(HOST.requests(logo)).isZero();
		}

		@Test
		void consentWhenDocumentWithdrewTheRedirectUriMeanwhileThenNoCodeGoesThere() {
			DocumentClient client = client(this.server, Map.of());
			this.browser.logIn();
			Answer page = authorize(client);
			HOST.document(client.url().substring(HOST.url("").length()),
					Map.of("client_name", "Client", "redirect_uris", List.of(CALLBACK + "/other")));
			Browser other = new Browser(this.server.http());
			other.logIn();
			other.authorize(client.url(), CALLBACK + "/other", Map.of("scope", "openid profile"));
			Answer refused = allow(client, page);
			assertThat(refused.status()).isEqualTo(400);
			assertThat(refused.header("Location")).isEmpty();
		}

	}

}
