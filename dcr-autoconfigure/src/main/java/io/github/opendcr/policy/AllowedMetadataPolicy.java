package io.github.opendcr.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ResponseTypes;

/**
 * Grants no more than the settings allow. Grant types, response types and scopes are
 * narrowed to what is allowed, which the answer tells (RFC 7591 §3.2.1); where nothing
 * would be left, the request is refused. A method of client authentication is granted as
 * asked for or refused, never swapped. Members that were left out get their defaults.
 * Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class AllowedMetadataPolicy implements ClientMetadataPolicy {

	private final AllowedMetadataSettings allowed;

	/**
	 * Create a policy.
	 * @param allowed what clients may be granted
	 */
	public AllowedMetadataPolicy(AllowedMetadataSettings allowed) {
		this.allowed = allowed;
	}

	@Override
	public ClientMetadata apply(ClientMetadata metadata, RegistrationContext context) {
		ClientMetadata granted = grantAuthMethod(metadata);
		granted = grantGrantTypes(granted);
		granted = grantResponseTypes(granted, metadata);
		return grantScopes(granted);
	}

	private ClientMetadata grantAuthMethod(ClientMetadata metadata) {
		String method = metadata.getTokenEndpointAuthMethod();
		if (!this.allowed.tokenEndpointAuthMethods().contains(method)) {
			throw RegistrationException.invalidMetadata("token_endpoint_auth_method",
					"The token_endpoint_auth_method '" + method + "' is not supported by this server; use one of: "
							+ sorted(this.allowed.tokenEndpointAuthMethods()));
		}
		return metadata.with("token_endpoint_auth_method", method);
	}

	private ClientMetadata grantGrantTypes(ClientMetadata metadata) {
		boolean publicClient = metadata.getTokenEndpointAuthMethod().equals("none");
		List<String> granted = requestedGrantTypes(metadata).stream()
			.filter(this.allowed.grantTypes()::contains)
			.filter((grantType) -> !publicClient || !grantType.equals("refresh_token")
					|| this.allowed.refreshTokensForPublicClients())
			.toList();
		if (granted.isEmpty()) {
			throw RegistrationException.invalidMetadata("grant_types",
					"None of the grant types asked for is allowed; use one of: " + sorted(this.allowed.grantTypes()));
		}
		return metadata.with("grant_types", granted);
	}

	// RFC 7591 §2.1: the member that was left out is completed from the one that was sent
	private static List<String> requestedGrantTypes(ClientMetadata metadata) {
		if (metadata.has("grant_types") || !metadata.has("response_types")) {
			return metadata.getGrantTypes();
		}
		List<String> implied = metadata.getResponseTypes()
			.stream()
			.flatMap((responseType) -> ResponseTypes.grantTypesOf(responseType).stream())
			.distinct()
			.toList();
		return implied.isEmpty() ? metadata.getGrantTypes() : implied;
	}

	private ClientMetadata grantResponseTypes(ClientMetadata granted, ClientMetadata requested) {
		List<String> implied = ResponseTypes.impliedBy(granted.getGrantTypes());
		if (!requested.has("response_types")) {
			return granted.with("response_types", implied);
		}
		List<String> responseTypes = requested.getResponseTypes().stream().filter(this::isSupported).toList();
		if (responseTypes.isEmpty() && !implied.isEmpty()) {
			throw RegistrationException.invalidMetadata("response_types",
					"None of the response types asked for is allowed; use: " + String.join(", ", implied));
		}
		return granted.with("response_types", responseTypes);
	}

	private boolean isSupported(String responseType) {
		List<String> grantTypes = ResponseTypes.grantTypesOf(responseType);
		return !grantTypes.isEmpty() && this.allowed.grantTypes().containsAll(grantTypes);
	}

	private ClientMetadata grantScopes(ClientMetadata metadata) {
		List<String> granted = new ArrayList<>(metadata.getScopes());
		granted.removeIf(
				(scope) -> !this.allowed.scopes().contains(scope) && !this.allowed.defaultScopes().contains(scope));
		if (!granted.isEmpty()) {
			return metadata.withScopes(granted);
		}
		if (metadata.has("scope") && this.allowed.defaultScopes().isEmpty()) {
			Set<String> allowedScopes = this.allowed.scopes();
			throw RegistrationException.invalidMetadata("scope",
					allowedScopes.isEmpty() ? "This server registers no scopes; leave out scope"
							: "None of the scopes asked for is allowed; use one of: " + sorted(allowedScopes));
		}
		return metadata.withScopes(this.allowed.defaultScopes());
	}

	private static String sorted(Set<String> values) {
		Stream<String> names = values.stream().sorted();
		return String.join(", ", names.toList());
	}

}
