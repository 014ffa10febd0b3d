package io.github.opendcr.admission;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.RegistrationRequest;
import io.github.opendcr.token.InitialAccessTokens;

/**
 * The door of the registration endpoint: every permission must agree. Whoever is let in
 * is bound to a policy. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class Admission {

	private final List<RegistrationPermission> permissions;

	private final @Nullable String usualPolicy;

	/**
	 * Create the door.
	 * @param permissions the permissions, at least one
	 * @param usualPolicy the policy of those for whom no permission said one, or
	 * {@code null}
	 */
	public Admission(List<RegistrationPermission> permissions, @Nullable String usualPolicy) {
		if (permissions.isEmpty()) {
			throw new IllegalArgumentException("At least one RegistrationPermission is needed");
		}
		this.permissions = List.copyOf(permissions);
		this.usualPolicy = usualPolicy;
	}

	/**
	 * Return the permission of a session's user, or of the holder of an access token.
	 * @return the permission {@code authenticated}
	 */
	public static RegistrationPermission authenticated() {
		return new AuthenticatedPermission();
	}

	/**
	 * Return the permission of the holder of an access token that carries a scope.
	 * @param scope the scope
	 * @return the permission {@code scope}
	 */
	public static RegistrationPermission scope(String scope) {
		return new ScopePermission(scope);
	}

	/**
	 * Return the permission of the holder of an initial access token, or of an access
	 * token that carries a scope.
	 * @param tokens the initial access tokens
	 * @param scope the scope
	 * @return the permission {@code initial-access-token}
	 */
	public static RegistrationPermission initialAccessToken(InitialAccessTokens tokens, String scope) {
		return new InitialAccessTokenPermission(tokens, scope);
	}

	/**
	 * Return the permission of anyone.
	 * @param tokens the initial access tokens, of which one that is presented is spent
	 * @return the permission {@code allow-all}
	 */
	public static RegistrationPermission open(InitialAccessTokens tokens) {
		return new OpenPermission(tokens);
	}

	/**
	 * Let the request in, or refuse it.
	 * @param request the request
	 * @return who is let in, bound to the policy that holds for him
	 * @throws RegistrationException 401 if nobody is authenticated, otherwise 403
	 */
	public Registrant admit(RegistrationRequest request) {
		for (RegistrationPermission permission : this.permissions) {
			if (!permission.hasPermission(request)) {
				throw refusal(request);
			}
		}
		Registrant registrant = request.getRegistrant();
		return (registrant.policy() != null) ? registrant : registrant.withPolicy(this.usualPolicy);
	}

	private static RegistrationException refusal(RegistrationRequest request) {
		return (request.getAuthentication() == null)
				? new RegistrationException(RegistrationError.UNAUTHORIZED,
						"You may not register clients here without credentials that this server accepts")
				: new RegistrationException(RegistrationError.ACCESS_DENIED, "You may not register clients here");
	}

}
