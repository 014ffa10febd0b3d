package io.github.opendcr;

import org.jspecify.annotations.Nullable;

/**
 * Who let a client in, and on what terms. It is kept with the client, whose updates are
 * judged on the same terms.
 *
 * @param name the name of whoever registers the client, or {@code null} if no permission
 * asked who it is
 * @param initialAccessTokenId the id of the initial access token that was presented, or
 * {@code null} if none was
 * @param policy the name of the policy that applies, or {@code null} for the default one
 * @param source whether it registered, or its document was admitted
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 */
public record Registrant(@Nullable String name, @Nullable String initialAccessTokenId, @Nullable String policy,
		Source source) {

	/**
	 * Someone of whom nothing is known.
	 */
	public static final Registrant ANONYMOUS = new Registrant(null, null, null);

	/**
	 * Create the registrant of a client that sends a registration request.
	 * @param name the name of whoever registers the client, or {@code null}
	 * @param initialAccessTokenId the id of the initial access token, or {@code null}
	 * @param policy the name of the policy, or {@code null} for the default one
	 */
	public Registrant(@Nullable String name, @Nullable String initialAccessTokenId, @Nullable String policy) {
		this(name, initialAccessTokenId, policy, Source.REGISTERED);
	}

	/**
	 * Return the registrant of a client whose document was admitted: nobody in person.
	 * @param policy the name of the policy, or {@code null} for the default one
	 * @return a registrant on these terms
	 */
	public static Registrant ofDocument(@Nullable String policy) {
		return new Registrant(null, null, policy, Source.DOCUMENT);
	}

	/**
	 * Return someone of whom the name is known.
	 * @param name the name, or {@code null}
	 * @return a registrant on default terms
	 */
	public static Registrant named(@Nullable String name) {
		return (name != null) ? new Registrant(name, null, null) : ANONYMOUS;
	}

	/**
	 * Return the same registrant on other terms.
	 * @param policy the name of the policy, or {@code null} for the default one
	 * @return a new value
	 */
	public Registrant withPolicy(@Nullable String policy) {
		return new Registrant(this.name, this.initialAccessTokenId, policy, this.source);
	}

	/**
	 * Where the server has a client from.
	 *
	 * @since 0.1.0
	 */
	public enum Source {

		/**
		 * The client sent a registration request.
		 */
		REGISTERED,

		/**
		 * Its {@code client_id} is the URL of a Client ID Metadata Document.
		 */
		DOCUMENT

	}

}
