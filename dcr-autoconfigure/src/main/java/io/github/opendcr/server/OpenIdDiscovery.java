package io.github.opendcr.server;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderMetadataClaimNames;

/**
 * Says in the OpenID Connect discovery document what clients can really register, after
 * the application's own customizer.
 *
 * @param keys the keys that sign ID tokens
 * @param pairwise whether subjects can be pairwise
 * @see <a href=
 * "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata">OpenID
 * Connect Discovery 1.0 §3</a>
 */
record OpenIdDiscovery(IdTokenKeys keys, boolean pairwise) {

	private static final List<String> SPRINGS_ALGORITHMS = List.of(SignatureAlgorithm.RS256.getName());

	void addTo(OidcProviderConfiguration.Builder configuration) {
		configuration.claims(this::add);
	}

	private void add(Map<String, Object> claims) {
		String algorithms = OidcProviderMetadataClaimNames.ID_TOKEN_SIGNING_ALG_VALUES_SUPPORTED;
		if (SPRINGS_ALGORITHMS.equals(claims.get(algorithms))) { // not what the
																	// application wrote
			Set<String> supported = this.keys.algorithms();
			if (!supported.isEmpty()) { // the list must not be
				claims.put(algorithms, List.copyOf(supported));
			}
		}
		String subjectTypes = OidcProviderMetadataClaimNames.SUBJECT_TYPES_SUPPORTED;
		if (this.pairwise && claims.get(subjectTypes) instanceof List<?> present) {
			Set<Object> types = new LinkedHashSet<>(present);
			types.add("pairwise");
			claims.put(subjectTypes, new ArrayList<>(types));
		}
		// left out, the latter would mean yes
		claims.putIfAbsent("request_parameter_supported", false);
		claims.putIfAbsent("request_uri_parameter_supported", false);
	}

}
