package io.github.opendcr.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.opendcr.testkit.SeenEvents;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestKey;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;

/**
 * An application with the console: {@code admin} is an operator, everyone else a user.
 */
final class ConsoleServer {

	private ConsoleServer() {
	}

	static TestServer start(String... properties) {
		return start(Application.class, properties);
	}

	static TestServer start(Class<?> application, String... properties) {
		TestDatabase database = TestDatabases.h2().createSpringTables();
		List<String> all = new ArrayList<>(List.of("spring.datasource.url=" + database.url(),
				"spring.datasource.username=" + database.username(), "logging.level.root=error",
				"dcr.jdbc.initialize-schema=always", "dcr.enabled=true", "dcr.permission=allow-all",
				"dcr.allowed-scopes=openid,profile", "dcr.default-scopes=openid", "dcr.rate-limit.enabled=false"));
		Stream.of(properties).forEach(all::add);
		return TestServer.run(new SpringApplicationBuilder(application), all.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportAutoConfiguration(TestKey.class)
	@Import({ TestServer.Jdbc.class, SeenEvents.class })
	static class Application {

		@Bean
		UserDetailsService users() {
			return (name) -> User.withUsername(name)
				.password("{noop}password")
				.roles(name.equals("admin") ? "DCR_ADMIN" : "USER")
				.build();
		}

	}

}
