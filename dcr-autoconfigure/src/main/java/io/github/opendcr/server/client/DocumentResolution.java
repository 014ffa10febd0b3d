package io.github.opendcr.server.client;

/**
 * Makes stored clients of {@code client_id}s that are URLs of documents, in front of the
 * endpoints: everything behind reads stored clients. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface DocumentResolution {

	/**
	 * Tell where a client stands that is about to start something. Nothing is fetched.
	 * @param clientId its {@code client_id}, of whatever kind
	 * @return whether something has to be done first
	 * @throws ClientUnavailableException if it is refused
	 */
	Standing standing(String clientId);

	/**
	 * Make or refresh the stored client of a URL. Its document may be fetched, so that
	 * this takes as long as a fetch may.
	 * @param clientId the URL
	 * @param caller who wants that, for whom fetches are counted
	 * @throws ClientUnavailableException if it is refused
	 */
	void resolve(String clientId, Caller caller);

	/**
	 * Tell that a client which was let in starts something: once for what it starts,
	 * however many requests that takes.
	 * @param clientId the URL
	 */
	void starts(String clientId);

	/**
	 * Refuse a client that is {@link Standing#UNKNOWN} and for whose document nobody may
	 * ask. Operators learn of it.
	 * @param clientId the URL
	 * @return what to throw
	 */
	ClientUnavailableException refuse(String clientId);

	/**
	 * Who makes the server look at a document.
	 *
	 * @param name the name of a user, or the address from which a client comes
	 * @param user whether it is a user, who has logged in
	 */
	record Caller(String name, boolean user) {
	}

	/**
	 * Where a client stands.
	 */
	enum Standing {

		/**
		 * It isn't the client of a document.
		 */
		OTHER,

		/**
		 * There is nothing to do, for all is known of it.
		 */
		READY,

		/**
		 * The stored client may be used, but its document is to be looked at again.
		 */
		DUE,

		/**
		 * There is no stored client that may be used.
		 */
		UNKNOWN

	}

}
