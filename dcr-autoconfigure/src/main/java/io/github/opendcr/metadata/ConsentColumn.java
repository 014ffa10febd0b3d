package io.github.opendcr.metadata;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;

/**
 * The column in which Spring Authorization Server keeps what a user allowed a client: all
 * scopes, each as {@code SCOPE_} and its value, with commas between.
 *
 * @since 0.1.0
 */
public final class ConsentColumn {

	/**
	 * How many characters it has for scopes: less than 1000, for it says what the user
	 * was shown, too.
	 */
	public static final int LENGTH = Limits.COLUMN - ",dcr_shown.".length() - 27;

	private static final Set<String> CONSENTED = Set.of("authorization_code",
			"urn:ietf:params:oauth:grant-type:device_code");

	private ConsentColumn() {
	}

	/**
	 * Whether users can allow a client all of its scopes.
	 * @param scopes the scopes of the client, each once
	 * @param grantTypes its grant types
	 * @return {@code true} also if no user is asked
	 */
	public static boolean hasRoomFor(Collection<String> scopes, Collection<String> grantTypes) {
		return length(scopes) <= LENGTH || Collections.disjoint(grantTypes, CONSENTED);
	}

	/**
	 * Return how many characters scopes take.
	 * @param scopes the scopes, each once
	 * @return the characters
	 */
	public static int length(Collection<String> scopes) {
		int length = -1; // the first one has no comma before it
		for (String scope : scopes) {
			length += ",SCOPE_".length() + scope.length();
		}
		return Math.max(0, length);
	}

}
