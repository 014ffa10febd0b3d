package io.github.opendcr.server.token;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;

/**
 * The consent service as the server's own filters see it. Spring's JDBC service looks and
 * then inserts, which only one of two can who do so at the same time.
 *
 * @param delegate the service that the application chose
 * @param access how authorizations are read
 */
record GuardedConsentService(OAuth2AuthorizationConsentService delegate,
		AuthorizationAccess access) implements OAuth2AuthorizationConsentService {

	@Override
	public void save(OAuth2AuthorizationConsent consent) {
		try {
			saveOrUpdate(consent);
		}
		catch (RuntimeException ex) {
			if (findById(consent.getRegisteredClientId(), consent.getPrincipalName()) == null) {
				throw ex;
			}
			saveOrUpdate(consent);
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
		this.delegate.remove(consent);
	}

	@Override
	public @Nullable OAuth2AuthorizationConsent findById(String registeredClientId, String principalName) {
		return this.access.read(() -> this.delegate.findById(registeredClientId, principalName));
	}

}
