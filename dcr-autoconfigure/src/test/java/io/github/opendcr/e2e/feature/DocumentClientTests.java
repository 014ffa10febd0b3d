package io.github.opendcr.e2e.feature;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.SeenEvents;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A client whose {@code client_id} is the URL of its document: from the first time that
 * it sends a user here.
 *
 * @see <a href=
 * "https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/">
 * draft-ietf-oauth-client-id-metadata-document</a>
 */
class DocumentClientTests {

	private static final String REDIRECT_URI = "http://127.0.0.1/callback";

	private static final Map<String, Object> DOCUMENT = Map.of("client_name", "A Client", "redirect_uris",
			List.of(REDIRECT_URI), "grant_types", List.of("authorization_code", "refresh_token"),
			"token_endpoint_auth_method", "none");

	private static final DocumentHost HOST = DocumentHost.shared();

	private static TestServer server;

	private static MutableClock clock;

	@BeforeAll
	static void start() {
		HOST.document("/waiting", DOCUMENT); // is listed, and so is fetched at the start
		server = TestServer.start(OwnLine.class,
				HOST.admitted("dcr.public-clients.refresh-tokens=true",
						"dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials",
						"dcr.policies.waiting.approval=manual", "dcr.cimd.allowed[1].url=" + HOST.url("/waiting"),
						"dcr.cimd.allowed[1].policy=waiting"));
		clock = server.bean(MutableClock.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Browser loggedIn() {
		Browser browser = new Browser(server.http());
		browser.logIn();
		return browser;
	}

	private static Answer authorize(Browser browser, String url) {
		return browser.authorize(url, REDIRECT_URI, Map.of("scope", "openid profile"));
	}

	private static ClientRegistration registration(String url) {
		return server.bean(ClientRegistrationStore.class).findByClientId(url);
	}

	private static Map<String, String> publicClient(String url, Map<String, String> form) {
		Map<String, String> all = new LinkedHashMap<>(form);
		all.put("client_id", url);
		return all;
	}

	private static Answer tokens(String url) {
		String code = new Browser(server.http()).code(url, REDIRECT_URI, "openid profile");
		return server.token(publicClient(url, TestServer.codeGrant(code, REDIRECT_URI))).expect(200);
	}

	private static Answer refresh(String url, Answer tokens) {
		return server.token(publicClient(url,
				Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token"))));
	}

	private static List<ClientEvent> events(String url) {
		return server.bean(SeenEvents.class)
			.seen()
			.stream()
			.filter(ClientEvent.class::isInstance)
			.map(ClientEvent.class::cast)
			.filter((event) -> event.registration().clientId().equals(url))
			.toList();
	}

	private static void assertRefused(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
		assertThat(answer.header("Location")).isEmpty();
		assertThat(answer.body()).contains("not registered at this server");
	}

	private static void assertInvalidClient(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
		assertThat(answer.json()).containsEntry("error", "invalid_client");
	}

	@Test
	void discoveryThenBothDocumentsSaySo() {
		for (String document : List.of("oauth-authorization-server", "openid-configuration")) {
			Map<String, Object> metadata = server.get("/.well-known/" + document).expect(200).json();
			assertThat(metadata).containsEntry("client_id_metadata_document_supported", true)
				.containsEntry("authorization_response_iss_parameter_supported", true);
			assertThat((List<?>) metadata.get("code_challenge_methods_supported")).isEqualTo(List.of("S256"));
			assertThat(TestServer.shared().get("/.well-known/" + document).expect(200).json())
				.doesNotContainKey("client_id_metadata_document_supported");
		}
	}

	@Test
	void authorizeWhenOffThenUrlIsAnUnknownClientLikeAnyOther() {
		String url = HOST.document(HOST.path(), DOCUMENT);
		Browser browser = new Browser(TestServer.shared().http());
		browser.logIn();
		assertRefused(authorize(browser, url));
		assertThat(HOST.requests(url)).isZero();
	}

	@Test
	void authorizeWhenFirstTimeThenTakesTheStagesOfARegistration() {
		Map<String, Long> before = stages();
		authorize(loggedIn(), HOST.document(HOST.path(), DOCUMENT)).expect(200);
		Map<String, Long> after = stages();
		for (String stage : List.of("metadata", "map", "store")) {
			assertThat(after.get(stage)).as(stage).isGreaterThan(before.getOrDefault(stage, 0L));
		}
	}

	private static Map<String, Long> stages() {
		return server.bean(MeterRegistry.class)
			.find("dcr.registration.stages")
			.timers()
			.stream()
			.collect(Collectors.groupingBy((timer) -> timer.getId().getTag("stage"),
					Collectors.summingLong(Timer::count)));
	}

	@Test
	void authorizeWhenFirstTimeThenLoginThenFetchedOnceAndStored() {
		String url = HOST.document(HOST.path(), DOCUMENT);
		Browser browser = new Browser(server.http());
		Answer login = authorize(browser, url).expect(302);
		assertThat(login.header("Location")).endsWith("/login");
		assertThat(HOST.requests(url)).isZero();
		assertThat(server.find(url)).isNull();
		browser.logIn();
		Answer consent = authorize(browser, url).expect(200);
		assertThat(HOST.requests(url)).isEqualTo(1);
		String code = Browser.parameter(browser.consent(consent).expect(302).header("Location"), "code");
		Answer tokens = server.token(publicClient(url, TestServer.codeGrant(code, REDIRECT_URI))).expect(200);
		Answer refreshed = refresh(url, tokens).expect(200);
		assertThat(refreshed.string("refresh_token")).isNotEqualTo(tokens.string("refresh_token"));
		assertThat(HOST.requests(url)).isEqualTo(1);
		RegisteredClient client = server.find(url);
		assertThat(DynamicClients.isDynamic(client)).isTrue();
		assertThat(DynamicClients.isOfDocument(client)).isTrue();
		assertThat(client.getClientName()).isEqualTo("A Client");
		assertThat(registration(url).isOfDocument()).isTrue();
		assertThat(registration(url).registrationAccessToken()).isNull();
	}

	@Test
	void authorizeWhenUserIsLoggedInThenLoopbackPortMayDiffer() {
		String url = HOST.document(HOST.path(),
				Map.of("client_name", "Claude Code", "redirect_uris", List.of("http://localhost/callback")));
		String code = new Browser(server.http()).code(url, "http://localhost:51234/callback", "openid");
		assertThat(code).isNotEmpty();
	}

	@Test
	void authorizeWhenRedirectUriIsNotInTheDocumentThenRefusedWithoutRedirect() {
		String url = HOST.document(HOST.path(), DOCUMENT);
		Answer answer = loggedIn().authorize(url, "https://evil.example/callback", Map.of("scope", "openid"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Location")).isEmpty();
	}

	@Test
	void authorizeWhenManyAnonymousThenNothingIsFetchedOrStored() {
		Map<String, Integer> rows = server.rows();
		int requests = HOST.requests().size();
		Browser anonymous = new Browser(server.http());
		for (int i = 0; i < 100; i++) {
			assertThat(authorize(anonymous, HOST.url("/flood/" + i)).status()).isEqualTo(302);
		}
		assertThat(HOST.requests()).hasSize(requests);
		assertThat(server.rows()).isEqualTo(rows);
	}

	@Test
	void authorizeWhenNoPageMayBeShownAndNobodyIsLoggedInThenRefusedWithoutRedirect() {
		String url = HOST.document(HOST.path(), DOCUMENT);
		assertRefused(
				new Browser(server.http()).authorize(url, REDIRECT_URI, Map.of("scope", "openid", "prompt", "none")));
		assertThat(HOST.requests(url)).isZero();
	}

	@Test
	void authorizeWhenFirstRequestDemandsSomethingOfTheLoginThenItIsDemanded() {
		String url = HOST.document(HOST.path(), DOCUMENT);
		Answer invalid = loggedIn().authorize(url, REDIRECT_URI, Map.of("scope", "openid", "max_age", "x"));
		assertThat(Browser.parameter(invalid.expect(302).header("Location"), "error")).isEqualTo("invalid_request");
		String other = HOST.document(HOST.path(), DOCUMENT);
		Answer login = loggedIn().authorize(other, REDIRECT_URI, Map.of("scope", "openid", "prompt", "login"));
		assertThat(login.expect(302).header("Location")).endsWith("/login");
		assertThat(HOST.requests(other)).isEqualTo(1);
	}

	@Test
	void pushOrTokenWhenPublicAndUnknownThenInvalidClientAndNothingIsFetched() {
		String url = HOST.document(HOST.path(), DOCUMENT);
		assertInvalidClient(server.http().form("/oauth2/par", Browser.request(url, REDIRECT_URI)));
		assertInvalidClient(server.token(publicClient(url, TestServer.codeGrant("x", REDIRECT_URI))));
		assertInvalidClient(
				server.token(publicClient(url, Map.of("grant_type", "refresh_token", "refresh_token", "x"))));
		assertInvalidClient(server.token(publicClient(url, Map.of("grant_type", "client_credentials"))));
		assertInvalidClient(
				server.token(encoded(url), "secret", Map.of("grant_type", "client_credentials", "scope", "openid")));
		assertInvalidClient(server.token(url, "secret", Map.of("grant_type", "client_credentials")));
		assertThat(HOST.requests(url)).isZero();
		assertThat(server.find(url)).isNull();
	}

	private static String encoded(String url) {
		return URLEncoder.encode(url, StandardCharsets.UTF_8);
	}

	@Test
	void pushWhenPublicAndKnownThenPushedAndTokensFollow() {
		String url = HOST.document(HOST.path(), DOCUMENT);
		tokens(url);
		Map<String, String> pushed = Browser.request(url, REDIRECT_URI);
		pushed.put("scope", "openid");
		String requestUri = server.http().form("/oauth2/par", pushed).expect(201).string("request_uri");
		String location = new Browser(server.http()).walk(Map.of("client_id", url, "request_uri", requestUri));
		String code = Browser.parameter(location, "code");
		Answer tokens = server.token(publicClient(url, TestServer.codeGrant(code, REDIRECT_URI))).expect(200);
		refresh(url, tokens).expect(200);
		assertThat(HOST.requests(url)).isEqualTo(1);
	}

	/**
	 * No user stands behind a pushed request, so that a public client which wants all of
	 * its requests pushed becomes known by its first one, which is refused for that.
	 */
	@Test
	void pushWhenPublicAndPushingIsRequiredThenTheFirstUserMakesItKnown() {
		Map<String, Object> document = new LinkedHashMap<>(DOCUMENT);
		document.put("require_pushed_authorization_requests", true);
		String url = HOST.document(HOST.path(), document);
		Map<String, String> request = Browser.request(url, REDIRECT_URI);
		request.put("scope", "openid");
		assertInvalidClient(server.http().form("/oauth2/par", request));
		Answer refused = loggedIn().authorize(request);
		assertThat(refused.toString()).contains("invalid_request").doesNotContain("code=");
		String requestUri = server.http().form("/oauth2/par", request).expect(201).string("request_uri");
		String location = new Browser(server.http()).walk(Map.of("client_id", url, "request_uri", requestUri));
		String code = Browser.parameter(location, "code");
		server.token(publicClient(url, TestServer.codeGrant(code, REDIRECT_URI))).expect(200);
		assertThat(HOST.requests(url)).isEqualTo(1);
	}

	@Test
	void authorizeWhenDocumentAsksForScopesThatNobodyAllowsThenNeverWidened() {
		Map<String, Object> document = new LinkedHashMap<>(DOCUMENT);
		document.put("scope", "openid admin profile");
		String url = HOST.document(HOST.path(), document);
		assertThat(tokens(url).string("scope").split(" ")).containsExactlyInAnyOrder("openid", "profile");
		Answer refused = loggedIn().authorize(url, REDIRECT_URI, Map.of("scope", "openid admin"));
		assertThat(Browser.parameter(refused.expect(302).header("Location"), "error")).isEqualTo("invalid_scope");
	}

	@Test
	void authorizeWhenApplicationHasRulesOfItsOwnThenTheyHoldForDocumentsToo() {
		Map<String, Object> document = new LinkedHashMap<>(DOCUMENT);
		document.put("client_name", OwnLine.REFUSED);
		assertThat(server.register(Answer.write(document)).status()).isEqualTo(400);
		String url = HOST.document(HOST.path(), document);
		assertRefused(authorize(loggedIn(), url));
		assertThat(server.find(url)).isNull();
		assertThat(registration(url)).isNull();
		assertThat(HOST.requests(url)).isEqualTo(1);
		assertThat(events(url)).isEmpty();
		String other = HOST.document(HOST.path(), DOCUMENT);
		tokens(other);
		assertThat(events(other)).singleElement().isInstanceOf(ClientEvent.Registered.class);
	}

	@Test
	void authorizeWhenApprovalIsManualThenPageSaysThatItWaitsUntilItIsActivated() {
		String url = HOST.url("/waiting");
		for (int i = 0; i < 2; i++) {
			Answer answer = authorize(loggedIn(), url);
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body()).contains("waits for the approval");
		}
		assertThat(HOST.requests(url)).isEqualTo(1);
		assertThat(registration(url).registrant().policy()).isEqualTo("waiting");
		server.bean(ClientLifecycle.class).activate(url);
		tokens(url);
	}

	@Test
	void manageWhenDocumentThenNoTokenIsValid() {
		String url = HOST.document(HOST.path(), DOCUMENT);
		tokens(url);
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(
					() -> server.bean(ClientRegistrationService.class).configuration().authenticate(url, "dcr_rat_x"))
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(RegistrationError.INVALID_TOKEN));
		assertThat(server.get("/oauth2/register/x", Registered.bearer("dcr_rat_x")).status()).isEqualTo(401);
	}

	@Test
	void authorizeWhenApplicationConfiguredTheUrlThenItsClientIsUsed() {
		String url = HOST.document(HOST.path(), DOCUMENT);
		RegisteredClient own = RegisteredClient.withId(url)
			.clientId(url)
			.clientSecret("{noop}" + url)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("https://own.example/callback")
			.scope("openid")
			.build();
		server.bean(RegisteredClientRepository.class).save(own);
		server.token(Map.of("grant_type", "client_credentials", "client_id", url, "client_secret", url)).expect(200);
		Answer answer = loggedIn().authorize(url, "https://own.example/callback", Map.of("scope", "openid"));
		assertThat(Browser.parameter(answer.expect(302).header("Location"), "code")).isNotEmpty();
		assertThat(HOST.requests(url)).isZero();
		assertThat(registration(url)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"scope\": \"openid email\"", "\"application_type\": \"native\"",
			"\"contacts\": [\"a@client.example\"], \"policy_uri\": \"https://client.example/p\"",
			"\"grant_types\": [\"authorization_code\"], \"response_types\": [\"code\"]",
			"\"require_pushed_authorization_requests\": true",
			"\"software_id\": \"s\", \"software_version\": \"1\", \"client_name#fr\": \"Un client\"",
			"\"token_endpoint_auth_method\": \"private_key_jwt\", \"token_endpoint_auth_signing_alg\": \"RS256\", "
					+ "\"jwks_uri\": \"https://client.example/jwks\"" })
	void authorizeWhenSameMetadataWasRegisteredThenSettingsAreTheSame(String members) {
		Map<String, Object> metadata = new LinkedHashMap<>(DOCUMENT);
		metadata.putAll(new Answer(200, null, "{" + members + "}").json());
		String url = HOST.document(HOST.path(), metadata);
		authorize(loggedIn(), url);
		RegisteredClient document = server.find(url);
		RegisteredClient registered = server.find(server.registered(Answer.write(metadata)).id());
		assertThat(document.getTokenSettings().getSettings()).isEqualTo(registered.getTokenSettings().getSettings());
		Map<String, Object> settings = new LinkedHashMap<>(document.getClientSettings().getSettings());
		settings.remove("settings.client.registration-document");
		assertThat(settings).isEqualTo(registered.getClientSettings().getSettings());
		assertThat(document.getAuthorizationGrantTypes()).isEqualTo(registered.getAuthorizationGrantTypes());
		assertThat(document.getClientAuthenticationMethods()).isEqualTo(registered.getClientAuthenticationMethods());
		assertThat(document.getScopes()).isEqualTo(registered.getScopes());
		assertThat(document.getRedirectUris()).isEqualTo(registered.getRedirectUris());
	}

	@Test
	void authorizeWhenDocumentChangedThenClientFollowsAndKeepsItsIdAndTokens() {
		String path = HOST.path();
		String url = HOST.document(path, DOCUMENT, "ETag", "\"1\"");
		Answer tokens = tokens(url);
		ClientRegistration first = registration(url);
		clock.advance(Duration.ofHours(2));
		HOST.on(path, (exchange) -> exchange.sendResponseHeaders(304, -1));
		authorize(loggedIn(), url).expect(302);
		assertThat(HOST.requestsTo(url).get(1).header("If-None-Match")).isEqualTo("\"1\"");
		assertThat(registration(url)).isEqualTo(first);
		assertThat(authorize(loggedIn(), url).status()).isEqualTo(302);
		assertThat(HOST.requests(url)).isEqualTo(2);
		clock.advance(Duration.ofHours(2));
		Map<String, Object> changed = new LinkedHashMap<>(DOCUMENT);
		changed.put("client_name", "Another Name");
		HOST.document(path, changed);
		loggedIn().authorize(url, REDIRECT_URI, Map.of("scope", "openid profile"));
		assertThat(registration(url).version()).isEqualTo(first.version() + 1);
		assertThat(server.find(url).getClientName()).isEqualTo("Another Name");
		assertThat(server.find(url).getId()).isEqualTo(first.registeredClientId());
		refresh(url, tokens).expect(200);
	}

	@Test
	void authorizeWhenDocumentIsGoneInvalidOrOutOfReachThenOnlyAnOutageIsServed() {
		String path = HOST.path();
		String url = HOST.document(path, DOCUMENT);
		Answer tokens = tokens(url);
		for (int status : List.of(503, 429, 404, 410, 200)) {
			clock.advance(Duration.ofHours(2));
			HOST.on(path, status, "{}");
			Answer answer = authorize(loggedIn(), url);
			if (status == 503 || status == 429) {
				assertThat(answer.status()).as("%s", status).isEqualTo(302);
			}
			else {
				assertRefused(answer);
				Map<String, String> pushed = Browser.request(url, REDIRECT_URI);
				assertInvalidClient(server.http().form("/oauth2/par", pushed));
				pushed.put("grant_type", "refresh_token"); // which means nothing there
				assertInvalidClient(server.http().form("/oauth2/par", pushed));
			}
			tokens = refresh(url, tokens).expect(200);
		}
		clock.advance(Duration.ofHours(2));
		HOST.document(path, DOCUMENT);
		authorize(loggedIn(), url).expect(302);
	}

	@Test
	void authorizeWhenOperatorDisabledOrDeniedThenItStaysSo() {
		String path = HOST.path();
		String url = HOST.document(path, DOCUMENT);
		Answer tokens = tokens(url);
		String id = server.find(url).getId();
		server.bean(ClientLifecycle.class).disable(url);
		clock.advance(Duration.ofHours(2));
		assertThat(authorize(loggedIn(), url).body()).contains("disabled");
		assertThat(HOST.requests(url)).isEqualTo(1);
		assertInvalidClient(refresh(url, tokens));
		DeniedDocuments denied = server.bean(DeniedDocuments.class);
		assertThat(denied.deny(url, null)).isTrue();
		assertThat(server.find(url)).isNull();
		assertRefused(authorize(loggedIn(), url));
		assertRefused(authorize(new Browser(server.http()), url));
		assertThat(HOST.requests(url)).isEqualTo(1);
		assertThat(denied.list(null, 100)).contains(url);
		assertThat(denied.permit(url, null)).isTrue();
		tokens(url);
		assertThat(server.find(url).getId()).isNotEqualTo(id);
	}

	@Test
	void deleteThenNothingIsKnownOfItsDocumentAndTheNextAuthorizationMakesItAnew() {
		String url = HOST.document(HOST.path(), DOCUMENT);
		tokens(url);
		server.bean(ClientLifecycle.class).delete(url);
		assertThat(server.bean(ClientMetadataDocumentStore.class).find(url)).isNull();
		assertThat(server.find(url)).isNull();
		tokens(url);
		assertThat(HOST.requests(url)).isEqualTo(2);
	}

	@Test
	void denyWhenApplicationsClientThenItStays() {
		DeniedDocuments denied = server.bean(DeniedDocuments.class);
		assertThat(denied.deny(TestServer.CALLER, null)).isFalse();
		assertThat(server.find(TestServer.CALLER)).isNotNull();
		assertThat(Set.copyOf(denied.list(null, 100))).contains(TestServer.CALLER);
		denied.permit(TestServer.CALLER, null);
	}

	/**
	 * An application with a clock, and a rule that isn't about metadata.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnLine {

		static final String REFUSED = "Refused";

		@Bean
		MutableClock clock() {
			return new MutableClock();
		}

		@Bean
		RegistrationConstraint nobodyOfThatName() {
			return new RegistrationConstraint() {

				@Override
				public void onRegister(ClientRegistration registration) {
					if (REFUSED.equals(registration.metadata().getClientName())) {
						throw RegistrationException.invalidMetadata("client_name", "client_name is refused");
					}
				}

			};
		}

		@Bean
		SeenEvents events() {
			return new SeenEvents();
		}

	}

}
