package io.github.opendcr.token;

import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.RegistrationRequest;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Issues and revokes initial access tokens, with which their holders may register clients
 * where {@code dcr.permission} is {@code initial-access-token}. Safe for use by several
 * threads and, if the store is shared, by several processes.
 * <p>
 * A registration spends one use, in its own transaction: one that fails costs nothing,
 * and a token never registers more clients than it says. Clients live on when the token
 * that registered them has expired, is used up or revoked, and keep its id.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 */
public interface InitialAccessTokens {

	/**
	 * What each token begins with.
	 */
	String PREFIX = "dcr_iat_";

	/**
	 * Return tokens of 256 random bits.
	 * @param store where they are kept
	 * @param policies which policies there are
	 * @param publisher where events go
	 * @param clock what time it is
	 * @return the tokens
	 */
	static InitialAccessTokens of(InitialAccessTokenStore store, Predicate<String> policies,
			ApplicationEventPublisher publisher, Clock clock) {
		return new InitialAccessTokenService(store, policies, publisher, clock);
	}

	/**
	 * Return what spends, with each registration, a use of the token that let it in.
	 * @param store where tokens are kept
	 * @param clock what time it is
	 * @return the constraint
	 */
	static RegistrationConstraint spending(InitialAccessTokenStore store, Clock clock) {
		return new InitialAccessTokenSpending(store, clock);
	}

	/**
	 * Issue a token. Some of those that have expired or are used up are removed.
	 * @param terms what it is good for
	 * @return the token, whose value can't be had again
	 * @throws IllegalArgumentException with a sentence for the operator if there is no
	 * such policy
	 */
	IssuedInitialAccessToken issue(InitialAccessTokenTerms terms);

	/**
	 * Return tokens, the newest first.
	 * @param after the id of the last token of the page before, or {@code null} for the
	 * newest ones
	 * @param limit how many tokens are returned at most, 1 or more
	 * @return the tokens, among them such as have expired or are used up
	 */
	List<InitialAccessToken> list(@Nullable String after, int limit);

	/**
	 * Find a token by its id.
	 * @param id the id
	 * @return the token, usable or not, or {@code null} if there is none
	 */
	@Nullable InitialAccessToken find(String id);

	/**
	 * Find the token that somebody presents, for a {@link RegistrationPermission} of the
	 * application's. If the permission then calls
	 * {@link RegistrationRequest#admitAs(Registrant)} with
	 * {@link InitialAccessToken#registrant()}, the registration spends a use.
	 * @param value the token as presented
	 * @return the token, or {@code null} if it is unknown, has expired, is used up or is
	 * another issuer's than the current one
	 */
	@Nullable InitialAccessToken findUsable(String value);

	/**
	 * Revoke a token. Registrations that have spent a use but aren't committed yet come
	 * first; later ones are refused.
	 * @param id the id
	 * @param revokedBy the name of whoever revokes it, or {@code null} if nobody says
	 * @return whether there was such a token
	 */
	boolean revoke(String id, @Nullable String revokedBy);

}
