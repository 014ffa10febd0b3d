package io.github.opendcr;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the policy of those who were let in without one: an initial access token may be
 * bound to a policy, and a {@link RegistrationPermission} may say one by
 * {@link RegistrationRequest#admitAs}. If there are several beans, they are asked in
 * their order; where none chooses, {@code dcr.policy} holds. The policy is kept with the
 * client, whose updates are judged by it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RegistrationPolicySelector {

	/**
	 * Choose a policy. Called by several threads at once, after all permissions have
	 * agreed and before the body is read.
	 * @param request the request
	 * @return the name of one of {@code dcr.policies}, or {@code null} to leave the
	 * choice to others; a name that doesn't exist is answered 403
	 */
	@Nullable String selectPolicy(RegistrationRequest request);

}
