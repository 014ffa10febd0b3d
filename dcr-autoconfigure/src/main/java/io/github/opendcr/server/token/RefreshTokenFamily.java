package io.github.opendcr.server.token;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;

/**
 * The refresh tokens that followed each other under one authorization. Each of them names
 * it, so that one that was replaced still tells whose it was. The name is as secret as
 * the token: nothing else shows it.
 */
final class RefreshTokenFamily {

	private static final String SEPARATOR = ".";

	// what Spring makes, a UUID, and nothing that a database could choke on
	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]+\\.([A-Za-z0-9-]{1,100})");

	private RefreshTokenFamily() {
	}

	static String tokenValue(String random, OAuth2Authorization authorization) {
		return random + SEPARATOR + authorization.getId();
	}

	/**
	 * Return the id of the authorization that a token names.
	 * @return the id, or {@code null} if the token names none
	 */
	static @Nullable String authorizationId(String tokenValue) {
		Matcher token = TOKEN.matcher(tokenValue);
		return token.matches() ? token.group(1) : null;
	}

	/**
	 * Whether the authorization's refresh token is one of this kind.
	 */
	static boolean isKeptBy(OAuth2Authorization authorization) {
		OAuth2Authorization.Token<OAuth2RefreshToken> token = authorization.getRefreshToken();
		return token != null && authorization.getId().equals(authorizationId(token.getToken().getTokenValue()));
	}

}
