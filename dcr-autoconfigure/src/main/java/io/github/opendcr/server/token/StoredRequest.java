package io.github.opendcr.server.token;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;

/**
 * What is stored of an authorization request. Spring keeps every parameter as it came.
 */
final class StoredRequest {

	/**
	 * By what a client proves who it is when it pushes a request (RFC 9126 §2.1): of no
	 * use later, and stored in the clear.
	 */
	private static final Set<String> CREDENTIALS = Set.of(OAuth2ParameterNames.CLIENT_SECRET,
			OAuth2ParameterNames.CLIENT_ASSERTION, OAuth2ParameterNames.CLIENT_ASSERTION_TYPE);

	private StoredRequest() {
	}

	/**
	 * Return an authorization without the client's credentials, and that can be read
	 * again: Spring makes arrays of what came more than once, which none of its readers
	 * accepts.
	 * @param authorization the authorization that is to be stored
	 * @return the same one if there is nothing to change
	 */
	static OAuth2Authorization in(OAuth2Authorization authorization) {
		OAuth2AuthorizationRequest request = authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
		if (request == null || request.getAdditionalParameters()
			.entrySet()
			.stream()
			.noneMatch((entry) -> CREDENTIALS.contains(entry.getKey()) || entry.getValue() instanceof String[])) {
			return authorization;
		}
		OAuth2AuthorizationRequest stored = OAuth2AuthorizationRequest.from(request)
			.additionalParameters(StoredRequest::clean)
			.build();
		return OAuth2Authorization.from(authorization)
			.attribute(OAuth2AuthorizationRequest.class.getName(), stored)
			.build();
	}

	private static void clean(Map<String, Object> parameters) {
		parameters.keySet().removeAll(CREDENTIALS);
		parameters
			.replaceAll((name, value) -> (value instanceof String[] values) ? new ArrayList<>(List.of(values)) : value);
	}

}
