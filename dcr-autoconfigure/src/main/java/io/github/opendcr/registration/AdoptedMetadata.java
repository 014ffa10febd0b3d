package io.github.opendcr.registration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ResponseTypes;
import io.github.opendcr.secrets.StoredSecrets;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

/**
 * The metadata that a client would have registered to become what it is: the mapping of
 * {@link RegisteredClientMapper} the other way round. What has no place in metadata is
 * refused by name, so that the client's next update takes nothing away that nobody saw.
 */
final class AdoptedMetadata {

	private static final String METHOD = "token_endpoint_auth_method";

	// Spring's examples have both, which differ in where the same secret is sent
	private static final Set<ClientAuthenticationMethod> EITHER = Set.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
			ClientAuthenticationMethod.CLIENT_SECRET_POST);

	private final RegisteredClient client;

	private final Map<String, Object> members = new LinkedHashMap<>();

	private AdoptedMetadata(RegisteredClient client) {
		this.client = client;
	}

	static ClientMetadata of(RegisteredClient client) {
		return new AdoptedMetadata(client).derive();
	}

	private ClientMetadata derive() {
		List<String> grantTypes = this.client.getAuthorizationGrantTypes()
			.stream()
			.map(AuthorizationGrantType::getValue)
			.toList();
		// without one, Spring takes the id
		put("client_name", this.client.getClientName().equals(this.client.getId()) ? "" : this.client.getClientName());
		put("redirect_uris", List.copyOf(this.client.getRedirectUris()));
		put("post_logout_redirect_uris", List.copyOf(this.client.getPostLogoutRedirectUris()));
		put("grant_types", grantTypes);
		this.members.put("response_types", ResponseTypes.impliedBy(grantTypes));
		put("scope", String.join(" ", this.client.getScopes()));
		String method = method();
		put(METHOD, method);
		putKeys(method);
		putTokens();
		return ClientMetadata.of(this.members);
	}

	private void put(String name, @Nullable Object value) {
		if (value != null && !"".equals(value) && !List.of().equals(value)) {
			this.members.put(name, value);
		}
	}

	private String method() {
		Set<ClientAuthenticationMethod> methods = this.client.getClientAuthenticationMethods();
		if (methods.size() > 1 && !methods.equals(EITHER)) {
			throw RegistrationException.invalidMetadata(METHOD, "The client authenticates by several methods ("
					+ String.join(", ", names(methods).sorted().toList()) + "); leave it one of them");
		}
		String method = methods.equals(EITHER) ? ClientAuthenticationMethod.CLIENT_SECRET_BASIC.getValue()
				: methods.iterator().next().getValue();
		if (method.equals("client_secret_jwt") && !StoredSecrets.isEncrypted(this.client.getClientSecret())) {
			throw RegistrationException.invalidMetadata(METHOD,
					"The secret of a client with client_secret_jwt is kept encrypted here, and this one's isn't; "
							+ "let the client register anew");
		}
		return method;
	}

	private static Stream<String> names(Set<ClientAuthenticationMethod> methods) {
		return methods.stream().map(ClientAuthenticationMethod::getValue);
	}

	private void putKeys(String method) {
		ClientSettings settings = this.client.getClientSettings();
		JwsAlgorithm algorithm = settings.getTokenEndpointAuthenticationSigningAlgorithm();
		put("jwks_uri", settings.getJwkSetUrl());
		put("token_endpoint_auth_signing_alg",
				(algorithm != null && method.endsWith("_jwt")) ? algorithm.getName() : null);
		put("tls_client_auth_subject_dn", settings.getX509CertificateSubjectDN());
	}

	private void putTokens() {
		SignatureAlgorithm algorithm = this.client.getTokenSettings().getIdTokenSignatureAlgorithm();
		if (this.client.getScopes().contains(OidcScopes.OPENID) || algorithm != SignatureAlgorithm.RS256) {
			put("id_token_signed_response_alg", algorithm.getName());
		}
		if (this.client.getTokenSettings().isX509CertificateBoundAccessTokens()) {
			put("tls_client_certificate_bound_access_tokens", true);
		}
	}

}
