package io.github.opendcr.server.token;

import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.client.LookUps;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.util.StringUtils;

/**
 * The authorization service as the server's own filters see it, which read and then write
 * without looking again. Here a change is made only while what it rests on is still so:
 * of many who redeem one code, use one refresh token or press one button at the same
 * time, one is served (RFC 6749 §4.1.2).
 * <p>
 * What is granted while the client is being deleted or disabled is gone with it: a save
 * that comes after that sees that the client is gone or disabled, and one that comes
 * before is seen by the deletion, which removes authorizations once more when it is
 * committed. An authorization without its client would make introspection fail for ever.
 * <p>
 * A code that a dynamic client redeemed, or a refresh token of a dynamic public client
 * that was replaced, has been stolen if it comes back, or its successor has: what was
 * granted is revoked (RFC 9700 §4.14.2). A client that asks twice at the same time is
 * only refused.
 * <p>
 * A consent of a user who was shown something else than the client is now comes to
 * nothing, and no code goes to where the client no longer wants it.
 *
 * @param delegate the service that the application chose
 * @param access how that service's authorizations are read and changed
 * @param repository the repository that the application chose
 * @param shown knows to what users consent
 * @param clock what time it is
 */
record GuardedAuthorizationService(OAuth2AuthorizationService delegate, AuthorizationAccess access,
		RegisteredClientRepository repository, ShownConsents shown, Clock clock) implements OAuth2AuthorizationService {

	private static final Log logger = LogFactory.getLog(GuardedAuthorizationService.class);

	// So long, what was used up is taken for the loser of a race if it comes back
	private static final Duration RACE = Duration.ofSeconds(10);

	@Override
	public void save(OAuth2Authorization authorization) {
		Basis basis = Basis.of(authorization);
		OAuth2Authorization next = this.shown.recorded(StoredRequest.in(Basis.detached(authorization)),
				this.repository);
		if (basis == null) {
			this.delegate.save(next);
		}
		else {
			this.access.change(next.getId(), () -> saveIfStillSo(basis, next));
		}
		RegisteredClient client = this.repository.findById(next.getRegisteredClientId());
		if (client != null && DynamicClients.unavailability(client, this.clock.instant()) == null) {
			if (basis != null && basis.kind() == Basis.Kind.STATE) {
				checkShown(next);
			}
			if (!IssuedCode.mayGo(next, client)) {
				removeAll(next);
				throw refused("The client no longer wants answers there; go back to it and begin anew", null);
			}
			return;
		}
		removeAll(next);
		if (next.getAccessToken() != null) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
		}
		// a code or a consent in progress: the authorization endpoint has no such answer,
		// and the token endpoint will have it
	}

	private void checkShown(OAuth2Authorization waiting) {
		if (!this.shown.isCurrent(waiting, this.repository)) {
			removeAll(waiting);
			throw refused("The client has changed since this consent was asked for; begin anew", null);
		}
	}

	// Without an answer it redirects nowhere: to a withdrawn URI least of all
	private static OAuth2AuthorizationCodeRequestAuthenticationException refused(String description,
			@Nullable OAuth2AuthorizationCodeRequestAuthenticationToken answer) {
		return new OAuth2AuthorizationCodeRequestAuthenticationException(
				new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, description, null), answer);
	}

	private void saveIfStillSo(Basis basis, OAuth2Authorization next) {
		OAuth2Authorization current = this.delegate.findById(next.getId());
		if (current != null && basis.holds(current)) {
			this.delegate.save(basis.completed(current, next, this.clock.instant()));
		}
		else if (basis.kind() == Basis.Kind.STATE) {
			answerAsBefore(current);
		}
		else if (isGrant(next, current)) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
		}
		else if (current != null && revokesAll(next)) {
			revoke(current);
		}
		// or else it revokes what is gone
	}

	private void answerAsBefore(@Nullable OAuth2Authorization current) {
		if (current == null || !Basis.isAnswered(current) || !Basis.isRedeemable(current)) {
			throw refused("This consent was answered before", null);
		}
		if (current.getToken(OAuth2AuthorizationCode.class) != null) {
			throw refused("This consent was given before", answer(current));
		}
	}

	// A user pressed "Allow" more than once. The browser shows the last answer, and so
	// each of them is that of the first.
	private OAuth2AuthorizationCodeRequestAuthenticationToken answer(OAuth2Authorization answered) {
		OAuth2AuthorizationRequest request = Objects
			.requireNonNull(answered.getAttribute(OAuth2AuthorizationRequest.class.getName()));
		Authentication user = Objects.requireNonNull(answered.getAttribute(Principal.class.getName()));
		String redirectUri = request.getRedirectUri();
		if (!StringUtils.hasText(redirectUri)) {
			RegisteredClient client = Objects
				.requireNonNull(this.repository.findById(answered.getRegisteredClientId()));
			redirectUri = client.getRedirectUris().iterator().next();
		}
		return new OAuth2AuthorizationCodeRequestAuthenticationToken(request.getAuthorizationUri(),
				request.getClientId(), user,
				Objects.requireNonNull(answered.getToken(OAuth2AuthorizationCode.class)).getToken(), redirectUri,
				request.getState(), answered.getAuthorizedScopes());
	}

	private static boolean isGrant(OAuth2Authorization next, @Nullable OAuth2Authorization current) {
		OAuth2Authorization.Token<OAuth2AccessToken> token = next.getAccessToken();
		OAuth2Authorization.Token<OAuth2AccessToken> present = (current != null) ? current.getAccessToken() : null;
		return token != null && !token.isInvalidated()
				&& (present == null || !present.getToken().equals(token.getToken()));
	}

	private static boolean revokesAll(OAuth2Authorization next) {
		OAuth2Authorization.Token<OAuth2RefreshToken> token = next.getRefreshToken();
		return token != null && token.isInvalidated();
	}

	private void revoke(OAuth2Authorization current) {
		OAuth2Authorization.Token<OAuth2RefreshToken> token = current.getRefreshToken();
		if (token != null && !token.isInvalidated()) {
			this.delegate.save(OAuth2Authorization.from(current).invalidate(token.getToken()).build());
		}
	}

	@Override
	public void remove(OAuth2Authorization authorization) {
		this.access.change(authorization.getId(), () -> removeAll(Basis.detached(authorization)));
	}

	// Spring's in-memory service keeps what led to tokens beside what has them, and
	// removes only what is equal
	private void removeAll(OAuth2Authorization authorization) {
		this.delegate.remove(authorization);
		for (int i = 0; i < 2; i++) {
			OAuth2Authorization left = this.delegate.findById(authorization.getId());
			if (left == null) {
				return;
			}
			this.delegate.remove(left);
		}
	}

	@Override
	public @Nullable OAuth2Authorization findById(String id) {
		return this.access.read(() -> this.delegate.findById(id));
	}

	@Override
	public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
		if (!LookUps.canFind(token)) {
			return null;
		}
		OAuth2Authorization found = this.access.read(() -> this.delegate.findByToken(token, tokenType));
		if (found == null) {
			if (tokenType != null && tokenType.equals(OAuth2TokenType.REFRESH_TOKEN)) {
				refuseReplaced(token);
			}
			return null;
		}
		if (tokenType != null && tokenType.getValue().equals(OAuth2ParameterNames.STATE) && !Basis.isAnswered(found)) {
			checkShown(found);
		}
		return isUsable(found, token, tokenType) ? Basis.attached(CurrentScopes.in(found), token, tokenType) : null;
	}

	private boolean isUsable(OAuth2Authorization found, String token, @Nullable OAuth2TokenType tokenType) {
		if (tokenType == null) {
			// that of a consent or a pushed request is no token, and can't be revoked
			return !token.equals(found.getAttribute(OAuth2ParameterNames.STATE));
		}
		return switch (tokenType.getValue()) {
			case OAuth2ParameterNames.STATE -> !Basis.isAnswered(found) || Basis.isRedeemable(found);
			case OAuth2ParameterNames.CODE -> !isRace(found);
			default -> true;
		};
	}

	private boolean isRace(OAuth2Authorization found) {
		if (!Basis.isJustRedeemed(found, this.clock.instant(), RACE)) {
			return false;
		}
		RegisteredClient client = this.repository.findById(found.getRegisteredClientId());
		return client != null && DynamicClients.isDynamic(client);
	}

	private void refuseReplaced(String token) {
		String id = RefreshTokenFamily.authorizationId(token);
		OAuth2Authorization family = (id != null) ? findById(id) : null;
		if (family == null || !RefreshTokenFamily.isKeptBy(family)) {
			return;
		}
		OAuth2Authorization.Token<OAuth2RefreshToken> successor = family.getRefreshToken();
		Instant replacedAt = (successor != null) ? successor.getToken().getIssuedAt() : null;
		if (replacedAt == null || replacedAt.plus(RACE).isBefore(this.clock.instant())) {
			logger.warn("A refresh token that had been replaced was presented; what was granted with it to the client "
					+ family.getRegisteredClientId() + " is revoked");
			remove(family);
		}
	}

}
