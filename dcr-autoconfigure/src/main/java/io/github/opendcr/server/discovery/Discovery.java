package io.github.opendcr.server.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.keys.ClientKeys;
import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.Seam;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadata;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadataClaimNames;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcProviderConfigurationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationServerMetadataEndpointFilter;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Adds to both discovery documents, after the application's own customizers: the
 * registration endpoint, how clients may authenticate, which scopes they may have, for
 * which resources, and that authorization responses name the issuer. Clients that were
 * registered by hand choose from the same lists, so nothing that is there is taken away
 * or changed. It hooks in behind the customizers of the filters that write the two
 * documents.
 *
 * @param path the path of the registration endpoint
 * @param authMethods the methods by which clients that register may authenticate
 * @param scopes the scopes that whoever registers may be granted
 * @param pairwise whether subjects can be pairwise
 * @param documents whether URLs of documents may be {@code client_id}s
 * @param resources the resources to list
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414.html#section-2">RFC 8414 §2</a>
 */
record Discovery(String path, Set<String> authMethods, Set<String> scopes, boolean pairwise, boolean documents,
		Set<String> resources) implements Seam {

	// introspection is for resource servers, which don't register
	private static final List<String> OF_CLIENTS = List.of("token", "revocation");

	private static final List<String> ENDPOINTS = List.of("token", "revocation", "introspection");

	private static final Log logger = LogFactory.getLog(Discovery.class);

	// RFC 9207 §3
	private static final String ISS_PARAMETER = "authorization_response_iss_parameter_supported";

	// draft-ietf-oauth-client-id-metadata-document-02 §6
	private static final String DOCUMENTS = "client_id_metadata_document_supported";

	private static final String SCOPES = OAuth2AuthorizationServerMetadataClaimNames.SCOPES_SUPPORTED;

	@Override
	public void addTo(ServerChain chain) {
		chain.adapt(OAuth2AuthorizationServerMetadataEndpointFilter.class, (filter) -> {
			Consumer<OAuth2AuthorizationServerMetadata.Builder> present = PrivateField.read(filter,
					"authorizationServerMetadataCustomizer", Consumer.class);
			filter.setAuthorizationServerMetadataCustomizer(oauth2(present));
		});
		OpenIdDiscovery openId = new OpenIdDiscovery(chain.idTokenAlgorithms(), this.pairwise);
		chain.adapt(OidcProviderConfigurationEndpointFilter.class, (filter) -> {
			Consumer<OidcProviderConfiguration.Builder> present = PrivateField.read(filter,
					"providerConfigurationCustomizer", Consumer.class);
			filter.setProviderConfigurationCustomizer(openId(present).andThen(openId::addTo));
		});
	}

	/**
	 * Return the customizer of the application, with ours after it.
	 */
	private Consumer<OAuth2AuthorizationServerMetadata.Builder> oauth2(
			Consumer<OAuth2AuthorizationServerMetadata.Builder> application) {
		return (document) -> customize(document::claims, () -> application.accept(document),
				AuthorizationServerSettings::getClientRegistrationEndpoint);
	}

	/**
	 * Return the customizer of the application, with ours after it.
	 */
	private Consumer<OidcProviderConfiguration.Builder> openId(
			Consumer<OidcProviderConfiguration.Builder> application) {
		return (document) -> customize(document::claims, () -> application.accept(document),
				AuthorizationServerSettings::getOidcClientRegistrationEndpoint);
	}

	static String endpoint(String issuer, String path) {
		return UriComponentsBuilder.fromUriString(issuer).path(path).build().toUriString();
	}

	/**
	 * Add values to a list, which is there afterwards if it has any.
	 */
	static void unite(Map<String, Object> claims, String name, Collection<String> values) {
		Object present = claims.getOrDefault(name, List.of());
		if (present instanceof Collection<?> list && !list.containsAll(values)) {
			Set<Object> all = new LinkedHashSet<>(list);
			all.addAll(values);
			claims.put(name, new ArrayList<>(all));
		}
	}

	private void customize(Consumer<Consumer<Map<String, Object>>> document, Runnable application,
			Function<AuthorizationServerSettings, String> springsPath) {
		List<Object> before = scopesOf(document);
		application.run();
		boolean scopesAreSprings = before.equals(scopesOf(document));
		document.accept((claims) -> {
			addRegistrationEndpoint(claims, springsPath);
			OF_CLIENTS.forEach((endpoint) -> addAuthMethods(claims, endpoint));
			ENDPOINTS.forEach((endpoint) -> addAlgorithms(claims, endpoint));
			if (scopesAreSprings) {
				unite(claims, SCOPES, this.scopes);
			}
			claims.putIfAbsent(ISS_PARAMETER, true);
			addDocuments(claims);
			unite(claims, "protected_resources", this.resources); // RFC 9728 §4
		});
	}

	/**
	 * Say that clients may come by the URLs of their documents. Those do without anything
	 * else as soon as they read that, so that all they need must be there.
	 */
	private void addDocuments(Map<String, Object> claims) {
		if (!this.documents) {
			return;
		}
		boolean proofKeys = claims.get("code_challenge_methods_supported") instanceof Collection<?> methods
				&& methods.contains("S256");
		boolean publicClients = claims.get("token_endpoint_auth_methods_supported") instanceof Collection<?> methods
				&& methods.contains(ClientAuthenticationMethod.NONE.getValue());
		if (proofKeys && publicClients && Boolean.TRUE.equals(claims.get(ISS_PARAMETER))) {
			claims.put(DOCUMENTS, true);
		}
		else {
			logger.error(DOCUMENTS + " is not shown, since a customizer of the application took S256, none or "
					+ ISS_PARAMETER + " out of the metadata, which clients with documents need");
		}
	}

	private static List<Object> scopesOf(Consumer<Consumer<Map<String, Object>>> document) {
		List<Object> scopes = new ArrayList<>();
		document.accept((claims) -> {
			if (claims.get(SCOPES) instanceof Collection<?> present) {
				scopes.addAll(present);
			}
		});
		return scopes;
	}

	private void addRegistrationEndpoint(Map<String, Object> claims,
			Function<AuthorizationServerSettings, String> springsPath) {
		AuthorizationServerContext context = AuthorizationServerContextHolder.getContext();
		String issuer = context.getIssuer();
		Object present = claims.get(OAuth2AuthorizationServerMetadataClaimNames.REGISTRATION_ENDPOINT);
		// Spring's own endpoint gives way to ours; what the application wrote stays
		if (present == null || present.toString()
			.equals(endpoint(issuer, springsPath.apply(context.getAuthorizationServerSettings())))) {
			claims.put(OAuth2AuthorizationServerMetadataClaimNames.REGISTRATION_ENDPOINT, endpoint(issuer, this.path));
		}
	}

	private void addAuthMethods(Map<String, Object> claims, String endpoint) {
		if (claims.containsKey(endpoint + "_endpoint")) {
			String name = endpoint + "_endpoint_auth_methods_supported";
			// RFC 8414 §2: what a list that is left out means
			claims.putIfAbsent(name, List.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC.getValue()));
			unite(claims, name, this.authMethods);
		}
	}

	// RFC 8414 §2: a must beside methods that sign
	private static void addAlgorithms(Map<String, Object> claims, String endpoint) {
		if (!(claims.get(endpoint + "_endpoint_auth_methods_supported") instanceof Collection<?> methods)) {
			return;
		}
		List<String> algorithms = new ArrayList<>();
		if (methods.contains(ClientAuthenticationMethod.PRIVATE_KEY_JWT.getValue())) {
			algorithms.addAll(ClientKeys.SIGNING_ALGORITHMS);
		}
		if (methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_JWT.getValue())) {
			algorithms.add("HS256");
		}
		unite(claims, endpoint + "_endpoint_auth_signing_alg_values_supported", algorithms);
	}

}
