package io.github.opendcr.limit;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.quota.ClientQuotaResolver;

/**
 * The quotas of the settings on clients that have something in common.
 *
 * @since 0.1.0
 */
public final class ConfiguredQuotas implements ClientQuotaResolver {

	private static final Pattern LOOPBACK = Pattern.compile("(.+\\.)?localhost|127(\\.\\d+){3}|\\[::1]");

	private final ClientQuotaSettings settings;

	/**
	 * Create quotas.
	 * @param settings the limits, of which that in all isn't used
	 */
	public ConfiguredQuotas(ClientQuotaSettings settings) {
		this.settings = settings;
	}

	@Override
	public List<ClientQuota> resolve(ClientRegistration registration) {
		List<ClientQuota> quotas = new ArrayList<>();
		add(quotas, "principal", registration.registrant().name(), this.settings.principal(), "by you");
		add(quotas, "initial_access_token", registration.registrant().initialAccessTokenId(),
				this.settings.initialAccessToken(), "with this initial access token");
		add(quotas, "software_id", registration.metadata().getString("software_id"), this.settings.softwareId(),
				"with this software_id");
		for (String host : redirectHosts(registration.metadata())) {
			add(quotas, "redirect_host", host, this.settings.redirectHost(), "that redirect to " + host);
		}
		return quotas;
	}

	// Not what stands for the user's own device: a loopback interface, a private-use
	// scheme
	private static Set<String> redirectHosts(ClientMetadata metadata) {
		return metadata.getRedirectUris()
			.stream()
			.map(URI::create)
			.filter((uri) -> "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
			.map((uri) -> String.valueOf(uri.getHost()))
			.filter((host) -> !LOOPBACK.matcher(host).matches())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static void add(List<ClientQuota> quotas, String name, @Nullable String value, @Nullable Integer limit,
			String description) {
		if (value != null && limit != null) {
			quotas.add(new ClientQuota(name, value, limit, description));
		}
	}

}
