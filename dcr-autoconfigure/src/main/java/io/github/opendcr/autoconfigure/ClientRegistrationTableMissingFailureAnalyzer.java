package io.github.opendcr.autoconfigure;

import io.github.opendcr.store.ClientRegistrationTableMissingException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/**
 * Says how to make the table of the registrations.
 */
class ClientRegistrationTableMissingFailureAnalyzer
		extends AbstractFailureAnalyzer<ClientRegistrationTableMissingException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ClientRegistrationTableMissingException cause) {
		return new FailureAnalysis(
				cause.getMessage() + ": " + NestedExceptionUtils.getMostSpecificCause(cause).getMessage(),
				action(cause), cause);
	}

	private String action(ClientRegistrationTableMissingException cause) {
		String script = cause.getSchemaScript();
		if (script == null) {
			return cause.getDatabaseName()
					+ " is not supported: registrations can be kept in H2, PostgreSQL, MariaDB or "
					+ "MySQL. Supply a ClientRegistrationStore bean (with it go ClientQuotaStore, "
					+ "InitialAccessTokenStore and SoftwareStatementStore), or make a DataSource of a supported "
					+ "database the primary one.";
		}
		return "Run " + script + " (or add it to the migrations of the application), or set "
				+ "dcr.jdbc.initialize-schema=always to have it run at each start. If it is run already, see whether "
				+ "the database user may create, and read, the table.";
	}

}
