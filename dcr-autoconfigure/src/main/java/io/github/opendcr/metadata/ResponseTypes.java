package io.github.opendcr.metadata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The correspondence between response types and grant types. Safe for use by several
 * threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2.1">RFC 7591
 * §2.1</a>
 */
public final class ResponseTypes {

	private static final Set<String> KNOWN = Set.of("code", "token", "id_token");

	private static final List<String> CODE = List.of("authorization_code");

	private ResponseTypes() {
	}

	/**
	 * Return the grant types that a response type uses.
	 * @param responseType one response type, its values in any order, separated by spaces
	 * @return the grant types, empty if the response type is unknown
	 */
	public static List<String> grantTypesOf(String responseType) {
		if (responseType.equals("code")) {
			return CODE; // as nearly all are
		}
		List<String> sent = Arrays.asList(responseType.split(" ", -1));
		Set<String> values = new HashSet<>(sent);
		if (values.size() != sent.size() || !KNOWN.containsAll(values)) {
			return List.of();
		}
		List<String> grantTypes = new ArrayList<>();
		if (values.contains("code")) {
			grantTypes.add("authorization_code");
		}
		if (values.contains("token") || values.contains("id_token")) {
			grantTypes.add("implicit");
		}
		return grantTypes;
	}

	/**
	 * Whether two response types are the same, their values being in any order.
	 * @param one a response type
	 * @param other another one
	 * @return {@code true} if they have the same values
	 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1.1">RFC 6749
	 * §3.1.1</a>
	 */
	public static boolean areSame(String one, String other) {
		return new HashSet<>(Arrays.asList(one.split(" "))).equals(new HashSet<>(Arrays.asList(other.split(" "))));
	}

	/**
	 * Return the response type that a grant type needs at least.
	 * @param grantTypes the grant types of a client
	 * @return the response types, empty if no grant type uses the authorization endpoint
	 */
	public static List<String> impliedBy(List<String> grantTypes) {
		List<String> responseTypes = new ArrayList<>();
		if (grantTypes.contains("authorization_code")) {
			responseTypes.add("code");
		}
		if (grantTypes.contains("implicit")) {
			responseTypes.add("token");
		}
		return responseTypes;
	}

}
