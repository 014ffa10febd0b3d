package io.github.opendcr.admission;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationPolicySelector;
import io.github.opendcr.RegistrationRequest;

/**
 * Chooses a policy for the holders of an access token of this server that carries the
 * registration scope ({@code dcr.registration-scope-policy}), whatever permission let
 * them in.
 *
 * @since 0.1.0
 */
public final class ScopePolicySelector implements RegistrationPolicySelector {

	private final RegistrationScope scope;

	private final String policy;

	/**
	 * Create a selector.
	 * @param scope the scope
	 * @param policy the name of the policy
	 */
	public ScopePolicySelector(String scope, String policy) {
		this.scope = new RegistrationScope(scope);
		this.policy = policy;
	}

	@Override
	public @Nullable String selectPolicy(RegistrationRequest request) {
		if (request.getRegistrant().initialAccessTokenId() != null) {
			return null; // its bearer token is no access token
		}
		return this.scope.isCarriedBy(request.getAuthentication()) ? this.policy : null;
	}

}
