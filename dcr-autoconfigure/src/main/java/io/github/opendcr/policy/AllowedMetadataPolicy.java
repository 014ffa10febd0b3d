package io.github.opendcr.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ResponseTypes;

/**
 * Grants no more than the settings allow. Grant types, response types and scopes are
 * narrowed to what is allowed and of use to the client, which the answer tells (RFC 7591
 * §3.2.1); where nothing would be left, the request is refused. A method of client
 * authentication and an application type are granted as asked for or refused, never
 * swapped. Members that were left out get their defaults. Safe for use by several
 * threads.
 */
final class AllowedMetadataPolicy extends StepwisePolicy<AllowedMetadataSettings> {

	/**
	 * What a client without credentials can't use: RFC 6749 §4.4 says so of the first
	 * one, and for the others the token and device endpoints ask who it is. Of a grant
	 * type that isn't here an application knows more.
	 */
	private static final Set<String> CONFIDENTIAL_GRANT_TYPES = Set.of("client_credentials",
			"urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange",
			"urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:saml2-bearer");

	private static final String AUTH_METHODS = "token_endpoint_auth_methods_supported";

	/**
	 * Create a policy.
	 * @param allowed what clients may be granted, by who lets the client in
	 */
	AllowedMetadataPolicy(Function<Registrant, AllowedMetadataSettings> allowed) {
		super(allowed,
				List.of(AllowedMetadataPolicy::grantAuthMethods, AllowedMetadataPolicy::grantApplicationType,
						AllowedMetadataPolicy::grantGrantTypes, AllowedMetadataPolicy::grantResponseTypes,
						AllowedMetadataPolicy::grantScopes));
	}

	private static ClientMetadata grantAuthMethods(AllowedMetadataSettings allowed, ClientMetadata metadata) {
		List<String> requested = metadata.getTokenEndpointAuthMethods();
		List<String> granted = requested.stream().filter(allowed.tokenEndpointAuthMethods()::contains).toList();
		if (granted.isEmpty()) {
			throw RegistrationException.invalidMetadata("token_endpoint_auth_method",
					"The token_endpoint_auth_method '" + String.join("', '", requested)
							+ "' is not supported by this server; use one of: "
							+ sorted(allowed.tokenEndpointAuthMethods()));
		}
		String method = metadata.getTokenEndpointAuthMethod();
		ClientMetadata one = metadata.with("token_endpoint_auth_method",
				granted.contains(method) ? method : granted.get(0));
		return (granted.size() > 1) ? one.with(AUTH_METHODS, granted) : one.without(AUTH_METHODS);
	}

	// OpenID Connect Dynamic Client Registration 1.0 §2: web if it is left out
	private static ClientMetadata grantApplicationType(AllowedMetadataSettings allowed, ClientMetadata metadata) {
		if (allowed.applicationTypes() == null) {
			return metadata;
		}
		String applicationType = Objects.requireNonNullElse(metadata.getString("application_type"), "web");
		if (!allowed.applicationTypes().contains(applicationType)) {
			throw RegistrationException.invalidMetadata("application_type", "The application_type '" + applicationType
					+ "' is not allowed; use one of: " + sorted(allowed.applicationTypes()));
		}
		return metadata.with("application_type", applicationType);
	}

	private static ClientMetadata grantGrantTypes(AllowedMetadataSettings allowed, ClientMetadata metadata) {
		boolean isPublic = metadata.getTokenEndpointAuthMethods().contains("none");
		Set<String> usable = new LinkedHashSet<>(allowed.grantTypes());
		if (isPublic) {
			usable.removeAll(CONFIDENTIAL_GRANT_TYPES);
			usable.removeIf((type) -> type.equals("refresh_token") && !allowed.refreshTokensForPublicClients());
		}
		List<String> granted = requestedGrantTypes(metadata).stream().filter(usable::contains).toList();
		if (granted.isEmpty()) {
			throw RegistrationException.invalidMetadata("grant_types",
					"None of the grant types asked for is allowed"
							+ (isPublic ? " with the token_endpoint_auth_method 'none'" : "")
							+ (usable.isEmpty() ? "; use another method" : "; use one of: " + sorted(usable)));
		}
		return metadata.with("grant_types", granted);
	}

	// RFC 7591 §2.1: the member that was left out is completed from the one that was sent
	private static Collection<String> requestedGrantTypes(ClientMetadata metadata) {
		if (metadata.has("grant_types") || !metadata.has("response_types")) {
			return metadata.getGrantTypes();
		}
		Set<String> implied = new LinkedHashSet<>();
		for (String responseType : metadata.getResponseTypes()) {
			implied.addAll(ResponseTypes.grantTypesOf(responseType));
		}
		return implied.isEmpty() ? metadata.getGrantTypes() : implied;
	}

	private static ClientMetadata grantResponseTypes(AllowedMetadataSettings allowed, ClientMetadata metadata) {
		List<String> implied = ResponseTypes.impliedBy(metadata.getGrantTypes());
		List<String> responseTypes = new ArrayList<>(
				metadata.has("response_types") ? metadata.getResponseTypes() : implied);
		responseTypes.removeIf((responseType) -> !isAllowed(allowed, responseType));
		if (responseTypes.isEmpty() && !implied.isEmpty()) {
			throw RegistrationException.invalidMetadata("response_types",
					"None of the response types asked for is allowed; use: "
							+ String.join(", ", (allowed.responseTypes() != null) ? allowed.responseTypes() : implied));
		}
		return metadata.with("response_types", List.copyOf(responseTypes));
	}

	private static boolean isAllowed(AllowedMetadataSettings allowed, String responseType) {
		List<String> grantTypes = ResponseTypes.grantTypesOf(responseType);
		return !grantTypes.isEmpty() && allowed.grantTypes().containsAll(grantTypes) && (allowed.responseTypes() == null
				|| allowed.responseTypes().stream().anyMatch((other) -> ResponseTypes.areSame(other, responseType)));
	}

	private static ClientMetadata grantScopes(AllowedMetadataSettings allowed, ClientMetadata metadata) {
		List<String> granted = new ArrayList<>(metadata.getScopes());
		granted.removeIf((scope) -> !allowed.allowsScope(scope));
		if (!granted.isEmpty()) {
			return metadata.withScopes(granted);
		}
		if (metadata.has("scope") && allowed.defaultScopes().isEmpty()) {
			throw RegistrationException.invalidMetadata("scope",
					allowed.scopes().isEmpty() ? "This server registers no scopes; leave out scope"
							: "None of the scopes asked for is allowed; use one of: " + sorted(allowed.scopes()));
		}
		return metadata.withScopes(allowed.defaultScopes());
	}

	private static String sorted(Set<String> values) {
		return String.join(", ", values.stream().sorted().toList());
	}

}
