package io.github.opendcr.e2e.rfc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OAuth 2.0 Authorization Server Issuer Identification (RFC 9207).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Rfc9207Tests {

	private static final String CALLBACK = "https://client.example/cb";

	private static final String CLIENT = """
			{"redirect_uris": ["%s"], "scope": "openid profile"}""";

	private TestServer server;

	@BeforeAll
	void start() {
		this.server = TestServer.start("dcr.redirect-uris.allowed-schemes=cursor");
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@Test
	void discoveryThenSaysThatResponsesNameTheIssuer() {
		for (String document : List.of("oauth-authorization-server", "openid-configuration")) {
			assertThat(this.server.http().get("/.well-known/" + document).expect(200).json())
				.containsEntry("authorization_response_iss_parameter_supported", true);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { CALLBACK, CALLBACK + "?a=b", "com.example.app:/cb", "cursor://app/cb",
			"http://127.0.0.1:1234/" })
	void authorizeWhenGrantedThenIssuerIsThere(String redirectUri) {
		Registered client = this.server.registered(CLIENT.formatted(redirectUri));
		Browser browser = new Browser(this.server.http());
		browser.logIn();
		Answer page = browser.authorize(client.id(), redirectUri, Map.of("scope", "profile"));
		String location = browser.consent(page).expect(302).header("Location");
		assertThat(location).startsWith(redirectUri + ((redirectUri.indexOf('?') < 0) ? "?code=" : "&code="));
		assertThat(location.split("[?&]")).contains("state=the-state", "iss=" + encoded(this.server.base()));
	}

	@Test
	void authorizeWhenErrorThenIssuerIsThere() {
		Registered client = this.server.registered(CLIENT.formatted(CALLBACK));
		Browser browser = new Browser(this.server.http());
		Map<String, Map<String, String>> errors = new LinkedHashMap<>();
		errors.put("invalid_scope", Map.of("scope", "admin"));
		errors.put("invalid_request", Map.of("scope", "openid", "code_challenge", "", "code_challenge_method", ""));
		errors.forEach((error, request) -> assertThat(issuer(browser.authorize(client.id(), CALLBACK, request), error))
			.isEqualTo(this.server.base()));
		browser.logIn();
		assertThat(issuer(browser.authorize(client.id(), CALLBACK, Map.of("scope", "openid profile", "prompt", "none")),
				"consent_required"))
			.isEqualTo(this.server.base());
	}

	@Test
	void authorizeWhenRefusedThenIssuerIsThere() {
		Registered client = this.server.registered(CLIENT.formatted(CALLBACK));
		Http http = this.server.http();
		Browser browser = new Browser(http);
		browser.logIn();
		String page = browser.authorize(client.id(), CALLBACK, Map.of("scope", "profile")).expect(200).body();
		String state = page.replaceAll("(?s).*name=\"state\" value=\"([^\"]*)\".*", "$1");
		Answer refused = http.form("/oauth2/authorize", Map.of("client_id", client.id(), "state", state));
		assertThat(issuer(refused, "access_denied")).isEqualTo(this.server.base());
	}

	@Test
	void authorizeWhenNobodyIsRedirectedThenNothingChanges() {
		Registered client = this.server.registered(CLIENT.formatted(CALLBACK));
		Browser browser = new Browser(this.server.http());
		browser.logIn();
		Answer answer = browser.authorize(client.id(), "https://elsewhere.example/", Map.of());
		assertThat(answer.expect(400).headers().firstValue("Location")).isEmpty();
	}

	@Test
	void authorizeWhenRegisteredByHandThenIssuerIsThere() {
		RegisteredClient client = RegisteredClient.withId("rfc9207")
			.clientId("rfc9207")
			.clientSecret("{noop}rfc9207")
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri(CALLBACK)
			.scope("profile")
			.build();
		this.server.bean(RegisteredClientRepository.class).save(client);
		Browser browser = new Browser(this.server.http());
		browser.logIn();
		Answer answer = browser.authorize("rfc9207", CALLBACK, Map.of("scope", "profile"));
		assertThat(Browser.parameter(answer.expect(302).header("Location"), "iss")).isEqualTo(this.server.base());
	}

	@Test
	void authorizeWhenSeveralIssuersThenNamesTheOneThatAnswers() {
		try (TestServer other = TestServer.start(TestServer.SEVERAL_ISSUERS)) {
			Registered client = new Registered(other.http(),
					other.http().post("/deep/one/oauth2/register", CLIENT.formatted(CALLBACK)).expect(201));
			Answer answer = other.http()
				.get("/deep/one/oauth2/authorize?"
						+ Http.encode(Map.of("response_type", "code", "client_id", client.id(), "redirect_uri",
								CALLBACK, "scope", "admin", "code_challenge", "x", "code_challenge_method", "S256")));
			assertThat(issuer(answer, "invalid_scope")).isEqualTo(other.base() + "/deep/one");
		}
	}

	@Test
	void authorizeWhenApplicationAnswersThenItsAnswerStays() {
		try (TestServer other = TestServer.start(OwnHandlers.class, "dcr.require-authorization-consent=false")) {
			Registered client = other.registered(CLIENT.formatted(CALLBACK));
			Browser browser = new Browser(other.http());
			browser.logIn();
			Answer seeOther = browser.authorize(client.id(), CALLBACK, Map.of("scope", "profile")).expect(303);
			assertThat(seeOther.header("Location")).isEqualTo(CALLBACK + "#code=x&mine=y&iss=" + encoded(other.base()));
			assertThat(browser.authorize(client.id(), CALLBACK, Map.of("scope", "profile", "state", "own-issuer"))
				.expect(302)
				.header("Location")).isEqualTo(CALLBACK + "?code=x&iss=mine");
			assertThat(browser.authorize(client.id(), CALLBACK, Map.of("scope", "profile", "state", "elsewhere"))
				.expect(302)
				.header("Location")).isEqualTo("https://elsewhere.example/?code=x");
			Answer page = browser.authorize(client.id(), CALLBACK, Map.of("scope", "admin")).expect(418);
			assertThat(page.body()).isEqualTo("no");
		}
	}

	private static String issuer(Answer answer, String error) {
		String location = answer.expect(302).header("Location");
		assertThat(location).startsWith(CALLBACK + "?error=" + error + "&");
		assertThat(location.split("iss=")).hasSize(2);
		return Browser.parameter(location, "iss");
	}

	private static String encoded(String url) {
		return url.replace(":", "%3A").replace("/", "%2F");
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandlers {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http) {
			DefaultRedirectStrategy seeOther = new DefaultRedirectStrategy();
			seeOther.setStatusCode(HttpStatus.SEE_OTHER);
			http.oauth2AuthorizationServer((server) -> {
				http.securityMatcher(server.getEndpointsMatcher());
				server.authorizationEndpoint(
						(endpoint) -> endpoint.authorizationResponseHandler((request, response, authentication) -> {
							OAuth2AuthorizationCodeRequestAuthenticationToken token = (OAuth2AuthorizationCodeRequestAuthenticationToken) authentication;
							switch (String.valueOf(token.getState())) {
								case "own-issuer" -> response.sendRedirect(token.getRedirectUri() + "?code=x&iss=mine");
								case "elsewhere" -> response.sendRedirect("https://elsewhere.example/?code=x");
								default ->
									seeOther.sendRedirect(request, response, token.getRedirectUri() + "#code=x&mine=y");
							}
						}).errorResponseHandler((request, response, exception) -> {
							response.setStatus(418);
							response.getWriter().write("no");
						}));
			});
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			return http.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain pages(HttpSecurity http) {
			http.formLogin(Customizer.withDefaults());
			return http.build();
		}

	}

}
