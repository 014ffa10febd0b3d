package io.github.opendcr.server.resource;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.resource.ProtectedResource;
import io.github.opendcr.server.chain.AddedParameter;
import io.github.opendcr.server.chain.EndpointFilter;
import io.github.opendcr.server.chain.ErrorAnswer;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.StringUtils;

/**
 * Stands behind the authentication of the client at the endpoints for tokens and for
 * devices: refuses resources that there aren't, and takes note of the others. What a
 * client is granted for itself has no other scopes than its resources know.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707.html#section-2.2">RFC 8707
 * §2.2</a>
 */
final class ResourceFilter extends EndpointFilter {

	private final ResourceIndicators indicators;

	ResourceFilter(RequestMatcher endpoints, ResourceIndicators indicators) {
		super(endpoints);
		this.indicators = indicators;
	}

	/**
	 * Return the client that sent the request, if it is a dynamic one.
	 */
	static @Nullable RegisteredClient dynamicClient() {
		RegisteredClient client = DynamicClients.authenticated();
		return (client != null && DynamicClients.isDynamic(client)) ? client : null;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		RegisteredClient client = dynamicClient();
		if (client == null) {
			chain.doFilter(request, response);
			return;
		}
		HttpServletRequest read;
		try {
			List<String> named = ResourceParameter.values(request.getParameterValues(ResourceParameter.NAME));
			read = read(request, this.indicators.resolve(named, client));
			this.indicators.request().isAbout(named);
		}
		catch (OAuth2AuthenticationException ex) {
			ErrorAnswer.write(response, HttpStatus.BAD_REQUEST, ex.getError());
			return;
		}
		chain.doFilter(read, response);
	}

	private static HttpServletRequest read(HttpServletRequest request, List<ProtectedResource> resources) {
		String scope = request.getParameter(OAuth2ParameterNames.SCOPE);
		if (resources.isEmpty() || !StringUtils.hasText(scope) || !AuthorizationGrantType.CLIENT_CREDENTIALS.getValue()
			.equals(request.getParameter(OAuth2ParameterNames.GRANT_TYPE))) {
			return request;
		}
		Set<String> scopes = new LinkedHashSet<>(List.of(scope.split(" ")));
		return new AddedParameter(request, OAuth2ParameterNames.SCOPE,
				String.join(" ", ResourceIndicators.narrowed(scopes, resources)));
	}

}
