package io.github.opendcr.autoconfigure;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the start says where registrations are kept in memory and clients are not.
 */
@ExtendWith(OutputCaptureExtension.class)
class KeptInMemoryTests {

	private static final String LOST = "A restart loses all registration access tokens";

	private final WebApplicationContextRunner contextRunner = TestClients.server()
		.withBean(RegisteredClientRepository.class, Elsewhere::new);

	@Test
	void startWhenThereAreTwoDataSourcesThenNamesThem(CapturedOutput output) {
		this.contextRunner.withBean("one", DataSource.class, SimpleDriverDataSource::new)
			.withBean("two", DataSource.class, SimpleDriverDataSource::new)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains(LOST, "There are 2 DataSource beans (one, two), and none is the primary one");
	}

	@Test
	void startWhenThereIsNoDataSourceThenSaysSo(CapturedOutput output) {
		this.contextRunner.withPropertyValues("dcr.management.enabled=false")
			.run((context) -> assertThat(output).contains(LOST, "There is no DataSource bean")
				.doesNotContain("primary"));
	}

	@Test
	void startWhenThereIsNoSpringJdbcThenSaysSo(CapturedOutput output) {
		this.contextRunner.withBean("one", DataSource.class, SimpleDriverDataSource::new)
			.withClassLoader(new FilteredClassLoader(JdbcTemplate.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains(LOST, "'one' can't be used without spring-boot-starter-jdbc");
	}

	private static final class Elsewhere implements RegisteredClientRepository {

		@Override
		public void save(RegisteredClient registeredClient) {
		}

		@Override
		public RegisteredClient findById(String id) {
			return null;
		}

		@Override
		public RegisteredClient findByClientId(String clientId) {
			return null;
		}

	}

}
