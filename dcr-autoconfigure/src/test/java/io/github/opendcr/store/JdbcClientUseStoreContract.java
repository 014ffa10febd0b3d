package io.github.opendcr.store;

import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link JdbcClientUseStore} must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcClientUseStoreContract extends ClientUseStoreContract {

	private DataSource dataSource;

	private JdbcClientUseStore store;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTables() {
		this.dataSource = newDatabase().runScript("schema").runScript("schema").dataSource();
		this.store = new JdbcClientUseStore(new JdbcTemplate(this.dataSource));
		this.store.afterPropertiesSet();
	}

	@BeforeEach
	void emptyTables() {
		List.of("dcr_client_use", "dcr_client_registration")
			.forEach((table) -> new JdbcTemplate(this.dataSource).update("DELETE FROM " + table));
	}

	@Override
	protected ClientUseStore store() {
		return this.store;
	}

	@Override
	protected ClientRegistrationStore registrations() {
		return new JdbcClientRegistrationStore(new JdbcTemplate(this.dataSource));
	}

	@Test
	void startWhenTheTableIsMissingThenExceptionNamesIt() {
		JdbcTemplate jdbcTemplate = new JdbcTemplate(newDatabase().runScript("schema").dataSource());
		jdbcTemplate.execute("DROP TABLE dcr_client_use");
		assertThatExceptionOfType(ClientRegistrationTableMissingException.class)
			.isThrownBy(new JdbcClientUseStore(jdbcTemplate)::afterPropertiesSet)
			.withMessageContaining("dcr_client_use");
	}

}
