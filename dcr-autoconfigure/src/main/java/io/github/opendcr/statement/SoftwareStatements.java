package io.github.opendcr.statement;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Withdraws trust in software statements that clients were registered with. Safe for use
 * by several threads; to be called outside of any transaction.
 *
 * @since 0.1.0
 */
public interface SoftwareStatements {

	/**
	 * Withdraw an issuer, or one software of it: from now on its statements are refused,
	 * on all nodes, and the clients that were registered with one are disabled. The
	 * withdrawal is remembered until it is {@linkplain #reinstate reinstated}; to
	 * withdraw again disables what could not be disabled before.
	 * @param issuer the {@code iss} of the statements, trusted or no longer
	 * @param softwareId the {@code software_id} of the statements, or {@code null} for
	 * all of the issuer
	 * @return how many clients were disabled by this call
	 * @throws IllegalArgumentException if the values can't be those of a statement
	 */
	int withdraw(String issuer, @Nullable String softwareId);

	/**
	 * Let statements be accepted again. Clients that were disabled stay so until each is
	 * activated.
	 * @param issuer the issuer
	 * @param softwareId the software, or {@code null} for what was withdrawn without one
	 * @return whether this was withdrawn
	 */
	boolean reinstate(String issuer, @Nullable String softwareId);

	/**
	 * Return what is withdrawn.
	 * @return the withdrawals by issuer and software
	 */
	List<SoftwareStatementWithdrawal> withdrawals();

}
