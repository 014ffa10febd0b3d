package io.github.opendcr.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The authorization service as the server's own filters see it. What is granted while the
 * client is being deleted or disabled is gone with it: a save that comes after that sees
 * that the client is gone or disabled, and one that comes before is seen by the deletion,
 * which removes authorizations once more when it is committed. An authorization without
 * its client would make introspection fail for ever.
 * <p>
 * A refresh token of a dynamic public client that comes back after it was replaced has
 * been stolen, or its successor has: the authorization is removed (RFC 9700 §4.14.2). A
 * client that asks twice at the same time is only refused.
 *
 * @param delegate the service that the application chose
 * @param repository the repository that the application chose
 * @param clock what time it is
 */
record GuardedAuthorizationService(OAuth2AuthorizationService delegate, RegisteredClientRepository repository,
		Clock clock) implements OAuth2AuthorizationService {

	private static final Log logger = LogFactory.getLog(GuardedAuthorizationService.class);

	/**
	 * How long after a refresh the replaced token is taken for the loser of a race.
	 */
	private static final Duration RACE = Duration.ofSeconds(10);

	@Override
	public void save(OAuth2Authorization authorization) {
		this.delegate.save(authorization);
		RegisteredClient client = this.repository.findById(authorization.getRegisteredClientId());
		if (client != null && DynamicClients.unavailability(client, this.clock.instant()) == null) {
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
		OAuth2Authorization found = this.delegate.findByToken(token, tokenType);
		if (found == null && tokenType != null && tokenType.equals(OAuth2TokenType.REFRESH_TOKEN)) {
			String id = RefreshTokenFamily.authorizationId(token);
			OAuth2Authorization family = (id != null) ? this.delegate.findById(id) : null;
			if (family != null && RefreshTokenFamily.isKeptBy(family)) {
				refuseReplaced(family);
			}
		}
		return found;
	}

	private void refuseReplaced(OAuth2Authorization family) {
		OAuth2Authorization.Token<OAuth2RefreshToken> successor = family.getRefreshToken();
		Instant replacedAt = (successor != null) ? successor.getToken().getIssuedAt() : null;
		if (replacedAt == null || replacedAt.plus(RACE).isBefore(this.clock.instant())) {
			logger.warn("A refresh token that had been replaced was presented; what was granted with it to the client "
					+ family.getRegisteredClientId() + " is revoked");
			this.delegate.remove(family);
		}
	}

}
