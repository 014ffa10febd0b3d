package io.github.opendcr.policy;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * How long what is issued to a client lives. What is left out is as the client has it: as
 * Spring's defaults say, or what a customizer or the application set.
 *
 * @param accessToken how long access tokens live, or {@code null}
 * @param refreshToken how long refresh tokens live, or {@code null}
 * @param authorizationCode how long authorization codes live, or {@code null}
 * @param refreshTokenReuse whether a refresh token stays the same when it is used, which
 * that of a public client never does, or {@code null}
 * @since 0.1.0
 */
public record TokenTerms(@Nullable Duration accessToken, @Nullable Duration refreshToken,
		@Nullable Duration authorizationCode, @Nullable Boolean refreshTokenReuse) {

	/**
	 * Terms that leave everything out.
	 */
	public static final TokenTerms NONE = new TokenTerms(null, null, null, null);

	/**
	 * Write the terms.
	 * @param tokens the token settings of a client
	 */
	public void applyTo(TokenSettings.Builder tokens) {
		if (this.accessToken != null) {
			tokens.accessTokenTimeToLive(this.accessToken);
		}
		if (this.refreshToken != null) {
			tokens.refreshTokenTimeToLive(this.refreshToken);
		}
		if (this.authorizationCode != null) {
			tokens.authorizationCodeTimeToLive(this.authorizationCode);
		}
		if (this.refreshTokenReuse != null) {
			tokens.reuseRefreshTokens(this.refreshTokenReuse);
		}
	}

}
