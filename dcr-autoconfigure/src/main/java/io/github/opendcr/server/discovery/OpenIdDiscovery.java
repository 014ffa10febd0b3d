package io.github.opendcr.server.discovery;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderMetadataClaimNames;

/**
 * Says in the OpenID Connect discovery document what clients can really register, after
 * the application's own customizer.
 *
 * @param algorithms returns the algorithms that sign ID tokens
 * @param pairwise whether subjects can be pairwise
 * @see <a href=
 * "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata">OpenID
 * Connect Discovery 1.0 §3</a>
 */
record OpenIdDiscovery(Supplier<Set<String>> algorithms, boolean pairwise) {

	void addTo(OidcProviderConfiguration.Builder configuration) {
		configuration.claims(this::add);
	}

	private void add(Map<String, Object> claims) {
		Discovery.unite(claims, OidcProviderMetadataClaimNames.ID_TOKEN_SIGNING_ALG_VALUES_SUPPORTED,
				this.algorithms.get());
		if (this.pairwise) {
			Discovery.unite(claims, OidcProviderMetadataClaimNames.SUBJECT_TYPES_SUPPORTED, List.of("pairwise"));
		}
		// left out, the latter would mean yes
		claims.putIfAbsent("request_parameter_supported", false);
		claims.putIfAbsent("request_uri_parameter_supported", false);
	}

}
