package io.github.opendcr.statement;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Remembers which clients rest on a software statement, which statements were used, and
 * which are withdrawn. Safe for use by several threads and, if it is shared, by several
 * processes. What a store does in a transaction that is rolled back has not happened.
 * <p>
 * A client whose transaction meets another one at the same row loses by a
 * {@link org.springframework.dao.ConcurrencyFailureException}; the transaction can be
 * tried again then.
 *
 * @since 0.1.0
 */
public interface SoftwareStatementStore {

	/**
	 * Remember what a client rests on, in place of what it rested on before.
	 * @param clientId the {@code client_id}
	 * @param issuer the issuer of its statement, 1 to 255 visible ASCII characters
	 * @param softwareId the statement's {@code software_id}, or {@code null}
	 */
	void save(String clientId, String issuer, @Nullable String softwareId);

	/**
	 * Forget what a client rests on; no error if nothing is known.
	 * @param clientId the {@code client_id}
	 */
	void remove(String clientId);

	/**
	 * Use up a statement for a client.
	 * @param issuer the issuer
	 * @param use the statement's id, and how long to remember it
	 * @param clientId the {@code client_id}
	 * @return whether the client is the one that used it, now or before
	 */
	boolean use(String issuer, SoftwareStatement.SingleUse use, String clientId);

	/**
	 * Forget used statements.
	 * @param before those that expired before this instant
	 */
	void removeUsesExpired(Instant before);

	/**
	 * Remember a withdrawal; no error if it is there already.
	 * @param withdrawal what is withdrawn
	 */
	void withdraw(SoftwareStatementWithdrawal withdrawal);

	/**
	 * Forget a withdrawal.
	 * @param issuer the issuer
	 * @param softwareId the software, or {@code null} for what was withdrawn without one
	 * @return whether there was one
	 */
	boolean reinstate(String issuer, @Nullable String softwareId);

	/**
	 * Return all withdrawals.
	 * @return the withdrawals by issuer and software
	 */
	List<SoftwareStatementWithdrawal> findWithdrawals();

	/**
	 * Whether a client rests on a statement that is withdrawn.
	 * @param clientId the {@code client_id}
	 * @return {@code false} if it rests on none, too
	 */
	boolean isWithdrawn(String clientId);

	/**
	 * Return clients that rest on statements of an issuer.
	 * @param issuer the issuer
	 * @param softwareId the software, or {@code null} for all
	 * @param after the {@code client_id} after which to begin; empty for the first
	 * @param limit how many to return at most
	 * @return their {@code client_id}s, each behind the one before in the order that
	 * {@code after} keeps to
	 */
	List<String> findClientIds(String issuer, @Nullable String softwareId, String after, int limit);

}
