package io.github.opendcr.recipes.consent;

import java.util.Map;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.opendcr.recipes.RecipeServer;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.OwnChains;
import io.github.opendcr.testkit.Registered;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/recipes/consent-page.md}: a page that was there before shows the model.
 */
class ConsentPageTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static RecipeServer server;

	@BeforeAll
	static void start() {
		server = RecipeServer.start(Application.class,
				"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"dcr.consent.scopes.profile=See your name");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Registered register(String name, String scope) {
		return server.registered("""
				{"redirect_uris": ["%s"], "scope": "%s", "client_name": "%s"}""".formatted(REDIRECT_URI, scope, name));
	}

	private static Answer page(Browser user, Registered client, String scope) {
		user.logIn();
		return user.get(user.authorize(client.id(), REDIRECT_URI, Map.of("scope", scope)).header("Location"))
			.expect(200);
	}

	@Test
	void pageWhenNameIsMarkupThenItIsText() {
		Registered client = register("<b>P\u0430ypal</b>", "openid profile");
		Document page = Jsoup.parse(page(new Browser(server.http()), client, "openid profile").body());
		assertThat(page.text()).contains("<b>P\u0430ypal</b>", "looks like another", "client.example", "See your name");
		assertThat(page.select("b")).isEmpty();
	}

	@Test
	void pageWhenOnlyOpenidIsAskedForThenPostsIt() {
		Registered client = register("A client", "openid");
		Browser user = new Browser(server.http());
		String code = Browser.parameter(user.consent(page(user, client, "openid")).header("Location"), "code");
		server
			.token(client,
					Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT_URI,
							"code_verifier", Browser.VERIFIER))
			.expect(200);
	}

	@Test
	void pageWhenNothingWaitsThen400() {
		Browser user = new Browser(server.http());
		user.logIn();
		Answer answer = user.get("/oauth2/consent?state=guessed");
		assertThat(answer.status()).isEqualTo(400);
	}

	@SpringBootApplication
	static class Application {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http) {
			return OwnChains.authorizationServer(http,
					(server) -> server.authorizationEndpoint((endpoint) -> endpoint.consentPage("/oauth2/consent")));
		}

		@Bean
		@Order(2)
		SecurityFilterChain pages(HttpSecurity http) {
			return OwnChains.pages(http);
		}

		@Bean
		InMemoryRegisteredClientRepository registeredClientRepository() {
			return new InMemoryRegisteredClientRepository(RegisteredClient.withId("by-hand")
				.clientId("by-hand")
				.clientSecret("{noop}secret")
				.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
				.build());
		}

	}

}
