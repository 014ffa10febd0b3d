package io.github.opendcr.server.token;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The consent service as the server's own filters see it. Spring's JDBC service looks and
 * then inserts, which only one of two can who do so at the same time. A consent to what a
 * client no longer is doesn't count.
 *
 * @param delegate the service that the application chose
 * @param access how authorizations are read
 * @param shown knows to what users consented
 * @param clients the clients of the server
 */
record GuardedConsentService(OAuth2AuthorizationConsentService delegate, AuthorizationAccess access,
		ShownConsents shown, RegisteredClientRepository clients) implements OAuth2AuthorizationConsentService {

	@Override
	public void save(OAuth2AuthorizationConsent consent) {
		OAuth2AuthorizationConsent marked = this.shown.marked(consent, this.clients);
		try {
			saveOrUpdate(marked);
		}
		catch (RuntimeException ex) {
			if (stored(consent.getRegisteredClientId(), consent.getPrincipalName()) == null) {
				throw ex;
			}
			saveOrUpdate(marked);
		}
	}

	private void saveOrUpdate(OAuth2AuthorizationConsent consent) {
		this.access.read(() -> {
			this.delegate.save(consent);
			return consent;
		});
	}

	@Override
	public void remove(OAuth2AuthorizationConsent consent) {
		// Spring's in-memory service removes only what is equal
		OAuth2AuthorizationConsent stored = stored(consent.getRegisteredClientId(), consent.getPrincipalName());
		this.delegate.remove((stored != null) ? stored : consent);
	}

	@Override
	public @Nullable OAuth2AuthorizationConsent findById(String registeredClientId, String principalName) {
		return this.shown.current(stored(registeredClientId, principalName), this.clients);
	}

	private @Nullable OAuth2AuthorizationConsent stored(String registeredClientId, String principalName) {
		return this.access.read(() -> this.delegate.findById(registeredClientId, principalName));
	}

}
