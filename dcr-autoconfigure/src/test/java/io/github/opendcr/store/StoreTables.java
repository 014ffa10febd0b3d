package io.github.opendcr.store;

import java.util.List;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The tables in which a store keeps something, in a database of their own.
 *
 * @param dataSource the database
 * @param names the tables of the store, those first that others refer to last
 */
record StoreTables(DataSource dataSource, List<String> names) {

	// Twice, as when an application starts again
	static StoreTables create(TestDatabase database, String... names) {
		return new StoreTables(database.runScript("schema").runScript("schema").dataSource(), List.of(names));
	}

	JdbcTemplate jdbcTemplate() {
		return new JdbcTemplate(this.dataSource);
	}

	TransactionTemplate transactions() {
		return new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
	}

	void empty() {
		this.names.forEach((table) -> jdbcTemplate().update("DELETE FROM " + table));
	}

	/**
	 * Assert that a store starts with its tables, and doesn't without the first one.
	 * @param other a database without tables
	 */
	void assertRequired(TestDatabase other, Function<JdbcTemplate, InitializingBean> store) {
		assertThatNoException().isThrownBy(store.apply(jdbcTemplate())::afterPropertiesSet);
		assertMissing(other, "DROP TABLE " + this.names.get(0), store);
	}

	/**
	 * Assert that a store doesn't start without a column of its first table.
	 * @param other a database without tables
	 */
	void assertRequired(TestDatabase other, String column, Function<JdbcTemplate, InitializingBean> store) {
		assertMissing(other, "ALTER TABLE " + this.names.get(0) + " DROP COLUMN " + column, store);
	}

	private void assertMissing(TestDatabase other, String change, Function<JdbcTemplate, InitializingBean> store) {
		JdbcTemplate missing = new JdbcTemplate(other.runScript("schema").dataSource());
		missing.execute(change);
		assertThatExceptionOfType(ClientRegistrationTableMissingException.class)
			.isThrownBy(store.apply(missing)::afterPropertiesSet)
			.withMessageContaining(this.names.get(0))
			.satisfies((ex) -> assertThat(ex.getSchemaScript())
				.isEqualTo("classpath:io/github/opendcr/store/schema-" + other.platform() + ".sql"));
	}

}
