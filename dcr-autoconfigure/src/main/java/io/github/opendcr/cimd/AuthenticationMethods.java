package io.github.opendcr.cimd;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.jwk.JWK;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.keys.ClientKeys;

/**
 * By which methods a client authenticates that is known by its document. What RFC 7591
 * has as the default, a secret, nobody could have given to it.
 *
 * @param authentication which of several methods count
 * @see <a href=
 * "https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/">
 * draft-ietf-oauth-client-id-metadata-document-03, Client Authentication</a>
 */
record AuthenticationMethods(DocumentAuthentication authentication) {

	static final String ONE = "token_endpoint_auth_method";

	static final String SEVERAL = "token_endpoint_auth_methods_supported";

	static final String ALGORITHM = "token_endpoint_auth_signing_alg";

	private static final String NONE = "none";

	private static final String PRIVATE_KEY_JWT = "private_key_jwt";

	/**
	 * Refuse methods that need what both sides would have to keep secret (§4.1), and
	 * members that contradict each other.
	 */
	static void check(ClientMetadata offered, Findings findings) {
		List<String> several = offered.getStrings(SEVERAL);
		String one = offered.getString(ONE);
		for (String method : several) {
			checkSymmetric(SEVERAL, method, findings);
		}
		if (one != null && !offered.has(SEVERAL)) {
			checkSymmetric(ONE, one, findings);
		}
		if (one != null && offered.has(SEVERAL) && !several.contains(one)) {
			findings.refuse(ONE, "The " + ONE + " '" + one + "' must be listed in " + SEVERAL);
		}
		if (one == null && List.of().equals(offered.get(SEVERAL))) {
			findings.refuse(SEVERAL, SEVERAL + " must list a method, such as none, or be left out");
		}
	}

	private static void checkSymmetric(String member, String method, Findings findings) {
		if (method.startsWith("client_secret_")) {
			findings.refuse(member, "A client metadata document must not have the method '" + method + "' as " + member
					+ "; a secret can't be agreed upon: use none, or private_key_jwt");
		}
	}

	/**
	 * Choose the methods that fit.
	 * @param offered what was published
	 * @param metadata what of it is valid
	 * @param allowed what the policy allows
	 * @return the metadata with one method, and with the list if several fit
	 */
	ClientMetadata choose(ClientMetadata offered, ClientMetadata metadata, Set<String> allowed, Findings findings) {
		String one = metadata.getString(ONE);
		if (one == null && !metadata.has(SEVERAL)) {
			return metadata.with(ONE, NONE);
		}
		List<String> methods = metadata.getTokenEndpointAuthMethods();
		List<String> fitting = new ArrayList<>(methods);
		fitting.retainAll(allowed);
		withoutUnusableKeys(fitting, offered, findings);
		if (this.authentication == DocumentAuthentication.STRONGEST && fitting.size() > 1 && fitting.remove(NONE)) {
			findings.narrow(SEVERAL, methods, "a client that has a key must use it here");
		}
		if (fitting.isEmpty()) {
			findings.refuse(metadata.has(SEVERAL) ? SEVERAL : ONE,
					"None of the client's methods of authentication (" + String.join(", ", methods)
							+ ") is supported by this server; use one of: " + String.join(", ",
									allowed.stream().filter((name) -> !name.startsWith("client_")).sorted().toList()));
			return metadata;
		}
		ClientMetadata chosen = metadata.with(ONE, (one != null && fitting.contains(one)) ? one : fitting.get(0));
		return (fitting.size() > 1) ? chosen.with(SEVERAL, fitting) : chosen.without(SEVERAL);
	}

	private static void withoutUnusableKeys(List<String> fitting, ClientMetadata offered, Findings findings) {
		String problem = problemOfKeys(offered);
		if (problem == null || !fitting.contains(PRIVATE_KEY_JWT)) {
			return;
		}
		if (fitting.size() > 1) {
			fitting.remove(PRIVATE_KEY_JWT);
			findings.narrow(SEVERAL, offered.getStrings(SEVERAL), problem);
		}
		else {
			findings.refuse(offered.has(ALGORITHM) ? ALGORITHM : "jwks", problem);
		}
	}

	private static @Nullable String problemOfKeys(ClientMetadata offered) {
		List<JWK> keys = ClientKeys.of(offered.get("jwks"));
		if (!offered.has("jwks_uri") && keys.isEmpty()) {
			return "private_key_jwt needs jwks or jwks_uri with a key that this server can use: RSA of 2048 bits or more, "
					+ "or EC with P-256, P-384 or P-521";
		}
		Object algorithm = offered.get(ALGORITHM);
		if (algorithm != null && !ClientKeys.SIGNING_ALGORITHMS.contains(algorithm)) {
			return ALGORITHM + " must be one of: " + String.join(", ", ClientKeys.SIGNING_ALGORITHMS);
		}
		return (algorithm == null || !offered.has("jwks") || ClientKeys.haveAlgorithm(keys, algorithm.toString()))
				? null : "jwks has no key that signs with " + algorithm;
	}

}
