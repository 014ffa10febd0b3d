package io.github.opendcr.console;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * The console in an application that has chains, paths and customizers of its own, and in
 * one that hasn't asked for it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleSecurityTests {

	private static final String CONSOLE = "/app/ops/clients";

	private TestServer server;

	@BeforeAll
	void start() {
		this.server = ConsoleServer.start(Demanding.class, "dcr.console.enabled=true", "dcr.console.path=/ops/clients",
				"dcr.console.authority=ROLE_USER", "dcr.console.login-page=/sso", "server.servlet.context-path=/app");
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@Test
	void consoleWhenTheFirstChainTakesEverythingThenComesBeforeIt() {
		Answer answer = this.server.get(CONSOLE);
		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.header("Location")).endsWith("/app/sso");
	}

	@Test
	void consoleWhenElsewhereAndForOthersThenIsThereForThem() {
		Http http = new Http(this.server.base() + "/app");
		new Browser(http).logIn();
		Document page = new Operator(http, "/ops/clients").page("");
		assertThat(Operator.text(page, "#user")).isEqualTo("user");
		assertThat(page.select("nav a").eachAttr("href")).contains(CONSOLE, CONSOLE + "/clients")
			.allMatch((url) -> url.startsWith(CONSOLE));
		assertThat(page.select("#nav-documents")).isEmpty();
		assertThat(page.selectFirst("link[rel=stylesheet]").attr("href")).startsWith(CONSOLE + "/console.css?v=");
	}

	@Test
	void originWhenTheApplicationAllowsItThenStillHasNoConsole() {
		Answer answer = this.server.get(CONSOLE, "Origin", "https://elsewhere.example");
		assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
	}

	@Test
	void formWhenTheApplicationTurnsCsrfProtectionOffThenStillNeedsItsToken() {
		Answer answer = this.server.http().form(CONSOLE + "/tokens/issue", "uses=1");
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
	}

	@Test
	void consoleWhenNobodyAskedForItThenThereIsNone() {
		try (TestServer plain = ConsoleServer.start()) {
			assertThat(plain.context().getBeanNamesForType(Console.class)).isEmpty();
			Http http = plain.http();
			new Browser(http).logIn("admin");
			assertThat(http.get("/dcr/console").status()).isEqualTo(404);
		}
	}

	@Test
	void propertyWhenMisspeltThenStopsTheStart() {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> ConsoleServer.start("dcr.console.enabeld=true"))
			.withStackTraceContaining("dcr.console.enabeld");
	}

	@ParameterizedTest
	@CsvSource({ "dcr.console.path=/console/**, dcr.console.path must be one or more segments",
			"dcr.console.login-page=login, dcr.console.login-page must be a path with a leading slash" })
	void propertyWhenItsValueCantBeUsedThenStopsTheStart(String property, String problem) {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> ConsoleServer.start("dcr.console.enabled=true", property))
			.withStackTraceContaining(problem);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ConsoleServer.Application.class)
	static class Demanding {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityFilterChain everything(HttpSecurity http) {
			http.securityMatcher("/**");
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.oauth2AuthorizationServer(withDefaults());
			http.formLogin(withDefaults());
			return http.build();
		}

		@Bean
		Customizer<HttpSecurity> withoutProtection() {
			return (http) -> http.csrf(AbstractHttpConfigurer::disable).headers(AbstractHttpConfigurer::disable);
		}

		@Bean
		UrlBasedCorsConfigurationSource corsConfigurationSource() {
			CorsConfiguration anyone = new CorsConfiguration();
			anyone.addAllowedOrigin("https://elsewhere.example");
			anyone.setAllowCredentials(true);
			UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
			source.registerCorsConfiguration("/**", anyone);
			return source;
		}

	}

}
