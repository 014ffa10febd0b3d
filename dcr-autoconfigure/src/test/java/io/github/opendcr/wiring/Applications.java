package io.github.opendcr.wiring;

import java.util.List;

import io.github.opendcr.testkit.TestKey;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Applications as people have them.
 */
final class Applications {

	private static final String PREFIX = "spring.security.oauth2.authorizationserver.client.app.registration.";

	/**
	 * A client in the application's properties, which makes Boot configure a server.
	 */
	static final List<String> CONFIGURED_CLIENT = List.of(PREFIX + "client-id=app", PREFIX + "client-secret={noop}s",
			PREFIX + "client-authentication-methods=client_secret_basic",
			PREFIX + "authorization-grant-types=client_credentials", PREFIX + "scopes=message:read,client.create");

	/**
	 * Spring's scripts for the JDBC repository and services.
	 */
	static final String SPRING_SCHEMA = "spring.sql.init.schema-locations="
			+ "classpath:org/springframework/security/oauth2/server/authorization/client/oauth2-registered-client-schema.sql";

	private Applications() {
	}

	static RegisteredClient client() {
		return RegisteredClient.withId("1")
			.clientId("app")
			.clientSecret("{noop}s")
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.scope("message:read")
			.build();
	}

	@RestController
	static class Api {

		@GetMapping({ "/api/x", "/" })
		String hello() {
			return "hello";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportAutoConfiguration(TestKey.class)
	static class Plain {

		@Bean
		Api api() {
			return new Api();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InMemoryRepository extends Plain {

		@Bean
		RegisteredClientRepository registeredClientRepository() {
			return new InMemoryRegisteredClientRepository(client());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JdbcRepository extends Plain {

		@Bean
		RegisteredClientRepository registeredClientRepository(JdbcOperations jdbcOperations) {
			return new JdbcRegisteredClientRepository(jdbcOperations);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChains extends InMemoryRepository {

		@Bean
		@Order(1)
		SecurityFilterChain serverChain(HttpSecurity http) {
			http.oauth2AuthorizationServer((server) -> http.securityMatcher(server.getEndpointsMatcher()));
			return http.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain applicationChain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ResourceServer extends Plain {

		@Bean
		JwtDecoder jwtDecoder() {
			return (token) -> {
				throw new JwtException("none is good");
			};
		}

		@Bean
		SecurityFilterChain resourceServerChain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults()))
				.build();
		}

	}

	/**
	 * An application whose chain for some paths comes before all others.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FirstChain extends OwnChains {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityFilterChain firstChain(HttpSecurity http) {
			return http.securityMatcher("/api/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll())
				.build();
		}

	}

	/**
	 * An application that has one chain for everything, before all others.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OneChain extends InMemoryRepository {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityFilterChain oneChain(HttpSecurity http) {
			return http.oauth2AuthorizationServer(Customizer.withDefaults())
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

}
