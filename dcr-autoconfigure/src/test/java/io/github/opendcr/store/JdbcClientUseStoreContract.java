package io.github.opendcr.store;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.use.ClientUseStore;

/**
 * What {@link JdbcClientUseStore} must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcClientUseStoreContract extends ClientUseStoreContract {

	private StoreTables tables;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTables() {
		this.tables = StoreTables.create(newDatabase(), "dcr_client_use", "dcr_client_registration");
	}

	@BeforeEach
	void emptyTables() {
		this.tables.empty();
	}

	@Override
	protected ClientUseStore store() {
		return new JdbcClientUseStore(this.tables.jdbcTemplate());
	}

	@Override
	protected ClientRegistrationStore registrations() {
		return new JdbcClientRegistrationStore(this.tables.jdbcTemplate());
	}

	@Test
	void startWhenTheTableIsMissingThenExceptionNamesIt() {
		this.tables.assertRequired(newDatabase(), JdbcClientUseStore::new);
	}

}
