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
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 */
public record Registrant(@Nullable String name, @Nullable String initialAccessTokenId, @Nullable String policy) {

	/**
	 * Someone of whom nothing is known.
	 */
	public static final Registrant ANONYMOUS = new Registrant(null, null, null);

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
		return new Registrant(this.name, this.initialAccessTokenId, policy);
	}

}
