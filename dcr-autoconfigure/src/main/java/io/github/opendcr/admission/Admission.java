package io.github.opendcr.admission;

import java.util.List;

import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.RegistrationPolicySelector;
import io.github.opendcr.RegistrationRequest;

/**
 * The door of the registration endpoint: every permission must agree. Whoever is let in
 * is bound to a policy. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class Admission {

	private final List<RegistrationPermission> permissions;

	private final List<RegistrationPolicySelector> policySelectors;

	/**
	 * Create the door.
	 * @param permissions the permissions, at least one
	 * @param policySelectors what chooses the policy of those who have none, the first
	 * that does
	 */
	public Admission(List<RegistrationPermission> permissions, List<RegistrationPolicySelector> policySelectors) {
		if (permissions.isEmpty()) {
			throw new IllegalArgumentException("At least one RegistrationPermission is needed");
		}
		this.permissions = List.copyOf(permissions);
		this.policySelectors = List.copyOf(policySelectors);
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
		return withPolicy(request);
	}

	// A policy that somebody is bound to already is no one else's to choose
	private Registrant withPolicy(RegistrationRequest request) {
		if (request.getRegistrant().policy() != null) {
			return request.getRegistrant();
		}
		for (RegistrationPolicySelector selector : this.policySelectors) {
			String policy = selector.selectPolicy(request);
			if (policy != null) {
				return request.getRegistrant().withPolicy(policy);
			}
		}
		return request.getRegistrant();
	}

	private static RegistrationException refusal(RegistrationRequest request) {
		return (request.getAuthentication() == null)
				? new RegistrationException(RegistrationError.UNAUTHORIZED,
						"You may not register clients here without credentials that this server accepts")
				: new RegistrationException(RegistrationError.ACCESS_DENIED, "You may not register clients here");
	}

}
