package io.github.opendcr.token;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.keys.Sha256;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.util.ClassUtils;

/**
 * Initial access tokens of 256 random bits, with a prefix by which secret scanners know
 * them. Safe for use by several threads.
 */
final class InitialAccessTokenService implements InitialAccessTokens {

	private static final Log logger = LogFactory.getLog(InitialAccessTokenService.class);

	private static final int BYTES = 32;

	private static final int BYTES_OF_ID = 10;

	/**
	 * More than one, so that those that can't be used any more don't pile up, and few
	 * enough for whoever waits.
	 */
	private static final int REMOVED_AT_ISSUE = 100;

	private final SecureRandom random = new SecureRandom();

	private final InitialAccessTokenStore store;

	private final Predicate<String> policies;

	private final ApplicationEventPublisher publisher;

	private final Clock clock;

	/**
	 * Create the service.
	 * @param store where tokens are kept
	 * @param policies which policies there are
	 * @param publisher where events go
	 * @param clock what time it is
	 */
	InitialAccessTokenService(InitialAccessTokenStore store, Predicate<String> policies,
			ApplicationEventPublisher publisher, Clock clock) {
		this.store = store;
		this.policies = policies;
		this.publisher = publisher;
		this.clock = clock;
	}

	@Override
	public IssuedInitialAccessToken issue(InitialAccessTokenTerms terms) {
		if (terms.policy() != null && !this.policies.test(terms.policy())) {
			throw new IllegalArgumentException("policy must be one that there is, and not " + terms.policy());
		}
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		this.store.deleteUnusable(now, REMOVED_AT_ISSUE);
		String value = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(BYTES));
		Instant expiresAt = (terms.timeToLive() != null) ? now.plus(terms.timeToLive()).truncatedTo(ChronoUnit.MILLIS)
				: null;
		InitialAccessToken token = new InitialAccessToken(id(now), terms.note(), terms.policy(), terms.issuer(),
				terms.issuedBy(), now, expiresAt, terms.uses(), 0);
		this.store.insert(token, Sha256.of(value));
		publish(new InitialAccessTokenEvent.Issued(token));
		return new IssuedInitialAccessToken(value, token);
	}

	@Override
	public List<InitialAccessToken> list(@Nullable String after, int limit) {
		return this.store.list(after, limit);
	}

	@Override
	public @Nullable InitialAccessToken find(String id) {
		return this.store.findById(id);
	}

	// The hash needs no comparison in constant time: how far a guess at a hash is right
	// says nothing about a token that has it
	@Override
	public @Nullable InitialAccessToken findUsable(String value) {
		if (!value.startsWith(PREFIX)) {
			return null;
		}
		InitialAccessToken token = this.store.findByHash(Sha256.of(value));
		return (token != null && token.isUsable(this.clock.instant()) && isOfCurrentIssuer(token)) ? token : null;
	}

	@Override
	public boolean revoke(String id, @Nullable String revokedBy) {
		InitialAccessToken token = this.store.findById(id);
		if (token == null || !this.store.delete(id)) {
			return false;
		}
		publish(new InitialAccessTokenEvent.Revoked(token, revokedBy));
		return true;
	}

	private static boolean isOfCurrentIssuer(InitialAccessToken token) {
		AuthorizationServerContext context = AuthorizationServerContextHolder.getContext();
		return token.issuer() == null || (context != null && token.issuer().equals(context.getIssuer()));
	}

	// The time first, so that ids sort by it
	private String id(Instant now) {
		return "%012x".formatted(now.toEpochMilli()) + HexFormat.of().formatHex(randomBytes(BYTES_OF_ID));
	}

	private byte[] randomBytes(int number) {
		byte[] bytes = new byte[number];
		this.random.nextBytes(bytes);
		return bytes;
	}

	// It has happened: a listener that fails must not keep the token from who needs it
	private void publish(Object event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.error(
					"A listener of " + ClassUtils.getShortName(event.getClass()) + " failed; the token is not affected",
					ex);
		}
	}

}
