package io.github.opendcr.server.resource;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The consent service as the server's own filters see it: a consent that isn't for what a
 * dynamic client's request is about isn't there, so that the user is asked as if for the
 * first time, and grants no more than what is ticked then.
 *
 * @param delegate the service that was there
 * @param clients the clients of the repository that the application chose
 * @param request what the request is about
 */
record TargetedConsentService(OAuth2AuthorizationConsentService delegate, RegisteredClientRepository clients,
		RequestAtHand request) implements OAuth2AuthorizationConsentService {

	@Override
	public @Nullable OAuth2AuthorizationConsent findById(String registeredClientId, String principalName) {
		OAuth2AuthorizationConsent consent = this.delegate.findById(registeredClientId, principalName);
		List<String> resources = this.request.resources();
		if (consent == null || resources == null || !isDynamic(registeredClientId)) {
			return consent;
		}
		return AgreedResources.cover(consent, resources) ? AgreedResources.without(consent) : null;
	}

	@Override
	public void save(OAuth2AuthorizationConsent consent) {
		List<String> resources = this.request.resources();
		if (resources == null || !isDynamic(consent.getRegisteredClientId())) {
			this.delegate.save(consent);
			return;
		}
		this.delegate.save(AgreedResources.with(consent, resources,
				this.delegate.findById(consent.getRegisteredClientId(), consent.getPrincipalName())));
	}

	@Override
	public void remove(OAuth2AuthorizationConsent consent) {
		this.delegate.remove(consent);
	}

	private boolean isDynamic(String registeredClientId) {
		RegisteredClient client = this.clients.findById(registeredClientId);
		return client != null && DynamicClients.isDynamic(client);
	}

}
