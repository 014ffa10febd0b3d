package io.github.opendcr.server.resource;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenExchangeAuthenticationToken;
import org.springframework.util.StringUtils;

/**
 * The parameter {@code resource}, wherever it is kept. It may come more than once; the
 * same value twice is only said twice, and without a value it is as if it weren't there.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707.html#section-2">RFC 8707 §2</a>
 */
final class ResourceParameter {

	/**
	 * Its name, and that of the attribute in which an authorization has it that began
	 * with no authorization request.
	 */
	static final String NAME = OAuth2ParameterNames.RESOURCE;

	private ResourceParameter() {
	}

	/**
	 * Return what an authorization is for, as the client named it.
	 * @param authorization the authorization
	 * @return the resources; none for a client whose parameter is ignored, too
	 */
	static List<String> of(OAuth2Authorization authorization) {
		OAuth2AuthorizationRequest request = authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
		return (request != null) ? of(request.getAdditionalParameters()) : values(authorization.getAttribute(NAME));
	}

	/**
	 * Return what a request names.
	 * @param parameters its parameters, as Spring keeps them
	 * @return the resources
	 */
	static List<String> of(Map<String, Object> parameters) {
		return values(parameters.get(NAME));
	}

	static List<String> ofGrant(@Nullable Authentication grant) {
		if (grant instanceof OAuth2TokenExchangeAuthenticationToken exchange) {
			return values(exchange.getResources());
		}
		return (grant instanceof OAuth2AuthorizationGrantAuthenticationToken request)
				? of(request.getAdditionalParameters()) : List.of();
	}

	static List<String> values(@Nullable Object value) {
		Stream<?> all = Stream.of();
		if (value instanceof String[] several) {
			all = Arrays.stream(several);
		}
		else if (value instanceof Collection<?> several) { // as it was stored
			all = several.stream();
		}
		else if (value != null) {
			all = Stream.of(value);
		}
		return all.map(String::valueOf).filter(StringUtils::hasText).distinct().toList();
	}

}
