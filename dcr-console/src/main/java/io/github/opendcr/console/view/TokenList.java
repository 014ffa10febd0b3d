package io.github.opendcr.console.view;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.token.InitialAccessToken;

/**
 * A page of initial access tokens.
 *
 * @param tokens the tokens, the newest first
 * @param first the URL of the first page, or {@code null} if this is it
 * @param next the URL of the next page, or {@code null} if this is the last one
 * @param now what time it is
 * @since 0.1.0
 */
public record TokenList(List<InitialAccessToken> tokens, @Nullable String first, @Nullable String next, Instant now) {

	/**
	 * Return what has become of a token.
	 * @param token the token
	 * @return a word for its badge
	 */
	public String state(InitialAccessToken token) {
		if (token.isUsable(this.now)) {
			return "Usable";
		}
		Integer left = token.remainingUses();
		return (left != null && left == 0) ? "Used up" : "Expired";
	}

}
