package io.github.opendcr.wiring;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Applications whose beans are made when somebody asks for them, or in another context.
 */
@ExtendWith(OutputCaptureExtension.class)
class LazyApplicationsTests {

	private static final String LAZY = "spring.main.lazy-initialization=true";

	private static final String METADATA = """
			{"redirect_uris":["https://client.example.org/cb"]}""";

	@ParameterizedTest
	@ValueSource(classes = { Applications.InMemoryRepository.class, Applications.JdbcRepository.class,
			Applications.OwnChains.class, LazyChain.class })
	void registerWhenApplicationIsLazyThenRegisters(Class<?> application) {
		try (TestServer server = TestServer.run(application, LAZY, "dcr.enabled=true", "dcr.permission=allow-all",
				Applications.SPRING_SCHEMA)) {
			assertRegisters(server);
		}
	}

	@Test
	void registerWhenOnlyTheChainIsLazyThenRegisters() {
		try (TestServer server = TestServer.run(LazyChain.class, "dcr.enabled=true", "dcr.permission=allow-all")) {
			assertRegisters(server);
		}
	}

	@Test
	void endpointWhenManagementHasAPortOfItsOwnAndIsLazyThenManages() {
		try (TestServer server = TestServer.run(OpenManagement.class, LAZY, "dcr.enabled=true",
				"dcr.permission=initial-access-token", "management.server.port=0",
				"management.endpoints.web.exposure.include=*")) {
			Answer issued = server.post(server.managementUrl("/actuator/dcrtokens"), "{}");
			assertThat(issued.status()).as(issued.toString()).isEqualTo(200);
			assertThat(server.post("/oauth2/register", METADATA).status()).isEqualTo(401);
			assertThat(server.post("/oauth2/register", METADATA, "Authorization", "Bearer " + issued.string("token"))
				.status()).isEqualTo(201);
		}
	}

	@Test
	void registerWhenRepositoryAndChainsAreOfTheParentContextThenRegisters() {
		try (TestServer server = TestServer.run(
				new SpringApplicationBuilder(Shared.class).web(WebApplicationType.NONE).child(Applications.Plain.class),
				"dcr.enabled=true", "dcr.permission=allow-all")) {
			assertRegisters(server);
		}
	}

	@Test
	void startWhenLazyWithoutAuthorizationServerThenWarns(CapturedOutput output) {
		TestServer.run(Applications.Plain.class, LAZY, "dcr.enabled=true").close();
		assertThat(output).contains("there is no RegisteredClientRepository bean");
	}

	@Test
	void startWhenLazyAndQuotaCannotBeKeptThenFails() {
		assertThatThrownBy(() -> TestServer.run(OwnStore.class, LAZY, "dcr.enabled=true", "dcr.quota.total=1"))
			.hasStackTraceContaining("Property dcr.quota ");
	}

	private static void assertRegisters(TestServer server) {
		assertThat(server.get("/.well-known/oauth-authorization-server").body())
			.contains("\"registration_endpoint\":\"" + server.url("/oauth2/register"));
		Answer answer = server.post("/oauth2/register", METADATA);
		assertThat(answer.status()).as(answer.body()).isEqualTo(201);
	}

	@Configuration(proxyBeanMethods = false)
	static class LazyChain extends Applications.InMemoryRepository {

		@Bean
		@Lazy
		SecurityFilterChain serverChain(HttpSecurity http) {
			return http.oauth2AuthorizationServer(Customizer.withDefaults())
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OpenManagement extends Applications.InMemoryRepository {

		@Bean
		SecurityFilterChain oneChain(HttpSecurity http) {
			return http.oauth2AuthorizationServer(Customizer.withDefaults())
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.csrf((csrf) -> csrf.ignoringRequestMatchers("/actuator/**"))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Shared {

		@Bean
		RegisteredClientRepository registeredClientRepository() {
			return new InMemoryRegisteredClientRepository(Applications.client());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStore extends Applications.InMemoryRepository {

		@Bean
		ClientRegistrationStore store() {
			return new InMemoryClientRegistrationStore(new InMemoryTransactions());
		}

	}

}
