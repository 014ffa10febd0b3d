package io.github.opendcr.policy;

import java.util.List;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.quota.ClientQuotaResolver;

/**
 * Limits how many clients are registered under one policy at a time.
 *
 * @since 0.1.0
 */
public final class PolicyQuota implements ClientQuotaResolver {

	private final RegistrationPolicies policies;

	/**
	 * Create a quota.
	 * @param policies the policies
	 */
	public PolicyQuota(RegistrationPolicies policies) {
		this.policies = policies;
	}

	@Override
	public List<ClientQuota> resolve(ClientRegistration registration) {
		String name = registration.registrant().policy();
		if (name == null || !this.policies.exists(name)) {
			return List.of(); // a client whose policy is gone can still be deleted
		}
		Integer maxClients = this.policies.of(registration.registrant()).maxClients();
		return (maxClients != null) ? List.of(new ClientQuota("policy", name, maxClients, "under your policy"))
				: List.of();
	}

}
