package io.github.opendcr.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadata;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadataClaimNames;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Adds the registration endpoint to both discovery documents, after the application's own
 * customizers.
 *
 * @param path the path of the registration endpoint
 * @param publicClients whether {@code none} is a way to authenticate
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414.html#section-2">RFC 8414 §2</a>
 */
record Discovery(String path, boolean publicClients) {

	void addTo(OAuth2AuthorizationServerMetadata.Builder metadata) {
		metadata.claims((claims) -> add(claims, AuthorizationServerSettings::getClientRegistrationEndpoint));
	}

	void addTo(OidcProviderConfiguration.Builder metadata) {
		metadata.claims((claims) -> add(claims, AuthorizationServerSettings::getOidcClientRegistrationEndpoint));
	}

	static String endpoint(String issuer, String path) {
		return UriComponentsBuilder.fromUriString(issuer).path(path).build().toUriString();
	}

	private void add(Map<String, Object> claims, Function<AuthorizationServerSettings, String> springsPath) {
		AuthorizationServerContext context = AuthorizationServerContextHolder.getContext();
		String issuer = context.getIssuer();
		Object present = claims.get(OAuth2AuthorizationServerMetadataClaimNames.REGISTRATION_ENDPOINT);
		// Spring's own endpoint gives way to ours; what the application wrote stays
		if (present == null || present.toString()
			.equals(endpoint(issuer, springsPath.apply(context.getAuthorizationServerSettings())))) {
			claims.put(OAuth2AuthorizationServerMetadataClaimNames.REGISTRATION_ENDPOINT, endpoint(issuer, this.path));
		}
		if (this.publicClients) {
			addNone(claims, OAuth2AuthorizationServerMetadataClaimNames.TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED);
			addNone(claims, OAuth2AuthorizationServerMetadataClaimNames.REVOCATION_ENDPOINT_AUTH_METHODS_SUPPORTED);
		}
	}

	private static void addNone(Map<String, Object> claims, String name) {
		String none = ClientAuthenticationMethod.NONE.getValue();
		if (claims.get(name) instanceof List<?> methods && !methods.contains(none)) {
			List<Object> more = new ArrayList<>(methods);
			more.add(none);
			claims.put(name, more);
		}
	}

}
