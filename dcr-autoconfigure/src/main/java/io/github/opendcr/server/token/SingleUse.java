package io.github.opendcr.server.token;

import java.time.Clock;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

import io.github.opendcr.server.chain.Seam;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;

/**
 * Has each code and each token used once: the server's own filters get the guarded
 * services, the same access to what is stored in all chains. It hooks in by the shared
 * objects of the chain, from which Spring's configurer takes its services.
 */
final class SingleUse implements Seam {

	private final Map<OAuth2AuthorizationService, AuthorizationAccess> access = Collections
		.synchronizedMap(new IdentityHashMap<>());

	private final ShownConsents shown;

	private final Clock clock;

	SingleUse(ShownConsents shown, Clock clock) {
		this.shown = shown;
		this.clock = clock;
	}

	@Override
	public void addTo(ServerChain chain) {
		AuthorizationAccess access = this.access.computeIfAbsent(chain.authorizationService(),
				(service) -> AuthorizationAccess.select(service, chain.context()));
		chain.http()
			.setSharedObject(OAuth2AuthorizationService.class, new GuardedAuthorizationService(
					chain.authorizationService(), access, chain.clients(), this.shown, this.clock));
		ShownConsentCustomizer.addTo(chain);
		chain.http()
			.setSharedObject(OAuth2AuthorizationConsentService.class,
					new GuardedConsentService(chain.consentService(), access, this.shown, chain.clients()));
	}

}
