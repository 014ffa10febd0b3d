package io.github.opendcr.server;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The authorization service as the server's own filters see it. What is granted while the
 * client is being deleted is gone with it: a save that comes after the deletion sees that
 * the client is gone, and one that comes before is seen by the deletion, which removes
 * authorizations once more when it is committed. An authorization without its client
 * would make introspection fail for ever.
 *
 * @param delegate the service that the application chose
 * @param repository the repository that the application chose
 */
record GuardedAuthorizationService(OAuth2AuthorizationService delegate,
		RegisteredClientRepository repository) implements OAuth2AuthorizationService {

	@Override
	public void save(OAuth2Authorization authorization) {
		this.delegate.save(authorization);
		if (this.repository.findById(authorization.getRegisteredClientId()) != null) {
			return;
		}
		this.delegate.remove(authorization);
		if (authorization.getAccessToken() != null) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
		}
		// a code or a consent in progress: the authorization endpoint has no such answer,
		// and the token endpoint will have it
	}

	@Override
	public void remove(OAuth2Authorization authorization) {
		this.delegate.remove(authorization);
	}

	@Override
	public @Nullable OAuth2Authorization findById(String id) {
		return this.delegate.findById(id);
	}

	@Override
	public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
		return this.delegate.findByToken(token, tokenType);
	}

}
