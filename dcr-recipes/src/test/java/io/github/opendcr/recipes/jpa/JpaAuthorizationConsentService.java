package io.github.opendcr.recipes.jpa;

import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.stereotype.Component;

@Component
class JpaAuthorizationConsentService implements OAuth2AuthorizationConsentService {

	private final ConsentRepository consents;

	JpaAuthorizationConsentService(ConsentRepository consents) {
		this.consents = consents;
	}

	@Override
	public void save(OAuth2AuthorizationConsent consent) {
		this.consents.save(Consent.of(consent));
	}

	@Override
	public void remove(OAuth2AuthorizationConsent consent) {
		this.consents.deleteById(new Consent.Key(consent.getRegisteredClientId(), consent.getPrincipalName()));
	}

	@Override
	public OAuth2AuthorizationConsent findById(String registeredClientId, String principalName) {
		return this.consents.findById(new Consent.Key(registeredClientId, principalName))
			.map(Consent::toConsent)
			.orElse(null);
	}

}
