package io.github.opendcr.store;

import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What {@link JdbcClientRegistrationStore}, its scripts and {@link SpringTableIndexCheck}
 * must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
abstract class JdbcClientRegistrationStoreContract extends ClientTermIndexContract {

	private TestDatabase database;

	private DataSource dataSource;

	private JdbcClientRegistrationStore store;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTable() {
		this.database = newDatabase().runScript("schema");
		this.dataSource = this.database.dataSource();
		this.store = new JdbcClientRegistrationStore(new JdbcTemplate(this.dataSource));
	}

	@Override
	DataSource dataSource() {
		return this.dataSource;
	}

	@Override
	protected ClientRegistrationStore store() {
		return this.store;
	}

	@Override
	protected TransactionOperations transactions() {
		return transactions(TransactionDefinition.ISOLATION_DEFAULT);
	}

	private TransactionTemplate transactions(int isolation) {
		TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
		transactions.setIsolationLevel(isolation);
		return transactions;
	}

	@Test
	void replaceWhenReadCommittedAndChangedSinceReadThenFalse() {
		assertThat(replaceWhatChangedSinceItWasRead(TransactionDefinition.ISOLATION_READ_COMMITTED)).isFalse();
	}

	@Test
	void replaceWhenRepeatableReadAndChangedSinceReadThenFalseOrConcurrencyFailure() {
		try {
			assertThat(replaceWhatChangedSinceItWasRead(TransactionDefinition.ISOLATION_REPEATABLE_READ)).isFalse();
		}
		catch (ConcurrencyFailureException ex) {
			// As the store's Javadoc says
		}
		assertThat(find("client").tokenHash()).isEqualTo("next");
	}

	private Boolean replaceWhatChangedSinceItWasRead(int isolation) {
		ClientRegistration registration = insert("client", "hash");
		return transactions(isolation).execute((status) -> {
			assertThat(find("client").tokenHash()).isEqualTo("hash");
			assertThat(
					this.calls.elsewhere(() -> this.store.replace(TestRegistrations.updated(registration, "next"), 1)))
				.isTrue();
			return this.store.replace(TestRegistrations.updated(registration, "late"), 1);
		});
	}

	@ParameterizedTest
	@ValueSource(
			ints = { TransactionDefinition.ISOLATION_READ_COMMITTED, TransactionDefinition.ISOLATION_REPEATABLE_READ })
	void replaceWhenManyHaveReadOneTokenThenExactlyOneSucceeds(int isolation) throws Exception {
		ClientRegistration registration = insert("client", "hash");
		CyclicBarrier allHaveRead = new CyclicBarrier(8);
		AtomicInteger failures = new AtomicInteger();
		assertThat(this.calls.atOnce(8, (number) -> {
			try {
				return transactions(isolation).execute((status) -> {
					assertThat(find("client").tokenHash()).isEqualTo("hash");
					await(allHaveRead);
					return this.store.replace(TestRegistrations.updated(registration, "next" + number), 1);
				});
			}
			catch (ConcurrencyFailureException ex) {
				failures.incrementAndGet();
				return false;
			}
		})).containsOnlyOnce(true);
		if (isolation == TransactionDefinition.ISOLATION_READ_COMMITTED) {
			assertThat(failures).hasValue(0);
		}
	}

	@Test
	void insertThenTimesAreMillisecondsSinceTheEpoch() {
		insert("client", "hash");
		assertThat(new JdbcTemplate(this.dataSource).queryForObject("SELECT issued_at FROM dcr_client_registration",
				Long.class))
			.isEqualTo(TestRegistrations.ISSUED_AT.toEpochMilli());
	}

	@Test
	void schemaScriptWhenRunAgainThenNothingChanges() {
		ClientRegistration registration = insert("client", "hash");
		this.database.runScript("schema");
		assertThat(find("client")).isEqualTo(registration);
	}

	@Test
	void startWhenTableIsThereThenNoException() {
		assertThatNoException().isThrownBy(this.store::afterPropertiesSet);
	}

	@Test
	void startWhenTableIsMissingThenExceptionNamesTheScript() {
		assertTableMissing(new JdbcTemplate(newDatabase().dataSource()));
	}

	@Test
	void startWhenColumnIsMissingThenExceptionNamesTheScript() {
		JdbcTemplate jdbcTemplate = new JdbcTemplate(newDatabase().runScript("schema").dataSource());
		jdbcTemplate.execute("ALTER TABLE dcr_client_registration DROP COLUMN issuer");
		assertTableMissing(jdbcTemplate);
	}

	private void assertTableMissing(JdbcTemplate jdbcTemplate) {
		JdbcClientRegistrationStore missing = new JdbcClientRegistrationStore(jdbcTemplate);
		assertThatExceptionOfType(ClientRegistrationTableMissingException.class).isThrownBy(missing::afterPropertiesSet)
			.withMessageContaining("dcr_client_registration")
			.satisfies((ex) -> assertThat(ex.getSchemaScript())
				.isEqualTo("classpath:io/github/opendcr/store/schema-" + this.database.platform() + ".sql"));
	}

	@Test
	void indexCheckWhenSpringsTablesAreAsItsScriptsMakeThemThenWarns(CapturedOutput output) {
		DataSource spring = newDatabase().createSpringTables().dataSource();
		new SpringTableIndexCheck(spring).afterSingletonsInstantiated();
		assertThat(output.getAll().lines().filter((line) -> line.contains("WARN")).toList()).singleElement()
			.asString()
			.contains("oauth2_registered_client(client_id) unique", "oauth2_registered_client(client_secret)",
					"oauth2_authorization(registered_client_id)",
					"classpath:io/github/opendcr/store/indexes-" + this.database.platform() + ".sql");
	}

	@Test
	void indexCheckWhenScriptWasRunThenSilent(CapturedOutput output) {
		DataSource spring = newDatabase().createSpringTables().runScript("indexes").dataSource();
		new SpringTableIndexCheck(spring).afterSingletonsInstantiated();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void indexCheckWhenIndexesOnlyLookAlikeThenWarns(CapturedOutput output) {
		DataSource spring = newDatabase().createSpringTables().runScript("indexes").dataSource();
		JdbcTemplate jdbcTemplate = new JdbcTemplate(spring);
		boolean named = Set.of("mariadb", "mysql").contains(this.database.platform());
		String on = named ? " ON oauth2_registered_client" : "";
		jdbcTemplate.execute("DROP INDEX oauth2_registered_client_client_id" + on);
		jdbcTemplate.execute("DROP INDEX oauth2_registered_client_client_secret" + on);
		jdbcTemplate.execute("CREATE INDEX not_unique ON oauth2_registered_client (client_id)");
		jdbcTemplate.execute("CREATE UNIQUE INDEX of_two ON oauth2_registered_client (client_id, client_secret)");
		new SpringTableIndexCheck(spring).afterSingletonsInstantiated();
		assertThat(output)
			.contains("oauth2_registered_client(client_id) unique, oauth2_registered_client(client_secret)")
			.doesNotContain("oauth2_authorization(");
	}

	@Test
	void indexCheckWhenTablesAreMissingThenSilent(CapturedOutput output) {
		new SpringTableIndexCheck(newDatabase().dataSource()).afterSingletonsInstantiated();
		assertThat(output).doesNotContain("WARN");
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

}
