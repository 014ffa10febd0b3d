package io.github.opendcr.autoconfigure;

import java.util.UUID;

import javax.sql.DataSource;

import com.nimbusds.jose.jwk.source.JWKSource;
import org.h2.Driver;

import io.github.opendcr.testkit.TestKey;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * What the applications of these tests have.
 */
final class TestClients {

	private TestClients() {
	}

	/**
	 * A servlet application with an authorization server, and a repository with one
	 * client.
	 */
	static WebApplicationContextRunner application() {
		return server().withBean(RegisteredClientRepository.class,
				() -> new InMemoryRegisteredClientRepository(client()));
	}

	/**
	 * The same, and a database.
	 */
	static WebApplicationContextRunner withDatabase() {
		return withDatabase(application());
	}

	static WebApplicationContextRunner withDatabase(WebApplicationContextRunner runner) {
		return runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceInitializationAutoConfiguration.class, JdbcTemplateAutoConfiguration.class))
			.withPropertyValues("spring.datasource.generate-unique-name=true");
	}

	/**
	 * An authorization server that still needs a repository.
	 */
	static WebApplicationContextRunner server() {
		return new WebApplicationContextRunner().withBean(JWKSource.class, TestKey::source)
			.withConfiguration(
					AutoConfigurations.of(DcrAutoConfiguration.class, OAuth2AuthorizationServerAutoConfiguration.class,
							OAuth2AuthorizationServerJwtAutoConfiguration.class, SecurityAutoConfiguration.class,
							ServletWebSecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class))
			.withPropertyValues("dcr.enabled=true");
	}

	static RegisteredClient client() {
		return RegisteredClient.withId("1")
			.clientId("app")
			.clientSecret("{noop}s")
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.build();
	}

	static DataSource h2() {
		return new SimpleDriverDataSource(new Driver(), "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa",
				"");
	}

}
