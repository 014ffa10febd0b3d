package io.github.opendcr.storage;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StorageSelection} on PostgreSQL.
 */
class PostgresqlStorageSelectionTests {

	private final DataSource dataSource = TestDatabases.postgresql()
		.runScript("schema")
		.createSpringTables()
		.dataSource();

	private final JdbcTemplate jdbcTemplate = new JdbcTemplate(this.dataSource);

	private final TransactionTemplate transaction = new TransactionTemplate(
			new JdbcTransactionManager(this.dataSource));

	private final RegisteredClientRepository repository = new JdbcRegisteredClientRepository(this.jdbcTemplate);

	private StorageSelection selection() {
		return new StorageSelection(
				TestServices.of(this.repository, new JdbcOAuth2AuthorizationService(this.jdbcTemplate, this.repository),
						new JdbcOAuth2AuthorizationConsentService(this.jdbcTemplate, this.repository)),
				new JdbcClientRegistrationStore(this.jdbcTemplate), null, null,
				new RegistrationTransactions(this.transaction, this.dataSource), null);
	}

	@Test
	void selectThenOneStatementWritesAndDeletes() {
		assertThat(selection().select()).isInstanceOf(OneStatement.class)
			.returns(true, ClientPlaces::writeAtOnce)
			.returns(true, ClientPlaces::deleteAtOnce);
	}

	// A connection of a transaction commits nothing by itself, whatever the pool's do
	@Test
	void selectWhenInATransactionThenItHoldsForThatAlone() {
		SelectedPlaces places = new SelectedPlaces(selection());
		this.transaction
			.executeWithoutResult((status) -> assertThat(places.get()).returns(false, ClientPlaces::writeAtOnce));
		assertThat(places.get()).returns(true, ClientPlaces::writeAtOnce).isSameAs(places.get());
	}

	@Test
	void selectWhenTheApplicationRemovesClientsThenItIsAskedToDelete() {
		StorageSelection selection = selection();
		assertThat(new StorageSelection(selection.services(), selection.registrations(), (client) -> {
		}, null, selection.transactions(), null).select()).returns(true, ClientPlaces::writeAtOnce)
			.returns(false, ClientPlaces::deleteAtOnce);
		assertThat(new StorageSelection(selection.services(), selection.registrations(), null, (client) -> {
		}, selection.transactions(), null).select()).returns(true, ClientPlaces::writeAtOnce)
			.returns(false, ClientPlaces::deleteAtOnce);
	}

}
