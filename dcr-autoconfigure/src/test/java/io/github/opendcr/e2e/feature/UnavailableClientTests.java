package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2ClientAuthenticationConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that waits for approval, is disabled or has come to its end works at no
 * endpoint of the server, however it authenticates and whatever it was granted before.
 */
class UnavailableClientTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final Duration TIME_TO_LIVE = Duration.ofDays(1);

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "%s",
			"grant_types": ["authorization_code", "refresh_token", "client_credentials",
			"urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange"]}""";

	private static final String PUBLIC = """
			{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "none",
			"grant_types": ["authorization_code", "refresh_token"]}""";

	private static TestServer automatic;

	private static TestServer manual;

	@BeforeAll
	static void start() {
		automatic = TestServer.start(WithClock.class, properties("dcr.client-time-to-live=" + TIME_TO_LIVE));
		manual = TestServer.start(WithOwnAuthentication.class, properties("dcr.approval=manual"));
	}

	@AfterAll
	static void stop() {
		automatic.close();
		manual.close();
	}

	private static String[] properties(String... more) {
		return Stream.of(AllEndpoints.PROPERTIES, more, new String[] { "dcr.reaper.enabled=false" })
			.flatMap(Stream::of)
			.toArray(String[]::new);
	}

	/**
	 * Why a client works nowhere.
	 */
	enum Reason {

		PENDING("waits for the approval"), DISABLED("disabled"), EXPIRED("expired");

		private final String explanation;

		Reason(String explanation) {
			this.explanation = explanation;
		}

		TestServer server() {
			return (this == PENDING) ? manual : automatic;
		}

		void apply(Registered client) {
			switch (this) {
				case PENDING -> assertThat(client.read().json()).containsEntry("registration_status", "pending");
				case DISABLED -> assertThat(automatic.bean(ClientLifecycle.class).disable(client.id())).isTrue();
				case EXPIRED -> automatic.bean(MutableClock.class).advance(TIME_TO_LIVE);
			}
		}

	}

	@ParameterizedTest
	@EnumSource(Reason.class)
	void requestWhenClientAuthenticatesThenInvalidClientAtEveryEndpoint(Reason reason) {
		TestServer server = reason.server();
		Registered basic = server.registered(CLIENT.formatted("client_secret_basic"));
		Registered post = server.registered(CLIENT.formatted("client_secret_post"));
		Registered publicClient = server.registered(PUBLIC);
		if (reason != Reason.PENDING) {
			assertThat(credentialsOf(server, basic, "client_credentials").status()).isEqualTo(200);
		}
		reason.apply(basic);
		if (reason == Reason.DISABLED) {
			reason.apply(post);
			reason.apply(publicClient);
		}
		String[] credentials = TestServer.basic(basic.id(), basic.secret());
		Map<String, Map<String, String>> requests = new LinkedHashMap<>();
		requests.put("/oauth2/token", Map.of("grant_type", "client_credentials"));
		requests.put("/oauth2/introspect", Map.of("token", "x"));
		requests.put("/oauth2/revoke", Map.of("token", "x"));
		requests.put("/oauth2/device_authorization", Map.of("scope", "openid"));
		requests.put("/oauth2/par", authorization(basic.id()));
		requests.forEach((path, form) -> {
			assertInvalidClient(server.http().form(path, form, credentials));
			assertInvalidClient(server.http()
				.form(path, with(form, Map.of("client_id", post.id(), "client_secret", post.secret()))));
		});
		assertInvalidClient(server.token(basic.id(), basic.secret(), tokenExchange()));
		assertInvalidClient(server.token(basic.id(), basic.secret(),
				Map.of("grant_type", "urn:ietf:params:oauth:grant-type:device_code", "device_code", "x")));
		assertInvalidClient(
				server.token(with(TestServer.codeGrant("x", REDIRECT_URI), Map.of("client_id", publicClient.id()))));
		assertInvalidClient(server
			.token(Map.of("grant_type", "refresh_token", "refresh_token", "x", "client_id", publicClient.id())));
		assertInvalidClient(server.http().form("/oauth2/revoke", Map.of("token", "x", "client_id", publicClient.id())));
	}

	@ParameterizedTest
	@EnumSource(Reason.class)
	void requestWhenApplicationAuthenticatesClientThenInvalidClientAtEveryEndpoint(Reason reason) {
		TestServer server = reason.server();
		Registered client = server.registered(CLIENT.formatted("client_secret_basic"));
		if (reason != Reason.PENDING) {
			assertThat(own(server, client, "/oauth2/device_authorization", Map.of("scope", "profile")).status())
				.isEqualTo(200);
		}
		reason.apply(client);
		int authorizations = server.rows().get("oauth2_authorization");
		assertInvalidClient(own(server, client, "/oauth2/token", Map.of("grant_type", "client_credentials")));
		assertInvalidClient(own(server, client, "/oauth2/token", tokenExchange()));
		assertInvalidClient(own(server, client, "/oauth2/device_authorization", Map.of("scope", "profile")));
		assertInvalidClient(own(server, client, "/oauth2/par", authorization(client.id())));
		assertInvalidClient(own(server, client, "/oauth2/introspect", Map.of("token", "x")));
		assertInvalidClient(own(server, client, "/oauth2/revoke", Map.of("token", "x")));
		assertThat(server.rows()).containsEntry("oauth2_authorization", authorizations);
	}

	private static Answer own(TestServer server, Registered client, String path, Map<String, String> form) {
		return server.http().form(path, form, "X-Client", client.id());
	}

	@ParameterizedTest
	@EnumSource(Reason.class)
	void authorizeThenPageExplainsAndNoRedirect(Reason reason) {
		TestServer server = reason.server();
		Registered client = server.registered(PUBLIC);
		reason.apply(client);
		assertPage(new Browser(server.http()).authorize(client.id(), REDIRECT_URI, Map.of()), reason);
		Browser user = new Browser(server.http());
		user.logIn();
		assertPage(user.authorize(client.id(), REDIRECT_URI, Map.of("scope", "openid profile")), reason);
		assertPage(user.authorize(client.id(), REDIRECT_URI, Map.of("prompt", "none", "scope", "openid")), reason);
		assertPage(user.authorize(client.id(), "https://elsewhere.example/", Map.of()), reason);
	}

	@ParameterizedTest
	@EnumSource(names = { "DISABLED", "EXPIRED" })
	void authorizeWhenPushedBeforeThenPageExplains(Reason reason) {
		TestServer server = reason.server();
		Registered client = server.registered(PUBLIC);
		Map<String, String> pushed = push(server, client);
		reason.apply(client);
		Browser user = new Browser(server.http());
		assertPage(user.authorize(pushed), reason);
		user.logIn();
		assertPage(user.authorize(pushed), reason);
	}

	@Test
	void authorizeWhenClientIsDeletedThenPageExplains() {
		Registered client = automatic.registered(PUBLIC);
		Map<String, String> pushed = push(automatic, client);
		Http http = automatic.http();
		Browser user = new Browser(http);
		user.logIn();
		Answer consent = user.authorize(client.id(), REDIRECT_URI, Map.of("scope", "openid profile")).expect(200);
		client.delete().expect(204);
		assertPage(user.consent(consent), "not registered");
		for (Browser browser : List.of(user, new Browser(automatic.http()))) {
			assertPage(browser.authorize(client.id(), REDIRECT_URI, Map.of()), "not registered");
			assertPage(browser.authorize(client.id(), REDIRECT_URI, Map.of("scope", "openid", "prompt", "none")),
					"not registered");
			assertPage(browser.authorize(pushed), "not registered");
			assertPage(browser.authorize("nobody\0", REDIRECT_URI, Map.of()), "not registered");
		}
		assertPage(http.form("/oauth2/authorize", Browser.request(client.id(), REDIRECT_URI)), "not registered");
	}

	private static Map<String, String> push(TestServer server, Registered client) {
		String requestUri = server.http()
			.form("/oauth2/par", Browser.request(client.id(), REDIRECT_URI))
			.expect(201)
			.string("request_uri");
		return Map.of("client_id", client.id(), "request_uri", requestUri);
	}

	@ParameterizedTest
	@EnumSource(names = { "DISABLED", "EXPIRED" })
	void consentWhenPageWasShownBeforeThenPageExplainsAndNoCode(Reason reason) {
		TestServer server = reason.server();
		Registered client = server.registered(PUBLIC);
		Browser user = new Browser(server.http());
		user.logIn();
		Answer page = user.authorize(client.id(), REDIRECT_URI, Map.of("scope", "openid profile")).expect(200);
		reason.apply(client);
		assertPage(user.consent(page), reason);
	}

	@ParameterizedTest
	@EnumSource(names = { "DISABLED", "EXPIRED" })
	void tokenWhenCodeOrRefreshTokenWasIssuedBeforeThenInvalidClient(Reason reason) {
		TestServer server = reason.server();
		Registered client = server.registered(PUBLIC);
		String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
		Map<String, String> id = Map.of("client_id", client.id());
		Answer tokens = server.token(with(TestServer.codeGrant(code, REDIRECT_URI), id)).expect(200);
		String another = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
		Map<String, String> refresh = with(
				Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token")), id);
		reason.apply(client);
		assertInvalidClient(server.token(with(TestServer.codeGrant(another, REDIRECT_URI), id)));
		assertInvalidClient(server.token(refresh));
		if (reason == Reason.DISABLED) {
			server.bean(ClientLifecycle.class).activate(client.id());
			assertThat(server.token(refresh).json()).containsEntry("error", "invalid_grant");
			assertThat(server.token(with(TestServer.codeGrant(another, REDIRECT_URI), id)).json())
				.containsEntry("error", "invalid_grant");
		}
	}

	@Test
	void tokensWhenClientIsDisabledThenGoneForEverybody() {
		Registered client = automatic.registered(CLIENT.formatted("client_secret_basic"));
		String token = automatic.tokensByCode(client, REDIRECT_URI, "openid profile")
			.expect(200)
			.string("access_token");
		assertThat(automatic.introspect(token).json()).containsEntry("active", true);
		assertThat(automatic.http().get("/userinfo", Registered.bearer(token)).status()).isEqualTo(200);
		Reason.DISABLED.apply(client);
		assertThat(automatic.introspect(token).json()).isEqualTo(Map.of("active", false));
		assertThat(automatic.http().get("/userinfo", Registered.bearer(token)).status()).isEqualTo(401);
		Map<String, String> exchange = tokenExchange();
		exchange.put("subject_token", token);
		Registered other = automatic.registered(CLIENT.formatted("client_secret_basic"));
		assertThat(automatic.token(other.id(), other.secret(), exchange).json()).containsEntry("error",
				"invalid_grant");
	}

	@ParameterizedTest
	@EnumSource(names = { "DISABLED", "EXPIRED" })
	void deviceWhenUserCodeWasIssuedBeforeThenUserCanNotVerifyIt(Reason reason) {
		TestServer server = reason.server();
		Registered client = server.registered(CLIENT.formatted("client_secret_basic"));
		String userCode = server.http()
			.form("/oauth2/device_authorization", Map.of("scope", "profile"),
					TestServer.basic(client.id(), client.secret()))
			.expect(200)
			.string("user_code");
		reason.apply(client);
		Http http = server.http();
		new Browser(http).logIn();
		Answer answer = http.get("/oauth2/device_verification?user_code=" + userCode, "Accept", "text/html");
		// what was granted to a disabled client is gone, so there is no such code
		if (reason == Reason.EXPIRED) {
			assertPage(answer, reason);
		}
		assertThat(answer.status()).isIn(302, 400);
	}

	// Whoever checks a JWT by itself learns from no one else that the client is gone
	@Test
	void tokensWhenClientEndsSoonerThenTokensEndWithIt() {
		MutableClock clock = automatic.bean(MutableClock.class);
		Registered client = automatic.registered(CLIENT.formatted("client_secret_basic"));
		assertThat((int) credentialsOf(automatic, client, "client_credentials").json().get("expires_in"))
			.isGreaterThan(200);
		clock.advance(TIME_TO_LIVE.minusSeconds(60));
		Map<String, String> form = Map.of("grant_type", "client_credentials");
		for (Answer answer : List.of(credentialsOf(automatic, client, "client_credentials"),
				own(automatic, client, "/oauth2/token", form))) {
			assertThat((int) answer.json().get("expires_in")).isBetween(50, 60);
		}
	}

	@Test
	void tokensWhenClientWasRegisteredByHandThenAsEver() {
		assertThat(automatic.accessToken(TestServer.CALLER, "other")).isNotEmpty();
		assertThat(manual.accessToken(TestServer.OPAQUE_CALLER, "other")).isNotEmpty();
	}

	private static Answer credentialsOf(TestServer server, Registered client, String grantType) {
		return server.token(client.id(), client.secret(), Map.of("grant_type", grantType));
	}

	private static Map<String, String> authorization(String clientId) {
		return Map.of("response_type", "code", "client_id", clientId, "redirect_uri", REDIRECT_URI, "code_challenge",
				"x".repeat(43), "code_challenge_method", "S256");
	}

	private static Map<String, String> tokenExchange() {
		Map<String, String> form = new LinkedHashMap<>();
		form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
		form.put("subject_token", "x");
		form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
		return form;
	}

	private static Map<String, String> with(Map<String, String> form, Map<String, String> more) {
		Map<String, String> all = new LinkedHashMap<>(form);
		all.putAll(more);
		return all;
	}

	private static void assertInvalidClient(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
		assertThat(answer.json()).containsEntry("error", "invalid_client");
	}

	private static void assertPage(Answer answer, Reason reason) {
		assertPage(answer, reason.explanation);
	}

	private static void assertPage(Answer answer, String explanation) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
		assertThat(answer.header("Location")).isEmpty();
		assertThat(answer.header("Content-Type")).startsWith("text/html");
		assertThat(answer.header("Cache-Control")).contains("no-store");
		assertThat(answer.body()).contains(explanation);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ MutableClock.class, WithOwnAuthentication.class })
	static class WithClock {

	}

	/**
	 * An application that authenticates clients by a header of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(AllEndpoints.class)
	static class WithOwnAuthentication {

		@Bean
		Customizer<OAuth2ClientAuthenticationConfigurer> ownAuthentication(RegisteredClientRepository clients) {
			return (authentication) -> authentication.authenticationConverter((request) -> {
				String clientId = request.getHeader("X-Client");
				return (clientId != null) ? new UsernamePasswordAuthenticationToken(clientId, "") : null;
			}).authenticationProvider(new OwnProvider(clients));
		}

	}

	private record OwnProvider(RegisteredClientRepository clients) implements AuthenticationProvider {

		@Override
		public Authentication authenticate(Authentication authentication) {
			return new OAuth2ClientAuthenticationToken(this.clients.findByClientId(authentication.getName()),
					new ClientAuthenticationMethod("own"), null);
		}

		@Override
		public boolean supports(Class<?> authentication) {
			return authentication == UsernamePasswordAuthenticationToken.class;
		}

	}

}
