package io.github.opendcr.server;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.discovery.DiscoverySeams;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has a chain of its own, without OpenID Connect, with pushed
 * authorization requests, and that customizes what we customize too.
 */
class UserDefinedChainTests {

	private static final String ORIGIN = "https://app.example";

	private static final List<Set<String>> validated = new CopyOnWriteArrayList<>();

	private static ServerApplication server;

	@BeforeAll
	static void startServer() {
		server = ServerApplication.start(new SeamSettings("/connect/dcr", Set.of("client_secret_basic"),
				Set.of("profile"), false, List.of(ORIGIN), true, true),
				List.of(ServerApplication.InMemory.class, Chains.class));
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void discoveryWhenApplicationCustomizesThenBothAreThere() {
		Answer metadata = server.http().get("/.well-known/oauth-authorization-server");
		assertThat(metadata.string("registration_endpoint")).isEqualTo(server.base() + "/connect/dcr");
		assertThat(metadata.string("service_documentation")).isEqualTo("https://docs.example");
		assertThat(metadata.strings("token_endpoint_auth_methods_supported")).doesNotContain("none");
		assertThat(server.http().get("/.well-known/openid-configuration", "Accept", "application/json").body())
			.doesNotContain("registration_endpoint");
	}

	@Test
	void authorizeWhenApplicationHasValidatorThenRunsForVariedPortToo() {
		RegisteredClient client = saveConfidential();
		validated.clear();
		String redirect = server.browser().walk(authorization(client, "http://localhost:5151/cb"));
		assertThat(redirect).startsWith("http://localhost:5151/cb?code=");
		assertThat(validated).isNotEmpty()
			.allSatisfy((uris) -> assertThat(uris).contains("http://localhost:5151/cb", "http://localhost/cb"));
		assertThat(exchange(client, redirect, "http://localhost/cb").status()).isEqualTo(400);
	}

	@Test
	void authorizeWhenApplicationsValidatorRefusesThenIsRefused() {
		RegisteredClient client = saveConfidential();
		Map<String, String> parameters = new LinkedHashMap<>(authorization(client, "http://localhost:5151/cb"));
		parameters.put("scope", "forbidden");
		Answer response = server.browser().authorize(parameters);
		assertThat(response.header("Location")).startsWith("http://localhost:5151/cb?error=invalid_scope");
	}

	@Test
	void tokenWhenApplicationHasTokenGeneratorThenIsUsed() {
		RegisteredClient client = saveConfidential();
		String redirect = server.browser().walk(authorization(client, "http://localhost:5151/cb"));
		Answer response = exchange(client, redirect, "http://localhost:5151/cb");
		assertThat(response.status()).as(response.body()).isEqualTo(200);
		assertThat(response.string("access_token")).doesNotContain(".");
	}

	@Test
	void parWhenLocalhostPortVariesThenFlowCompletes() {
		RegisteredClient client = saveConfidential();
		Answer pushed = server.http()
			.form("/oauth2/par", authorization(client, "http://localhost:6161/cb"), "Authorization", basic(client));
		assertThat(pushed.status()).as(pushed.body()).isEqualTo(201);
		String redirect = server.browser()
			.walk(Map.of("client_id", client.getClientId(), "request_uri", pushed.string("request_uri")));
		assertThat(redirect).startsWith("http://localhost:6161/cb?code=");
		assertThat(exchange(client, redirect, "http://localhost:6161/cb").status()).isEqualTo(200);
		Answer refused = server.http()
			.form("/oauth2/par", authorization(client, "http://localhost:1@evil.example/cb"), "Authorization",
					basic(client));
		assertThat(refused.status()).isEqualTo(400);
	}

	@Test
	void corsWhenOriginIsAllowedThenHeaders() {
		for (String path : List.of("/.well-known/oauth-authorization-server", "/oauth2/jwks")) {
			Answer response = server.http().get(path, "Origin", ORIGIN);
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
			assertThat(response.header("Vary")).contains("Origin");
			assertThat(response.header("Access-Control-Allow-Credentials")).isEmpty();
		}
		Answer token = server.http()
			.form("/oauth2/token", Map.of("grant_type", "refresh_token", "client_id", "x", "refresh_token", "x"),
					"Origin", ORIGIN);
		assertThat(token.status()).isEqualTo(401);
		assertThat(token.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
	}

	@Test
	void corsWhenOriginIsNotAllowedThenAnswerWithoutHeaders() {
		Answer response = server.http()
			.get("/.well-known/oauth-authorization-server", "Origin", "https://evil.example");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Access-Control-Allow-Origin")).isEmpty();
		assertThat(response.header("Vary")).contains("Origin");
		Answer same = server.http().get("/.well-known/oauth-authorization-server");
		assertThat(same.header("Access-Control-Allow-Origin")).isEmpty();
		assertThat(same.header("Vary")).contains("Origin");
	}

	@Test
	void corsWhenEndpointIsForUsersThenNoHeaders() {
		Answer response = server.http().get("/oauth2/authorize", "Origin", ORIGIN);
		assertThat(response.header("Access-Control-Allow-Origin")).isEmpty();
	}

	@Test
	void preflightWhenOriginIsAllowedThenAnswered() {
		Answer response = server.http()
			.options("/oauth2/token", "Origin", ORIGIN, "Access-Control-Request-Method", "POST",
					"Access-Control-Request-Headers", "authorization, mcp-protocol-version");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
		assertThat(response.header("Access-Control-Allow-Methods")).contains("POST");
		assertThat(response.header("Access-Control-Allow-Headers")).contains("authorization", "mcp-protocol-version");
		assertThat(preflight("/.well-known/oauth-authorization-server", ORIGIN, "GET")).isEqualTo(200);
		assertThat(preflight("/.well-known/oauth-authorization-server", ORIGIN, "DELETE")).isEqualTo(403);
	}

	@Test
	void preflightWhenNotOursThenApplicationAnswers() {
		assertThat(preflight("/oauth2/token", "https://evil.example", "POST")).isNotEqualTo(200);
		assertThat(preflight("/somewhere", ORIGIN, "POST")).isNotEqualTo(200);
		// no OpenID Connect here
		assertThat(preflight("/userinfo", ORIGIN, "GET")).isNotEqualTo(200);
		assertThat(server.http().options("/oauth2/token", "Origin", ORIGIN).status()).isNotEqualTo(200);
	}

	private static int preflight(String path, String origin, String method) {
		Answer response = server.http().options(path, "Origin", origin, "Access-Control-Request-Method", method);
		return response.status();
	}

	private static RegisteredClient saveConfidential() {
		return server.save((client) -> client.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.redirectUri("http://localhost/cb")
			.scope("forbidden")
			.clientSecret("{dcr-sha256}" + Browser.challenge(client.build().getClientId())));
	}

	private static String basic(RegisteredClient client) {
		return "Basic "
				+ Base64.getEncoder().encodeToString((client.getClientId() + ":" + client.getClientId()).getBytes());
	}

	private static Answer exchange(RegisteredClient client, String redirect, String redirectUri) {
		return server.http()
			.form("/oauth2/token",
					Map.of("grant_type", "authorization_code", "code", Browser.parameter(redirect, "code"),
							"redirect_uri", redirectUri, "code_verifier", Browser.VERIFIER),
					"Authorization", basic(client));
	}

	private static Map<String, String> authorization(RegisteredClient client, String redirectUri) {
		return Map.of("response_type", "code", "client_id", client.getClientId(), "redirect_uri", redirectUri, "scope",
				"profile", "code_challenge", Browser.challenge(Browser.VERIFIER), "code_challenge_method", "S256");
	}

	@Configuration(proxyBeanMethods = false)
	static class Chains {

		@Bean
		@Order(0)
		SecurityFilterChain preflights(SeamSettings settings, AuthorizationServerServices services) {
			return DiscoverySeams.chain(settings.allowedOrigins(), services, () -> null);
		}

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http) {
			http.oauth2AuthorizationServer((authorizationServer) -> {
				http.securityMatcher(authorizationServer.getEndpointsMatcher());
				authorizationServer.pushedAuthorizationRequestEndpoint(Customizer.withDefaults());
				authorizationServer.tokenGenerator(tokenGenerator());
				authorizationServer
					.authorizationServerMetadataEndpoint((endpoint) -> endpoint.authorizationServerMetadataCustomizer(
							(metadata) -> metadata.claim("service_documentation", "https://docs.example")));
				authorizationServer.authorizationEndpoint(
						(endpoint) -> endpoint.authenticationProviders((providers) -> providers.stream()
							.filter(OAuth2AuthorizationCodeRequestAuthenticationProvider.class::isInstance)
							.map(OAuth2AuthorizationCodeRequestAuthenticationProvider.class::cast)
							.forEach((provider) -> provider.setAuthenticationValidator(Chains::validate))));
			});
			http.authorizeHttpRequests((authorize) -> authorize.anyRequest().authenticated());
			http.exceptionHandling((exceptions) -> exceptions.defaultAuthenticationEntryPointFor(
					new LoginUrlAuthenticationEntryPoint("/login"), new MediaTypeRequestMatcher(MediaType.TEXT_HTML)));
			return http.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain application(HttpSecurity http) {
			http.authorizeHttpRequests((authorize) -> authorize.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults());
			return http.build();
		}

		private static void validate(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
			OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_REDIRECT_URI_VALIDATOR.accept(context);
			validated.add(context.getRegisteredClient().getRedirectUris());
			RegisteredClient client = RegisteredClient.from(context.getRegisteredClient())
				.scopes((scopes) -> scopes.remove("forbidden"))
				.build();
			OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_SCOPE_VALIDATOR
				.accept(OAuth2AuthorizationCodeRequestAuthenticationContext.with(context.getAuthentication())
					.registeredClient(client)
					.build());
		}

		private static OAuth2TokenGenerator<OAuth2Token> tokenGenerator() {
			return (context) -> OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())
					? new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, UUID.randomUUID().toString(),
							Instant.now(), Instant.now().plusSeconds(60), context.getAuthorizedScopes())
					: null;
		}

	}

}
