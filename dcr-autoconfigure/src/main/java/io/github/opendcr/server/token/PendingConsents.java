package io.github.opendcr.server.token;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.consent.PendingConsentModels.PendingConsent;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.client.LookUps;
import io.github.opendcr.server.resource.ResourceIndicators;

import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Finds what waits for a user's consent, in the services that the authorization servers
 * really use. Safe for use by several threads.
 */
final class PendingConsents {

	private static final OAuth2TokenType STATE = new OAuth2TokenType(OAuth2ParameterNames.STATE);

	private final AuthorizationServerServices services;

	private final AuthorizationLookUp authorizations;

	private final ShownConsents shown;

	private final boolean resources;

	/**
	 * Create an instance.
	 * @param services the authorization servers
	 * @param context where what manages the transactions of authorizations is
	 * @param shown knows to what users consented
	 * @param resources whether clients are granted the resources that they name
	 */
	PendingConsents(AuthorizationServerServices services, ApplicationContext context, ShownConsents shown,
			boolean resources) {
		this.services = services;
		this.authorizations = new AuthorizationLookUp(services, context);
		this.shown = shown;
		this.resources = resources;
	}

	/**
	 * Find what waits for a user's consent.
	 * @param state the {@code state} with which the consent page was opened
	 * @param principalName the name of the user
	 * @return what waits, or {@code null} if nothing does, or not for this user
	 */
	@Nullable PendingConsent find(String state, String principalName) {
		if (!LookUps.canFind(state)) {
			return null;
		}
		OAuth2Authorization authorization = this.authorizations.find(state, STATE);
		if (authorization == null || Basis.isAnswered(authorization)
				|| !authorization.getPrincipalName().equals(principalName)) {
			return null;
		}
		RegisteredClient client = this.services.getClients().findById(authorization.getRegisteredClientId());
		return (client != null) ? pending(authorization, client) : null;
	}

	private PendingConsent pending(OAuth2Authorization authorization, RegisteredClient client) {
		OAuth2AuthorizationRequest request = authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
		OAuth2AuthorizationConsent stored = stored(client, authorization.getPrincipalName());
		OAuth2AuthorizationConsent current = this.shown.current(stored, this.services.getClients());
		boolean changed = stored != null && current == null;
		boolean dynamic = DynamicClients.isDynamic(client);
		List<String> named = (this.resources && dynamic) ? ResourceIndicators.named(authorization) : List.of();
		boolean here = !this.resources || !dynamic || (current != null && ResourceIndicators.areAgreed(current, named));
		Set<String> granted = (current != null && here) ? current.getScopes() : Set.of();
		if (request == null) { // RFC 8628: nobody is redirected
			Set<String> scopes = authorization.getAttribute(OAuth2ParameterNames.SCOPE);
			return new PendingConsent(client, dynamic, null, Objects.requireNonNullElse(scopes, Set.of()), granted,
					changed, named);
		}
		String redirectUri = request.getRedirectUri();
		return new PendingConsent(client, dynamic,
				(redirectUri != null) ? redirectUri : client.getRedirectUris().iterator().next(), request.getScopes(),
				granted, changed, named);
	}

	private @Nullable OAuth2AuthorizationConsent stored(RegisteredClient client, String principalName) {
		for (OAuth2AuthorizationConsentService service : this.services.getAuthorizationConsentServices()) {
			OAuth2AuthorizationConsent consent = this.authorizations
				.read(() -> service.findById(client.getId(), principalName));
			if (consent != null) {
				return consent;
			}
		}
		return null;
	}

}
