package io.github.opendcr.quota;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.Registrant;
import io.github.opendcr.metadata.Loopback;

/**
 * How many clients there may be at a time; each is {@code null} if nothing limits them.
 *
 * @param total in all
 * @param principal by one principal
 * @param initialAccessToken by one initial access token
 * @param softwareId of one {@code software_id}
 * @param redirectHost that redirect to one host
 * @param policies under each policy that limits them, by its name, which is empty for
 * those that are bound to none
 * @since 0.1.0
 */
public record ClientQuotaSettings(@Nullable Integer total, @Nullable Integer principal,
		@Nullable Integer initialAccessToken, @Nullable Integer softwareId, @Nullable Integer redirectHost,
		Map<String, Integer> policies) {

	/**
	 * Keep a copy of the policies.
	 */
	public ClientQuotaSettings {
		policies = Map.copyOf(policies);
	}

	/**
	 * Whether nothing limits clients.
	 * @return whether there is no quota
	 */
	public boolean isEmpty() {
		return this.total == null && !limitsGroups();
	}

	boolean limitsGroups() {
		return this.principal != null || this.initialAccessToken != null || this.softwareId != null
				|| this.redirectHost != null || !this.policies.isEmpty();
	}

	@Nullable ClientQuota inAll() {
		return (this.total != null) ? new ClientQuota("total", this.total, "here") : null;
	}

	// Those that are few, by the names that operators know: not those of one principal
	SortedMap<String, ClientQuota> shared() {
		SortedMap<String, ClientQuota> shared = new TreeMap<>();
		ClientQuota inAll = inAll();
		if (inAll != null) {
			shared.put(inAll.name(), inAll);
		}
		this.policies.forEach((policy, limit) -> shared.put("policy:" + policy,
				ClientQuota.of("policy", policy, limit, "under your policy")));
		return shared;
	}

	// By their keys, so that whoever wants several of them takes one after the other
	SortedMap<String, ClientQuota> of(ClientRegistration registration) {
		SortedMap<String, ClientQuota> quotas = new TreeMap<>();
		add(quotas, inAll());
		if (!limitsGroups()) {
			return quotas;
		}
		Registrant registrant = registration.registrant();
		String policy = Objects.requireNonNullElse(registrant.policy(), "");
		add(quotas, quota("policy", policy, this.policies.get(policy), "under your policy"));
		add(quotas, quota("principal", registrant.name(), this.principal, "by you"));
		add(quotas, quota("initial_access_token", registrant.initialAccessTokenId(), this.initialAccessToken,
				"with this initial access token"));
		add(quotas, quota("software_id", registration.metadata().getString("software_id"), this.softwareId,
				"with this software_id"));
		addRedirectHosts(quotas, registration.metadata());
		return quotas;
	}

	// Not what stands for the user's own device: a loopback interface, a private-use
	// scheme
	private void addRedirectHosts(SortedMap<String, ClientQuota> quotas, ClientMetadata metadata) {
		metadata.getRedirectUris()
			.stream()
			.map(URI::create)
			.filter((uri) -> "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
			.map((uri) -> String.valueOf(uri.getHost()))
			.filter((host) -> !Loopback.isHost(host))
			.forEach(
					(host) -> add(quotas, quota("redirect_host", host, this.redirectHost, "that redirect to " + host)));
	}

	private static @Nullable ClientQuota quota(String name, @Nullable String value, @Nullable Integer limit,
			String description) {
		return (value != null && limit != null) ? ClientQuota.of(name, value, limit, description) : null;
	}

	private static void add(SortedMap<String, ClientQuota> quotas, @Nullable ClientQuota quota) {
		if (quota != null) {
			quotas.put(quota.key(), quota);
		}
	}

}
