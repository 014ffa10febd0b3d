package io.github.opendcr.server.authentication;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.server.chain.EndpointFilter;
import io.github.opendcr.server.chain.ErrorAnswer;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.client.Unavailability;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Stands before the endpoints where clients authenticate. A request that is denied for
 * want of a client is answered with {@code invalid_client}: the entry points of
 * applications send browsers to the login page, and Spring's writes nothing, in which no
 * client reads that it should register anew. A client that is pending, disabled or
 * expired doesn't pass either, whoever authenticated it: an application's own provider
 * needn't know which clients may be used. Of those that pass, it says that they are used.
 * It hooks in as a filter right in front of the one that authorizes requests.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749
 * §5.2</a>
 */
final class ClientGate extends EndpointFilter {

	private static final String NO_CLIENT = "The request does not authenticate a client; send client_id and what "
			+ "the client registered as its token_endpoint_auth_method, or a public client's code_verifier";

	private final UnaryOperator<RegisteredClient> completion;

	private final RequestMatcher tokenEndpoint;

	private final Consumer<String> uses;

	private final Clock clock;

	ClientGate(RequestMatcher endpoints, UnaryOperator<RegisteredClient> completion, RequestMatcher tokenEndpoint,
			Consumer<String> uses, Clock clock) {
		super(endpoints);
		this.completion = completion;
		this.tokenEndpoint = tokenEndpoint;
		this.uses = uses;
		this.clock = clock;
	}

	static void addTo(ServerChain chain, Consumer<String> uses, Clock clock) {
		RequestMatcher tokens = chain.endpoints(HttpMethod.POST, AuthorizationServerSettings::getTokenEndpoint);
		chain.http()
			.addFilterBefore(new ClientGate(chain.endpointsOfClients(), chain::complete, tokens, uses, clock),
					AuthorizationFilter.class);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		RegisteredClient client = DynamicClients.authenticated();
		if (client != null) {
			Instant now = this.clock.instant();
			RegisteredClient granted = this.completion.apply(client);
			Unavailability unavailability = DynamicClients.unavailability(granted, now);
			if (unavailability != null) {
				refuse(response, unavailability.sentence());
				return;
			}
			replace(client, DynamicClients.withTokensThatEndWithIt(granted, now));
		}
		try {
			chain.doFilter(request, response);
		}
		catch (AccessDeniedException | AuthenticationException ex) {
			if (client != null || response.isCommitted()) {
				throw ex; // the application's word about a client that is known
			}
			refuse(response, NO_CLIENT);
		}
		if (client != null && DynamicClients.isDynamic(client) && isUse(client, request, response)) {
			this.uses.accept(client.getClientId());
		}
	}

	// Anyone can name a public client, but not everyone gets a token for it
	private boolean isUse(RegisteredClient client, HttpServletRequest request, HttpServletResponse response) {
		return response.getStatus() < HttpServletResponse.SC_BAD_REQUEST
				&& (this.tokenEndpoint.matches(request) || !DynamicClients.isDynamicPublic(client));
	}

	private static void replace(RegisteredClient client, RegisteredClient limited) {
		if (limited == client || !(SecurityContextHolder.getContext()
			.getAuthentication() instanceof OAuth2ClientAuthenticationToken present)) {
			return;
		}
		OAuth2ClientAuthenticationToken token = new OAuth2ClientAuthenticationToken(limited,
				present.getClientAuthenticationMethod(), present.getCredentials());
		token.setDetails(present.getDetails());
		SecurityContextHolder.setContext(new SecurityContextImpl(token));
	}

	private static void refuse(HttpServletResponse response, String description) throws IOException {
		ErrorAnswer.write(response, HttpStatus.UNAUTHORIZED,
				new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, description, null));
	}

}
