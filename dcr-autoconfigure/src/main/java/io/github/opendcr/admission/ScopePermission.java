package io.github.opendcr.admission;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.RegistrationRequest;

import org.springframework.security.core.Authentication;

/**
 * Lets in the holder of an access token of this server that carries a certain scope
 * ({@code dcr.permission=scope}).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 */
final class ScopePermission implements RegistrationPermission {

	private final RegistrationScope scope;

	/**
	 * Create a permission.
	 * @param scope the scope that is needed
	 */
	ScopePermission(String scope) {
		this.scope = new RegistrationScope(scope);
	}

	@Override
	public boolean hasPermission(RegistrationRequest request) {
		Authentication authentication = request.getAuthentication();
		if (authentication == null) {
			throw new RegistrationException(RegistrationError.UNAUTHORIZED,
					"Registration needs an access token with the scope " + this.scope.name()
							+ ": send it as Authorization: Bearer");
		}
		if (!this.scope.isCarriedBy(authentication)) {
			throw new RegistrationException(RegistrationError.INSUFFICIENT_SCOPE,
					"Registration needs an access token with the scope " + this.scope.name());
		}
		return true;
	}

}
