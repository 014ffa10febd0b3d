package io.github.opendcr.autoconfigure;

import java.util.UUID;

import javax.sql.DataSource;

import org.h2.Driver;

import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * What the applications of these tests have.
 */
final class TestClients {

	private TestClients() {
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
