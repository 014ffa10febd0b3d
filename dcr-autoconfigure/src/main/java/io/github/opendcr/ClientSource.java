package io.github.opendcr;

/**
 * Where the server has a client from.
 *
 * @since 0.1.0
 */
public enum ClientSource {

	/**
	 * The client sent a registration request.
	 */
	REGISTERED,

	/**
	 * Its {@code client_id} is the URL of a Client ID Metadata Document.
	 */
	DOCUMENT

}
