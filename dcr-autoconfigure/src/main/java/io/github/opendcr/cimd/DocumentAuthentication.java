package io.github.opendcr.cimd;

/**
 * By which of several methods a client authenticates whose document lists them.
 *
 * @since 0.1.0
 */
public enum DocumentAuthentication {

	/**
	 * By any that the document lists and the server supports, as the client chooses at
	 * each request. With {@code none} among them the client is a public one.
	 */
	AS_PUBLISHED,

	/**
	 * By a key wherever the document lists a method with one: {@code none} counts only
	 * where it is the only one that fits. Clients that list both and then send no
	 * assertion are refused.
	 */
	STRONGEST

}
