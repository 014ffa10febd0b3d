package io.github.opendcr;

/**
 * Whether a registered client may use the authorization server.
 *
 * @since 0.1.0
 */
public enum ClientStatus {

	/**
	 * Waits for an operator's approval.
	 */
	PENDING,

	/**
	 * May be used.
	 */
	ACTIVE,

	/**
	 * Was switched off by an operator.
	 */
	DISABLED

}
