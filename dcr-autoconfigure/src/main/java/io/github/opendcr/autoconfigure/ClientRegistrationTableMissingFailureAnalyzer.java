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
			return "There is no script for " + cause.getDatabaseName()
					+ ". Create the table by hand, with one of those in classpath:io/github/opendcr/store/ as a "
					+ "pattern, or supply a ClientRegistrationStore bean.";
		}
		return "Run " + script + " (or add it to the migrations of the application), or set "
				+ "dcr.jdbc.initialize-schema=always to have it run at each start. If it is run already, see whether "
				+ "the database user may create, and read, the table.";
	}

}
