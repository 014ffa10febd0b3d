package io.github.opendcr.server.authentication;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Refuses requests that say one thing about their client in the {@code Authorization}
 * header and another in the body, if one of the two is a dynamic client: Spring believes
 * the one and doesn't look at the other. The same thing twice is only said twice. It
 * hooks in as one more converter of client authentication, in front of Spring's.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3">RFC 6749
 * §2.3</a>
 */
final class ContradictionConverter implements AuthenticationConverter {

	private final AuthenticationConverter basic = new ClientSecretBasicAuthenticationConverter();

	private final RegisteredClientRepository repository;

	ContradictionConverter(RegisteredClientRepository repository) {
		this.repository = repository;
	}

	static void addTo(ServerChain chain) {
		chain.server()
			.clientAuthentication((authentication) -> authentication
				.authenticationConverter(new ContradictionConverter(chain.usableClients())));
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		Authentication header = inHeader(request);
		if (header != null && !agrees(request, header)
				&& Stream.of(header.getName(), request.getParameter(OAuth2ParameterNames.CLIENT_ID))
					.anyMatch(this::isDynamic)) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST); // §5.2
		}
		return null;
	}

	private @Nullable Authentication inHeader(HttpServletRequest request) {
		try {
			return this.basic.convert(request);
		}
		catch (OAuth2AuthenticationException ex) {
			return null; // malformed, which Spring answers
		}
		catch (IllegalArgumentException ex) { // a client_id that is blank once decoded
			throw new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT), ex);
		}
	}

	private static boolean agrees(HttpServletRequest request, Authentication header) {
		return hasNoOther(request, OAuth2ParameterNames.CLIENT_ID, header.getPrincipal())
				&& hasNoOther(request, OAuth2ParameterNames.CLIENT_SECRET, header.getCredentials())
				&& hasNoOther(request, OAuth2ParameterNames.CLIENT_ASSERTION, null);
	}

	// RFC 6749 §3.2: without a value is as if it weren't there
	private static boolean hasNoOther(HttpServletRequest request, String parameter, @Nullable Object value) {
		String[] values = request.getParameterValues(parameter);
		return values == null
				|| Arrays.stream(values).allMatch((sent) -> sent.isEmpty() || Objects.equals(sent, value));
	}

	private boolean isDynamic(@Nullable String clientId) {
		RegisteredClient client = (clientId != null) ? this.repository.findByClientId(clientId) : null;
		return client != null && DynamicClients.isDynamic(client);
	}

}
