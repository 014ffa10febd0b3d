package io.github.opendcr.server.outage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;

class TemporaryFailureTests {

	@ParameterizedTest
	@ValueSource(strings = { "08006", "40001", "53100", "53300", "57014", "57P01", "57P03", "58030", "25006", "25P03",
			"25P04", "55P03" })
	void isWhenTheDatabaseIsAwayFullBusyOrReadOnlyThenTrue(String state) {
		assertThat(TemporaryFailure.is(new UncategorizedSQLException("task", null, new SQLException("no", state))))
			.isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1020, 1021, 1114, 1205, 1290, 3024 })
	void isWhenMariaDbSaysSoByItsCodeAloneThenTrue(int code) {
		assertThat(
				TemporaryFailure.is(new UncategorizedSQLException("task", null, new SQLException("no", "HY000", code))))
			.isTrue();
	}

	@Test
	void isWhenTheCodeIsAnothersThenFalse() {
		assertThat(TemporaryFailure.is(new SQLException("no", "HY000", 1366))).isFalse();
		assertThat(TemporaryFailure.is(new SQLException("no", "72000", 1205))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "42P01", "23505", "22001", "25001", "55006", "42", "" })
	void isWhenAStatementIsWrongThenFalse(String state) {
		assertThat(TemporaryFailure.is(new UncategorizedSQLException("task", null, new SQLException("no", state))))
			.isFalse();
	}

	@Test
	void isWhenItComesOfAnotherThenTrue() {
		assertThat(TemporaryFailure.is(new IllegalStateException(new DataAccessResourceFailureException("Redis"))))
			.isTrue();
		assertThat(TemporaryFailure
			.is(new TransactionSystemException("commit", new SQLTransientConnectionException("pool")))).isTrue();
	}

	@Test
	void isWhenAnotherServerDoesNotAnswerThenTrue() {
		assertThat(TemporaryFailure.is(new UncheckedIOException(new SocketTimeoutException("Read timed out"))))
			.isTrue();
		assertThat(TemporaryFailure.is(new IllegalStateException(new ConnectException("Connection refused")))).isTrue();
		assertThat(TemporaryFailure.is(new IllegalStateException(new TimeoutException()))).isTrue();
		assertThat(TemporaryFailure.is(new UncheckedIOException(new IOException("no such file")))).isFalse();
	}

	@Test
	void isWhenAConnectionCanNotBeRolledBackThenTrue() {
		assertThat(TemporaryFailure.is(new TransactionSystemException("rollback", new SQLException("closed"))))
			.isTrue();
		assertThat(TemporaryFailure.is(new TransactionSystemException("commit", new IllegalStateException("invalid"))))
			.isFalse();
	}

	@Test
	void isWhenSomebodyHasToMendItThenFalse() {
		assertThat(TemporaryFailure.is(new IllegalStateException("bug"))).isFalse();
		assertThat(TemporaryFailure.is(new DuplicateKeyException("taken"))).isFalse();
		assertThat(TemporaryFailure.is(new SQLException("no state"))).isFalse();
	}

}
