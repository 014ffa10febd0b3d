package io.github.opendcr.server.outage;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Tells failures that pass by themselves from those that somebody has to mend: where
 * clients are kept may be away, full, busy or read-only for a while.
 *
 * @since 0.1.0
 */
public final class TemporaryFailure {

	/**
	 * After how many seconds whoever was told so should come again. Keys that can't be
	 * read aren't tried again for as long.
	 */
	public static final String PAUSE_IN_SECONDS = "10";

	/**
	 * What whoever called is told, and no more.
	 */
	public static final String SENTENCE = "The server can't reach what it needs; send the same request again later";

	// Connections, rollbacks and, by PostgreSQL, resources, operators and the system
	private static final Set<String> CLASSES = Set.of("08", "40", "53", "57", "58");

	// A server that only reads and, by PostgreSQL, a transaction that was idle or took
	// for too long, and a lock that was waited for in vain
	private static final Set<String> STATES = Set.of("25006", "25P03", "25P04", "55P03");

	private static final String GENERAL = "HY000";

	// What MariaDB and MySQL have no other state for: a row that changed meanwhile,
	// a disk or a table that is full, a lock or a cluster that was waited for in vain,
	// a server that only reads, a statement that took too long
	private static final Set<Integer> CODES = Set.of(1020, 1021, 1114, 1205, 1290, 3024);

	private TemporaryFailure() {
	}

	/**
	 * Whether a failure comes of one.
	 * @param failure what was thrown
	 * @return whether the same request may succeed later
	 */
	public static boolean is(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (isTemporary(cause)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isTemporary(Throwable cause) {
		// of an application's own client of what it keeps elsewhere
		if (cause instanceof SocketException || cause instanceof SocketTimeoutException
				|| cause instanceof TimeoutException) {
			return true;
		}
		if (cause instanceof TransactionSystemException && cause.getCause() instanceof SQLException) {
			return true; // a connection that can be neither committed nor rolled back
		}
		return cause instanceof TransientDataAccessException || cause instanceof RecoverableDataAccessException
				|| cause instanceof DataAccessResourceFailureException
				|| cause instanceof CannotCreateTransactionException || cause instanceof SQLTransientException
				|| cause instanceof SQLRecoverableException
				|| (cause instanceof SQLException sql && isTemporary(sql.getSQLState(), sql.getErrorCode()));
	}

	private static boolean isTemporary(@Nullable String state, int code) {
		return state != null
				&& (STATES.contains(state) || (state.length() == 5 && CLASSES.contains(state.substring(0, 2)))
						|| (state.equals(GENERAL) && CODES.contains(code)));
	}

}
