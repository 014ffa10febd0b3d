package io.github.opendcr.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.store.JdbcClientQuotaStore;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StorageSelection} on PostgreSQL.
 */
class PostgresqlStorageSelectionTests {

	private static final RegisteredClient CLIENT = StorageInMemory.client("a");

	private static final ClientRegistration REGISTRATION = StorageInMemory.registration("a");

	private static final ClientQuota QUOTA = new ClientQuota("total", 3, "");

	private final List<String> asked = new ArrayList<>();

	private final DataSource dataSource = TestDatabases.postgresql()
		.runScript("schema")
		.createSpringTables()
		.dataSource();

	private final JdbcTemplate jdbcTemplate = new JdbcTemplate(this.dataSource);

	private final TransactionTemplate transaction = new TransactionTemplate(
			new JdbcTransactionManager(this.dataSource));

	private StorageSelection selection() {
		return selection(this.dataSource, new RegistrationTransactions(this.transaction, this.dataSource), null);
	}

	private StorageSelection selection(DataSource dataSource, RegistrationTransactions transactions,
			@Nullable ClientQuotaStore counts) {
		JdbcTemplate jdbcTemplate = new JdbcTemplate(dataSource);
		RegisteredClientRepository repository = new JdbcRegisteredClientRepository(jdbcTemplate);
		return new StorageSelection(
				TestServices.of(repository, new JdbcOAuth2AuthorizationService(jdbcTemplate, repository),
						new JdbcOAuth2AuthorizationConsentService(jdbcTemplate, repository)),
				new JdbcClientRegistrationStore(jdbcTemplate), null, null, transactions, counts);
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
		ClientPlaces places = new StorageSelection(selection.services(), selection.registrations(),
				(client) -> this.asked.add("client"), null, selection.transactions(), null)
			.select();
		assertAskedToDelete(places);
		assertThat(this.asked).containsExactly("client");
	}

	@Test
	void selectWhenTheApplicationRemovesWhatWasGrantedThenItIsAskedToDeleteAndRevoke() {
		StorageSelection selection = selection();
		ClientPlaces places = new StorageSelection(selection.services(), selection.registrations(), null,
				(client) -> this.asked.add("grants"), selection.transactions(), null)
			.select();
		assertAskedToDelete(places);
		assertThat(this.asked).containsExactly("grants");
		places.revoke(CLIENT);
		assertThat(this.asked).containsExactly("grants", "grants");
	}

	private static void assertAskedToDelete(ClientPlaces places) {
		assertThat(places).returns(true, ClientPlaces::writeAtOnce).returns(false, ClientPlaces::deleteAtOnce);
		places.insert(CLIENT, REGISTRATION);
		assertThat(places.delete(new StoredClient(REGISTRATION, CLIENT))).isTrue();
		assertThat(places.find("a")).isNull();
	}

	@Test
	void selectWhenConnectionsOrTransactionsAreOfOtherKindsThenInATransaction() {
		DataSource uncommitted = new DelegatingDataSource(this.dataSource) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				connection.setAutoCommit(false);
				return connection;
			}

		};
		for (StorageSelection selection : List
			.of(selection(uncommitted, new RegistrationTransactions(this.transaction, uncommitted), null),
					selection(this.dataSource,
							new RegistrationTransactions(new TransactionTemplate(new OfManyResources()),
									this.dataSource),
							null),
					selection(this.dataSource,
							new RegistrationTransactions(TransactionOperations.withoutTransaction(), this.dataSource),
							null))) {
			assertThat(selection.select()).isInstanceOf(OneStatement.class)
				.returns(false, ClientPlaces::writeAtOnce)
				.returns(false, ClientPlaces::deleteAtOnce)
				.returns(false, (places) -> places.insertAtOnce(CLIENT, REGISTRATION, QUOTA));
		}
	}

	@Test
	void selectWhenBothHalvesAreNotRowsOfTheTransactionsDatabaseThenOneByOne() {
		StorageSelection selection = selection();
		DataSource h2 = TestDatabases.h2().runScript("schema").createSpringTables().dataSource();
		for (StorageSelection other : List.of(
				selection(this.dataSource, new RegistrationTransactions(this.transaction, null), null),
				selection(h2, selection.transactions(), null),
				selection(h2, new RegistrationTransactions(this.transaction, h2), null),
				new StorageSelection(selection.services(),
						new InMemoryClientRegistrationStore(new InMemoryTransactions()), null, null,
						selection.transactions(), null),
				new StorageSelection(TestServices.inMemory(), selection.registrations(), null, null,
						selection.transactions(), null))) {
			assertThat(other.select()).isInstanceOf(TwoPlaces.class)
				.returns(false, (places) -> places.insertAtOnce(CLIENT, REGISTRATION, QUOTA));
		}
	}

	@Test
	void selectWhenClientsAreCountedInTheSameDatabaseThenOneStatementTakesAPlace() {
		JdbcClientQuotaStore here = new JdbcClientQuotaStore(this.jdbcTemplate);
		here.replaceAll(Map.of(QUOTA, 1L));
		ClientQuotaStore elsewhere = new JdbcClientQuotaStore(
				new JdbcTemplate(TestDatabases.h2().runScript("schema").dataSource()));
		for (ClientQuotaStore counts : Arrays.asList(null, elsewhere, here)) {
			ClientPlaces places = selection(this.dataSource, selection().transactions(), counts).select();
			assertThat(places.insertAtOnce(CLIENT, REGISTRATION, QUOTA)).isEqualTo(counts == here);
		}
		assertThat(here.get(QUOTA)).isEqualTo(2);
		assertThat(selection().select().find("a")).isNotNull();
	}

	/**
	 * Transactions of which it isn't known what takes part in them.
	 */
	private static final class OfManyResources implements PlatformTransactionManager {

		@Override
		public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
			return new SimpleTransactionStatus();
		}

		@Override
		public void commit(TransactionStatus status) {
		}

		@Override
		public void rollback(TransactionStatus status) {
		}

	}

}
