package io.github.opendcr.store;

import java.sql.SQLException;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.opendcr.testkit.TestDatabases;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SpringTableIndexCheck} apart from those that every database has.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpringTableIndexCheckTests {

	@Test
	void checkWhenDatabaseIsDownThenSilent(CapturedOutput output) {
		DataSource down = new AbstractDataSource() {

			@Override
			public java.sql.Connection getConnection() throws SQLException {
				throw new SQLException("down");
			}

			@Override
			public java.sql.Connection getConnection(String username, String password) throws SQLException {
				return getConnection();
			}

		};
		assertThatNoException().isThrownBy(() -> new SpringTableIndexCheck(down).afterSingletonsInstantiated());
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void checkWhenH2StoresNamesInLowerCaseThenWarns(CapturedOutput output) {
		DataSource lower = new DriverManagerDataSource(
				TestDatabases.h2().url() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "sa", "");
		new JdbcTemplate(lower)
			.execute("CREATE TABLE oauth2_authorization (id varchar(100) PRIMARY KEY, registered_client_id int)");
		new SpringTableIndexCheck(lower).afterSingletonsInstantiated();
		assertThat(output).contains("oauth2_authorization(registered_client_id)");
	}

}
