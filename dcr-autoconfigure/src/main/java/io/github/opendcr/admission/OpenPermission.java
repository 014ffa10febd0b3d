package io.github.opendcr.admission;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.RegistrationRequest;
import io.github.opendcr.token.InitialAccessToken;
import io.github.opendcr.token.InitialAccessTokens;

/**
 * Lets in everyone, and who holds an initial access token on the terms of the token
 * ({@code dcr.permission=allow-all}). Other credentials are not looked at.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 */
final class OpenPermission implements RegistrationPermission {

	private final InitialAccessTokens tokens;

	/**
	 * Create a permission.
	 * @param tokens the initial access tokens
	 */
	OpenPermission(InitialAccessTokens tokens) {
		this.tokens = tokens;
	}

	@Override
	public boolean hasPermission(RegistrationRequest request) {
		String value = request.getBearerToken();
		InitialAccessToken token = find(value);
		if (token != null) {
			request.admitAs(token.registrant());
		}
		else if (value != null && value.startsWith(InitialAccessTokens.PREFIX)) {
			// who expects the terms of a token must not silently get others
			throw RegistrationException.invalidToken(null);
		}
		return true;
	}

	private @Nullable InitialAccessToken find(@Nullable String value) {
		return (value != null) ? this.tokens.findUsable(value) : null;
	}

}
