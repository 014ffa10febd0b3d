package io.github.opendcr.server;

import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Authorization servers as applications vary them, and applications that have none.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChainVariantsTests {

	@Test
	void discoveryWhenSeveralIssuersThenEachHasItsEndpoint() {
		SeamSettings settings = new SeamSettings("/oauth2/register", Set.of("client_secret_basic", "none"), Set.of(),
				true, List.of("*"), true, true);
		try (ServerApplication server = ServerApplication.start(settings, List.of(ServerApplication.InMemory.class),
				TestServer.SEVERAL_ISSUERS, "server.servlet.context-path=/ctx")) {
			Http http = new Http(server.base() + "/ctx");
			for (String path : List.of("/.well-known/oauth-authorization-server/a",
					"/a/.well-known/openid-configuration")) {
				Answer metadata = http.get(path, "Origin", "https://app.example");
				assertThat(metadata.string("issuer")).isEqualTo(server.base() + "/ctx/a");
				assertThat(metadata.string("registration_endpoint"))
					.isEqualTo(server.base() + "/ctx/a/oauth2/register");
				assertThat(metadata.header("Access-Control-Allow-Origin")).isEqualTo("*");
			}
			Answer refresh = http.form("/a/oauth2/token",
					Map.of("grant_type", "refresh_token", "client_id", "gone", "refresh_token", "x"), "Origin",
					"https://app.example");
			assertThat(refresh.status()).isEqualTo(401);
			assertThat(refresh.body()).contains("invalid_client");
			assertThat(refresh.header("Access-Control-Allow-Origin")).isEqualTo("*");
		}
	}

	@Test
	void discoveryWhenApplicationWroteEndpointThenIsKept() {
		try (ServerApplication server = start(OwnRegistrationEndpoint.class)) {
			for (String document : List.of("oauth-authorization-server", "openid-configuration")) {
				assertThat(server.http().get("/.well-known/" + document).string("registration_endpoint"))
					.isEqualTo("https://elsewhere.example/register");
			}
		}
	}

	@Test
	void discoveryWhenSpringsEndpointIsElsewhereThenShowsOursAndWarns(CapturedOutput output) {
		try (ServerApplication server = start(SpringsOidcEndpoint.class)) {
			for (String document : List.of("oauth-authorization-server", "openid-configuration")) {
				assertThat(server.http().get("/.well-known/" + document).string("registration_endpoint"))
					.isEqualTo(server.base() + "/oauth2/register");
			}
			assertThat(output).contains("at '/connect/register' by Spring Security");
		}
	}

	@Test
	void startWhenThereIsNoAuthorizationServerThenChainsAreUntouched() {
		try (ServerApplication server = start(NoAuthorizationServer.class)) {
			assertThatIllegalStateException().isThrownBy(server.services()::getRegisteredClientRepository)
				.withMessageContaining("No SecurityFilterChain has an OAuth2AuthorizationServerConfigurer");
			List<Filter> filters = server.bean(FilterChainProxy.class).getFilters("/");
			assertThat(filters).isNotEmpty()
				.noneMatch((filter) -> filter.getClass().getName().startsWith("io.github.opendcr"));
		}
	}

	@Test
	void startWhenAuthorizationServerIsAddedTooLateThenFails() {
		Throwable failure = catchThrowable(() -> start(LateAuthorizationServer.class).close());
		assertThat(failure).rootCause().hasMessageContaining("HttpSecurity.oauth2AuthorizationServer(...)");
	}

	@Test
	void servicesWhenThereAreTwoAuthorizationServersThenKnowsBoth() {
		try (ServerApplication server = start(TwoAuthorizationServers.class)) {
			assertThat(server.services().getAuthorizationServices()).hasSize(2);
			assertThat(server.services().getAuthorizationConsentServices()).hasSize(2);
		}
	}

	private static ServerApplication start(Class<?> chains) {
		return ServerApplication.start(ServerApplication.DEFAULTS, List.of(ServerApplication.InMemory.class, chains));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRegistrationEndpoint {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			String endpoint = "https://elsewhere.example/register";
			http.oauth2AuthorizationServer((server) -> server
				.authorizationServerMetadataEndpoint((metadata) -> metadata
					.authorizationServerMetadataCustomizer((builder) -> builder.clientRegistrationEndpoint(endpoint)))
				.oidc((oidc) -> oidc.providerConfigurationEndpoint((configuration) -> configuration
					.providerConfigurationCustomizer((builder) -> builder.clientRegistrationEndpoint(endpoint)))));
			return http.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SpringsOidcEndpoint {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			http.oauth2AuthorizationServer(
					(server) -> server.oidc((oidc) -> oidc.clientRegistrationEndpoint(Customizer.withDefaults())));
			return http.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoAuthorizationServer {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			http.formLogin(Customizer.withDefaults());
			return http.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LateAuthorizationServer {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			http.with(new Dsl());
			return http.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoAuthorizationServers {

		@Bean
		@Order(1)
		SecurityFilterChain first(HttpSecurity http) {
			http.securityMatcher("/first/**").oauth2AuthorizationServer(Customizer.withDefaults());
			return http.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain second(HttpSecurity http) {
			http.oauth2AuthorizationServer(Customizer.withDefaults());
			return http.build();
		}

	}

	private static final class Dsl extends AbstractHttpConfigurer<Dsl, HttpSecurity> {

		@Override
		public void init(HttpSecurity http) {
			http.oauth2AuthorizationServer(Customizer.withDefaults());
		}

	}

}
