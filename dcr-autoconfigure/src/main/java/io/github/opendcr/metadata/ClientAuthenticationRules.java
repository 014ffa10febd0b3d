package io.github.opendcr.metadata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.keys.CertificateSubject;
import io.github.opendcr.keys.ClientKeys;

/**
 * What a method of client authentication needs of the other members.
 */
final class ClientAuthenticationRules {

	private static final List<String> CERTIFICATE_SUBJECTS = Arrays.stream(CertificateSubject.values())
		.map(CertificateSubject::member)
		.toList();

	private ClientAuthenticationRules() {
	}

	static void check(ClientMetadata metadata, Violations violations) {
		violations.check(() -> keysOnce(metadata));
		metadata.getTokenEndpointAuthMethods()
			.forEach((method) -> violations.check(() -> keysWhereNeeded(metadata, method)));
		violations.check(() -> signingAlgorithmFits(metadata));
		violations.check(() -> oneCertificateSubject(metadata));
	}

	// RFC 7591 §2: jwks_uri and jwks MUST NOT both be present
	private static void keysOnce(ClientMetadata metadata) {
		if (metadata.has("jwks") && metadata.has("jwks_uri")) {
			throw RegistrationException.invalidMetadata("jwks", "Register jwks or jwks_uri, not both");
		}
	}

	private static void keysWhereNeeded(ClientMetadata metadata, String method) {
		boolean selfSigned = method.equals("self_signed_tls_client_auth");
		if (!selfSigned && !method.equals("private_key_jwt")) {
			return;
		}
		if (!metadata.has("jwks") && !metadata.has("jwks_uri")) {
			throw RegistrationException.invalidMetadata("jwks", "The token_endpoint_auth_method '" + method
					+ "' needs the client's public keys; register jwks or jwks_uri");
		}
		Object jwks = metadata.get("jwks");
		if (jwks != null) {
			ClientKeys.checkForSignatures("jwks", jwks);
		}
		// RFC 8705 §2.2.2
		if (selfSigned && metadata.has("jwks")
				&& ClientKeys.of(metadata.get("jwks")).stream().noneMatch((key) -> key.getX509CertChain() != null)) {
			throw RegistrationException.invalidMetadata("jwks", "The token_endpoint_auth_method '" + method
					+ "' needs a key in jwks with its certificate in 'x5c'");
		}
	}

	// OpenID Connect Dynamic Client Registration 1.0 §2
	private static void signingAlgorithmFits(ClientMetadata metadata) {
		String member = "token_endpoint_auth_signing_alg";
		String algorithm = metadata.getString(member);
		List<String> methods = metadata.getTokenEndpointAuthMethods();
		if (algorithm == null) {
			return;
		}
		// of no effect with any other method: none signs
		if (methods.contains("private_key_jwt")) {
			if (!ClientKeys.SIGNING_ALGORITHMS.contains(algorithm)) {
				throw RegistrationException.invalidMetadata(member,
						member + " for the token_endpoint_auth_method 'private_key_jwt' must be one of: "
								+ String.join(", ", ClientKeys.SIGNING_ALGORITHMS));
			}
			if (metadata.has("jwks") && !ClientKeys.haveAlgorithm(ClientKeys.of(metadata.get("jwks")), algorithm)) {
				throw RegistrationException.invalidMetadata(member,
						"jwks has no key that signs with " + algorithm + "; register one, or another " + member);
			}
		}
		else if (methods.contains("client_secret_jwt") && !algorithm.equals("HS256")) {
			throw RegistrationException.invalidMetadata(member,
					member + " for the token_endpoint_auth_method 'client_secret_jwt' must be HS256");
		}
	}

	// RFC 8705 §2.1.2: exactly one
	private static void oneCertificateSubject(ClientMetadata metadata) {
		List<String> present = new ArrayList<>(CERTIFICATE_SUBJECTS);
		present.removeIf((member) -> !metadata.has(member));
		boolean needed = metadata.getTokenEndpointAuthMethods().contains("tls_client_auth");
		if (needed && present.size() != 1) {
			throw RegistrationException.invalidMetadata(
					present.isEmpty() ? CERTIFICATE_SUBJECTS.get(0) : present.get(1),
					"The token_endpoint_auth_method 'tls_client_auth' needs exactly one of: "
							+ String.join(", ", CERTIFICATE_SUBJECTS));
		}
		if (!needed && !present.isEmpty()) {
			throw RegistrationException.invalidMetadata(present.get(0),
					present.get(0) + " is for the token_endpoint_auth_method 'tls_client_auth'; register that, too, "
							+ "or leave it out");
		}
	}

}
