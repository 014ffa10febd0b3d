package io.github.opendcr.cimd;

import org.jspecify.annotations.Nullable;

/**
 * Decides which URLs may be clients of this server, before anything is fetched, each time
 * that one starts something: an authorization, a pushed request, a device authorization.
 * What goes on with something isn't asked for. When users are asked for their consent, it
 * is asked whether the client is in development. A bean of this type takes the place of
 * {@code dcr.cimd.admission}, {@code .allowed} and {@code .denied}. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DocumentAdmission {

	/**
	 * Judge a URL.
	 * @param url a URL that may be a {@code client_id}, read alike by all parsers
	 * @return what becomes of it
	 */
	Decision judge(String url);

	/**
	 * What becomes of a URL.
	 *
	 * @param outcome whether it is admitted
	 * @param policy the name of the policy for its client, or {@code null} for the one of
	 * those whom nothing gives another
	 * @param development whether users who are asked for consent are told that the client
	 * is in development
	 * @since 0.1.0
	 */
	record Decision(Outcome outcome, @Nullable String policy, boolean development) {

		/**
		 * Admit a URL.
		 * @param policy the name of the policy, or {@code null}
		 * @return a decision
		 */
		public static Decision admit(@Nullable String policy) {
			return new Decision(Outcome.ADMITTED, policy, false);
		}

		/**
		 * Whether the URL may be a client.
		 * @return {@code false} if it is refused
		 */
		public boolean isAdmitted() {
			return this.outcome != Outcome.REFUSED;
		}

		/**
		 * Return this decision about a client in development.
		 * @return a decision
		 */
		public Decision inDevelopment() {
			return new Decision(this.outcome, this.policy, true);
		}

		/**
		 * Refuse a URL.
		 * @return a decision
		 */
		public static Decision refuse() {
			return new Decision(Outcome.REFUSED, null, false);
		}

	}

	/**
	 * Whether a URL is admitted.
	 *
	 * @since 0.1.0
	 */
	enum Outcome {

		/**
		 * It is.
		 */
		ADMITTED,

		/**
		 * It is, and operators learn that it isn't listed.
		 */
		REPORTED,

		/**
		 * It isn't.
		 */
		REFUSED

	}

}
