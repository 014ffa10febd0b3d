package io.github.opendcr.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationTerms;
import io.github.opendcr.quota.ClientQuota;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolicyQuota}.
 */
class PolicyQuotaTests {

	private final PolicyQuota quota = new PolicyQuota(
			new RegistrationPolicies(policy(null), Map.of("limited", policy(2), "open", policy(null))));

	@Test
	void resolveWhenPolicyLimitsThenItsQuota() {
		assertThat(this.quota.resolve(registration("limited")))
			.containsExactly(new ClientQuota("policy", "limited", 2, "under your policy"));
	}

	@Test
	void resolveWhenPolicyDoesNotLimitOrIsGoneThenNone() {
		assertThat(this.quota.resolve(registration("open"))).isEmpty();
		assertThat(this.quota.resolve(registration("gone"))).isEmpty();
		assertThat(this.quota.resolve(registration(null))).isEmpty();
	}

	private static PolicySettings policy(Integer maxClients) {
		return new PolicySettings(MemberSettings.NONE,
				new AllowedMetadataSettings(Set.of(), null, Set.of(), List.of(), Set.of(), null, false),
				new RedirectUriSettings(true, Set.of(), true, List.of(), true, false),
				new RegistrationTerms(false, null, null, true, true), maxClients);
	}

	private static ClientRegistration registration(String policy) {
		return new ClientRegistration("client", "id", ClientMetadata.empty(), null, Instant.EPOCH, Instant.EPOCH,
				Registrant.ANONYMOUS.withPolicy(policy), null, ClientStatus.ACTIVE, null);
	}

}
