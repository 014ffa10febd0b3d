package io.github.opendcr.server;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.opendcr.keys.ClientKeys;

import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadata;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadataClaimNames;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Adds to both discovery documents, after the application's own customizers: the
 * registration endpoint, how clients may authenticate, and that authorization responses
 * name the issuer.
 *
 * @param path the path of the registration endpoint
 * @param authMethods the methods by which clients that register may authenticate
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414.html#section-2">RFC 8414 §2</a>
 */
record Discovery(String path, Set<String> authMethods) {

	// introspection is for resource servers, which don't register
	private static final List<String> ENDPOINTS = List.of("token", "revocation");

	private static final String NONE = ClientAuthenticationMethod.NONE.getValue();

	private static final List<String> OF_SECRETS = List.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC.getValue(),
			ClientAuthenticationMethod.CLIENT_SECRET_POST.getValue());

	private static final List<String> SPRINGS_METHODS = Stream
		.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.CLIENT_SECRET_POST,
				ClientAuthenticationMethod.CLIENT_SECRET_JWT, ClientAuthenticationMethod.PRIVATE_KEY_JWT,
				ClientAuthenticationMethod.TLS_CLIENT_AUTH, ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
		.map(ClientAuthenticationMethod::getValue)
		.toList();

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
		ENDPOINTS.forEach((endpoint) -> addAuthMethods(claims, endpoint));
		claims.put("authorization_response_iss_parameter_supported", true); // RFC 9207 §3
	}

	/**
	 * What Spring lists is all that it has. Clients that are registered by hand choose
	 * from the list, too, and have secrets: without these it would make them public. A
	 * list that the application wrote stays, with {@code none} added.
	 */
	private void addAuthMethods(Map<String, Object> claims, String endpoint) {
		String name = endpoint + "_endpoint_auth_methods_supported";
		if (!(claims.get(name) instanceof List<?> present)) {
			return;
		}
		boolean springs = SPRINGS_METHODS.equals(present);
		Set<Object> methods = new LinkedHashSet<>(springs ? this.authMethods : present);
		if (springs) {
			methods.addAll(OF_SECRETS);
		}
		if (this.authMethods.contains(NONE)) {
			methods.add(NONE);
		}
		claims.put(name, List.copyOf(methods));
		List<String> algorithms = new ArrayList<>();
		if (methods.contains(ClientAuthenticationMethod.PRIVATE_KEY_JWT.getValue())) {
			algorithms.addAll(ClientKeys.SIGNING_ALGORITHMS);
		}
		if (methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_JWT.getValue())) {
			algorithms.add("HS256");
		}
		if (!algorithms.isEmpty()) {
			claims.putIfAbsent(endpoint + "_endpoint_auth_signing_alg_values_supported", algorithms);
		}
	}

}
