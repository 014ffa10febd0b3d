package io.github.opendcr.e2e.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While the database is away, a client hears that it may come again, and nothing else.
 */
class DatabaseAwayTests {

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "grant_types": ["authorization_code", "client_credentials"]}""";

	private static final AtomicBoolean away = new AtomicBoolean();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Switch.class, "dcr.allowed-grant-types=authorization_code,client_credentials",
				"logging.level.io.github.opendcr=off");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void isBack() {
		away.set(false);
	}

	private static void assertComeAgain(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
		assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(answer.json()).containsOnlyKeys("error", "error_description")
			.containsEntry("error", "temporarily_unavailable");
		assertThat(answer.body()).doesNotContain("HikariPool", "Exception", "SQL");
	}

	@Test
	void registerWhenTheDatabaseIsAwayThenComesAgain() {
		Map<String, Integer> before = server.rows();
		away.set(true);
		Answer answer = server.register(CLIENT);
		away.set(false);
		assertComeAgain(answer);
		assertThat(server.rows()).isEqualTo(before);
		server.register(CLIENT).expect(201);
	}

	@Test
	void manageWhenTheDatabaseIsAwayThenComesAgainAndNothingIsChanged() {
		Registered client = server.registered(CLIENT);
		away.set(true);
		assertComeAgain(client.read());
		assertComeAgain(client.update(client.asUpdate("client_name", "After")));
		assertComeAgain(server.post(client.uri() + "/secret", "", client.answer().bearer()));
		assertComeAgain(client.delete());
		away.set(false);
		assertThat(client.read().expect(200).json()).doesNotContainValue("After");
		server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials")).expect(200);
	}

	@Configuration(proxyBeanMethods = false)
	static class Switch {

		@Bean
		static BeanPostProcessor databaseSwitch() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof DataSource dataSource) ? new Switched(dataSource) : bean;
				}

			};
		}

	}

	private static final class Switched extends DelegatingDataSource {

		private Switched(DataSource dataSource) {
			super(dataSource);
		}

		// As a pool does whose connections are all in use or gone
		@Override
		public Connection getConnection() throws SQLException {
			if (away.get()) {
				throw new SQLTransientConnectionException("HikariPool-1 - Connection is not available");
			}
			return super.getConnection();
		}

	}

}
