package io.github.opendcr.admission;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.RegistrationRequest;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;

/**
 * Lets in the holder of an access token of this server that carries a certain scope
 * ({@code dcr.permission=scope}).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 */
final class ScopePermission implements RegistrationPermission {

	private final String scope;

	/**
	 * Create a permission.
	 * @param scope the scope that is needed
	 */
	ScopePermission(String scope) {
		this.scope = scope;
	}

	@Override
	public boolean hasPermission(RegistrationRequest request) {
		check(request);
		return true;
	}

	/**
	 * Refuse whoever has no such token.
	 */
	void check(RegistrationRequest request) {
		Authentication authentication = request.getAuthentication();
		if (authentication == null) {
			throw new RegistrationException(RegistrationError.UNAUTHORIZED,
					"Registration needs an access token with the scope " + this.scope
							+ ": send it as Authorization: Bearer");
		}
		if (!carriesScope(authentication)) {
			throw new RegistrationException(RegistrationError.INSUFFICIENT_SCOPE,
					"Registration needs an access token with the scope " + this.scope);
		}
	}

	// A session user's authorities may look the same, and don't count
	private boolean carriesScope(Authentication authentication) {
		return authentication instanceof BearerTokenAuthentication && authentication.getAuthorities()
			.stream()
			.anyMatch((authority) -> ("SCOPE_" + this.scope).equals(authority.getAuthority()));
	}

}
