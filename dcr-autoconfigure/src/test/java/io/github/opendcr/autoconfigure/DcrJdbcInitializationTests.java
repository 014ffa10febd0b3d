package io.github.opendcr.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.store.ClientRegistrationTableMissingException;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DcrDataSourceScriptDatabaseInitializer} and what belongs to it.
 */
class DcrJdbcInitializationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(StoreConfiguration.class);

	@Test
	void propertiesWhenNotSetThenTableOfEmbeddedDatabasesIsCreated() {
		DcrJdbcProperties properties = new DcrJdbcProperties();
		assertThat(properties.getSchema())
			.isEqualTo("optional:classpath:io/github/opendcr/store/schema-@@platform@@.sql");
		assertThat(properties.getInitializeSchema()).isEqualTo(DatabaseInitializationMode.EMBEDDED);
	}

	@Test
	void startWhenDatabaseIsEmbeddedThenTableIsCreated() {
		TestDatabase database = TestDatabases.h2();
		this.contextRunner.withBean(DataSource.class, database::dataSource)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenDatabaseIsNotEmbeddedThenTableIsMissing() {
		this.contextRunner.withBean(DataSource.class, TestDatabases.postgresql()::dataSource)
			.run((context) -> assertThat(context).getFailure()
				.hasCauseInstanceOf(ClientRegistrationTableMissingException.class));
	}

	@Test
	void startWhenAlwaysThenTableIsCreatedOnceAndKept() {
		TestDatabase database = TestDatabases.postgresql();
		ApplicationContextRunner always = this.contextRunner.withBean(DataSource.class, database::dataSource)
			.withPropertyValues("dcr.jdbc.initialize-schema=always");
		always.run((context) -> assertThat(context).hasNotFailed());
		always.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenNeverThenNoInitializerAndTableIsMissing() {
		this.contextRunner.withBean(DataSource.class, TestDatabases.h2()::dataSource)
			.withPropertyValues("dcr.jdbc.initialize-schema=never")
			.run((context) -> assertThat(context).getFailure()
				.hasCauseInstanceOf(ClientRegistrationTableMissingException.class));
	}

	@Test
	void startWhenPlatformHasNoScriptThenTableMadeByHandWillDo() {
		TestDatabase database = TestDatabases.h2().runScript("schema");
		this.contextRunner.withBean(DataSource.class, database::dataSource)
			.withPropertyValues("dcr.jdbc.platform=unknown")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenSchemaIsSetThenThatScriptIsRun() {
		this.contextRunner.withBean(DataSource.class, TestDatabases.h2()::dataSource)
			.withPropertyValues("dcr.jdbc.schema=classpath:nothing.sql")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("No schema scripts found at location 'classpath:nothing.sql'"));
	}

	@Test
	void detectorThenEveryStoreWaitsForInitialization() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerBeanDefinition("store", new RootBeanDefinition(ClientRegistrationStore.class));
		beanFactory.registerBeanDefinition("jdbcStore", new RootBeanDefinition(JdbcClientRegistrationStore.class));
		beanFactory.registerBeanDefinition("other", new RootBeanDefinition(String.class));
		assertThat(new DcrDependsOnDatabaseInitializationDetector().detect(beanFactory))
			.containsExactlyInAnyOrder("store", "jdbcStore");
	}

	@Test
	void analysisWhenScriptIsThereThenNamesScriptAndProperty() {
		FailureAnalysis analysis = analyze(new ClientRegistrationTableMissingException("dcr_client_registration",
				"PostgreSQL", "classpath:io/github/opendcr/store/schema-postgresql.sql",
				new IllegalStateException("no such table")));
		assertThat(analysis.getDescription()).contains("dcr_client_registration", "PostgreSQL", "no such table");
		assertThat(analysis.getAction()).contains("classpath:io/github/opendcr/store/schema-postgresql.sql",
				"dcr.jdbc.initialize-schema=always");
	}

	@Test
	void analysisWhenDatabaseHasNoScriptThenSaysSo() {
		FailureAnalysis analysis = analyze(new ClientRegistrationTableMissingException("dcr_client_registration",
				"Oracle", null, new IllegalStateException("ORA-00942")));
		assertThat(analysis.getDescription()).contains("Oracle", "ORA-00942");
		assertThat(analysis.getAction()).contains("Oracle is not supported", "ClientRegistrationStore");
	}

	private static FailureAnalysis analyze(ClientRegistrationTableMissingException failure) {
		return new ClientRegistrationTableMissingFailureAnalyzer().analyze(new RuntimeException(failure));
	}

	@Test
	void scriptWhenMariaDbOrMySqlThenTheSame() throws IOException {
		assertThat(script("mariadb")).isEqualTo(script("mysql"));
	}

	private static String script(String platform) throws IOException {
		return new ClassPathResource("io/github/opendcr/store/schema-" + platform + ".sql")
			.getContentAsString(StandardCharsets.UTF_8);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(DcrJdbcProperties.class)
	@Import(DatabaseInitializationDependencyConfigurer.class)
	static class StoreConfiguration {

		// Declared first, so that only the detector makes it wait
		@Bean
		JdbcClientRegistrationStore store(DataSource dataSource) {
			return new JdbcClientRegistrationStore(new JdbcTemplate(dataSource));
		}

		@Bean
		@Conditional(OnDcrDataSourceInitializationCondition.class)
		DcrDataSourceScriptDatabaseInitializer initializer(DataSource dataSource, DcrJdbcProperties properties) {
			return new DcrDataSourceScriptDatabaseInitializer(dataSource, properties);
		}

	}

}
