package io.github.opendcr.admission;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.RegistrationRequest;
import io.github.opendcr.token.InitialAccessToken;
import io.github.opendcr.token.InitialAccessTokens;

import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;

/**
 * Lets in the holder of an initial access token, or of an access token of this server
 * that carries a certain scope ({@code dcr.permission=initial-access-token}).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 */
final class InitialAccessTokenPermission implements RegistrationPermission {

	private final InitialAccessTokens tokens;

	private final ScopePermission scopePermission;

	/**
	 * Create a permission.
	 * @param tokens the initial access tokens
	 * @param scope the scope that an access token needs
	 */
	InitialAccessTokenPermission(InitialAccessTokens tokens, String scope) {
		this.tokens = tokens;
		this.scopePermission = new ScopePermission(scope);
	}

	@Override
	public boolean hasPermission(RegistrationRequest request) {
		InitialAccessToken token = find(request.getBearerToken());
		if (token != null) {
			request.admitAs(token.registrant());
			return true;
		}
		// A token that is none is refused as any bad access token is, by the endpoint
		if (!(request.getAuthentication() instanceof BearerTokenAuthentication)) {
			throw new RegistrationException(RegistrationError.UNAUTHORIZED,
					"Registration needs an initial access token: send it as Authorization: Bearer");
		}
		this.scopePermission.check(request);
		return true;
	}

	private @Nullable InitialAccessToken find(@Nullable String bearerToken) {
		return (bearerToken != null) ? this.tokens.findUsable(bearerToken) : null;
	}

}
