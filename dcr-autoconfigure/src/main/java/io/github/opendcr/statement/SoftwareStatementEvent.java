package io.github.opendcr.statement;

import org.jspecify.annotations.Nullable;

/**
 * What an operator did to the trust in software statements. Published on the thread of
 * the caller, to whom an exception in a listener goes; what was done stays done.
 *
 * @since 0.1.0
 */
public sealed interface SoftwareStatementEvent {

	/**
	 * Statements were withdrawn and their clients disabled.
	 *
	 * @param withdrawal what was withdrawn
	 * @param disabledClients how many clients were disabled
	 * @since 0.1.0
	 */
	record Withdrawn(SoftwareStatementWithdrawal withdrawal, int disabledClients) implements SoftwareStatementEvent {
	}

	/**
	 * A withdrawal was taken back.
	 *
	 * @param issuer the issuer
	 * @param softwareId the software, or {@code null} for what was withdrawn without one
	 * @since 0.1.0
	 */
	record Reinstated(String issuer, @Nullable String softwareId) implements SoftwareStatementEvent {
	}

}
