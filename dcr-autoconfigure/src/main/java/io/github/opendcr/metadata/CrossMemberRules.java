package io.github.opendcr.metadata;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;

/**
 * The rules that concern more than one member, each a small named thing.
 */
final class CrossMemberRules {

	private static final Set<String> REDIRECT_BASED = Set.of("authorization_code", "implicit");

	private static final List<String> LISTS = List.of("redirect_uris", "grant_types", "post_logout_redirect_uris");

	private CrossMemberRules() {
	}

	static void check(ClientMetadata metadata, Violations violations) {
		violations.check(() -> redirectUrisWhereNeeded(metadata));
		violations.check(() -> grantTypesAndResponseTypesAgree(metadata));
		violations.check(() -> refreshTokenNeedsAnotherGrant(metadata));
		violations.check(() -> publicClientsHaveNoCredentialsToGrantUpon(metadata));
		violations.check(() -> implicitWebClientsUseHttps(metadata));
		violations.check(() -> certificateBoundTokensNeedACertificate(metadata));
		violations.check(() -> consentFitsItsColumn(metadata));
		LISTS.forEach((member) -> violations.check(() -> listFitsItsColumn(metadata, member)));
		ClientAuthenticationRules.check(metadata, violations);
	}

	// RFC 7591 §2: clients of redirect-based flows MUST register their redirection URIs
	private static void redirectUrisWhereNeeded(ClientMetadata metadata) {
		if (metadata.getRedirectUris().isEmpty() && !Collections.disjoint(metadata.getGrantTypes(), REDIRECT_BASED)) {
			throw RegistrationException
				.invalidRedirectUri("redirect_uris is required for the grant types authorization_code and implicit");
		}
	}

	// RFC 7591 §2.1
	private static void grantTypesAndResponseTypesAgree(ClientMetadata metadata) {
		List<String> grantTypes = metadata.getGrantTypes();
		List<String> used = new ArrayList<>();
		for (String responseType : metadata.getResponseTypes()) {
			for (String grantType : ResponseTypes.grantTypesOf(responseType)) {
				used.add(grantType);
				if (!grantTypes.contains(grantType)) {
					throw RegistrationException.invalidMetadata("response_types",
							"The response type " + Quoted.of(responseType) + " needs the grant type '" + grantType
									+ "'; register both or neither");
				}
			}
		}
		for (String grantType : grantTypes) {
			if (REDIRECT_BASED.contains(grantType) && !used.contains(grantType)) {
				throw RegistrationException.invalidMetadata("grant_types",
						"The grant type '" + grantType + "' needs a response type that uses it, such as '"
								+ (grantType.equals("implicit") ? "token" : "code") + "'; register both or neither");
			}
		}
	}

	private static void refreshTokenNeedsAnotherGrant(ClientMetadata metadata) {
		if (metadata.getGrantTypes().equals(List.of("refresh_token"))) {
			throw RegistrationException.invalidMetadata("grant_types",
					"The grant type 'refresh_token' needs another one that issues the refresh token, "
							+ "such as 'authorization_code'");
		}
	}

	// RFC 6749 §4.4: the client credentials grant is for confidential clients only
	private static void publicClientsHaveNoCredentialsToGrantUpon(ClientMetadata metadata) {
		if (metadata.getTokenEndpointAuthMethods().contains("none")
				&& metadata.getGrantTypes().contains("client_credentials")) {
			throw RegistrationException.invalidMetadata("grant_types",
					"The grant type 'client_credentials' needs a " + "token_endpoint_auth_method other than 'none'");
		}
	}

	// OpenID Connect Dynamic Client Registration 1.0 §2, application_type
	private static void implicitWebClientsUseHttps(ClientMetadata metadata) {
		if (!metadata.getGrantTypes().contains("implicit") || "native".equals(metadata.getString("application_type"))) {
			return;
		}
		for (String redirectUri : metadata.getRedirectUris()) {
			URI uri = URI.create(redirectUri);
			if (!"https".equals(uri.getScheme()) || "localhost".equals(uri.getHost())) {
				throw RegistrationException.invalidRedirectUri("A web client with the grant type 'implicit' must "
						+ "redirect to https and not to localhost: " + Quoted.of(redirectUri));
			}
		}
	}

	// RFC 8705 §3: Spring binds tokens to the certificate by which the client
	// authenticates
	private static void certificateBoundTokensNeedACertificate(ClientMetadata metadata) {
		if (Boolean.TRUE.equals(metadata.get("tls_client_certificate_bound_access_tokens"))
				&& !metadata.getTokenEndpointAuthMethods()
					.stream()
					.allMatch((method) -> method.endsWith("tls_client_auth"))) {
			throw RegistrationException.invalidMetadata("tls_client_certificate_bound_access_tokens",
					"tls_client_certificate_bound_access_tokens needs the token_endpoint_auth_method "
							+ "'tls_client_auth' or 'self_signed_tls_client_auth'");
		}
	}

	private static void consentFitsItsColumn(ClientMetadata metadata) {
		if (!ConsentColumn.hasRoomFor(metadata.getScopes(), metadata.getGrantTypes())) {
			throw MemberRules.refused("scope",
					"has more values than a user's consent has room for; register fewer or shorter ones");
		}
	}

	// Spring keeps a list in one column, joined by commas
	private static void listFitsItsColumn(ClientMetadata metadata, String member) {
		int length = -1; // the first one has no comma before it
		for (String element : metadata.getStrings(member)) {
			length += 1 + element.length();
		}
		if (length > Limits.COLUMN) {
			throw MemberRules.refused(member,
					"is longer than " + Limits.COLUMN + " characters in all; register fewer or shorter ones");
		}
	}

}
