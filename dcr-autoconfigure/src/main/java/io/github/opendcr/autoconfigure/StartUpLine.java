package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.cimd.AdmissionRules;
import io.github.opendcr.cimd.DocumentAdmission;
import io.github.opendcr.limit.RateLimit;
import io.github.opendcr.limit.RateLimitSettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.quota.ClientQuotaSettings;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * What an operator wants to see in the log once: that clients register themselves, where,
 * who may, where they are kept, and how many; and which of them need not.
 *
 * @param properties the properties
 * @param services the authorization server
 * @param store where registrations are kept
 * @param policies on which terms clients are let in
 * @param beans the application's beans
 */
record StartUpLine(DcrProperties properties, AuthorizationServerServices services, ClientRegistrationStore store,
		RegistrationPolicies policies, ListableBeanFactory beans) {

	@Override
	public String toString() {
		return "Clients register themselves at " + this.properties.path() + where() + ". Who may: " + who() + ". Kept "
				+ kept() + ". Limits: " + limits() + ". " + terms() + ". Client ID Metadata Documents: " + documents();
	}

	private String where() {
		String issuer = this.services.getSettings().getIssuer();
		return ((issuer != null) ? " of " + issuer : "")
				+ (this.properties.management().enabled() ? ", and manage themselves below it" : "");
	}

	private String who() {
		List<RegistrationPermission> permissions = this.beans.getBeanProvider(RegistrationPermission.class)
			.orderedStream()
			.toList();
		boolean builtIn = permissions.stream()
			.allMatch((permission) -> permission.getClass().getName().startsWith("io.github.opendcr.admission."));
		return builtIn ? asProperty(this.properties.permission())
				: permissions.stream()
					.map((permission) -> permission.getClass().getSimpleName())
					.collect(Collectors.joining(" and "));
	}

	private static String asProperty(DcrProperties.Permission permission) {
		String property = " (dcr.permission=" + permission.name().toLowerCase(Locale.ROOT).replace('_', '-') + ")";
		return switch (permission) {
			case AUTHENTICATED -> "whoever is authenticated" + property;
			case SCOPE -> "the holder of an access token with the scope" + property;
			case INITIAL_ACCESS_TOKEN -> "the holder of an initial access token" + property;
			case ALLOW_ALL -> "anyone" + property;
		};
	}

	private String kept() {
		String clients = "; clients in " + this.services.getRegisteredClientRepository().getClass().getSimpleName();
		if (this.store instanceof JdbcClientRegistrationStore) {
			return "in the database" + clients;
		}
		if (this.store instanceof InMemoryClientRegistrationStore) {
			return "in memory, until the end of the process" + clients;
		}
		return "in " + this.store.getClass().getSimpleName() + clients;
	}

	private String limits() {
		LimitPropertiesMapper mapper = new LimitPropertiesMapper(this.properties);
		RateLimitSettings rates = mapper.asRateLimitSettings(this.beans.getBean(DcrRateLimitProperties.class));
		ClientQuotaSettings quotas = mapper.asClientQuotaSettings(this.beans.getBean(DcrQuotaProperties.class),
				this.policies.maxClients());
		List<String> limits = new ArrayList<>();
		add(limits, rates.address(), "from one address");
		add(limits, rates.total(), "in all");
		if (quotas.total() != null) {
			limits.add(quotas.total() + " clients");
		}
		return limits.isEmpty() ? "none" : String.join(", ", limits);
	}

	private static void add(List<String> limits, @Nullable RateLimit limit, String which) {
		if (limit != null) {
			limits.add(limit.limit() + " registrations in " + text(limit.period()) + " " + which);
		}
	}

	private String terms() {
		RegistrationTerms terms = this.policies.of(Registrant.ANONYMOUS.withPolicy(this.properties.policy())).terms();
		return (terms.approvalRequired() ? "They wait for an operator's approval"
				: "They work as soon as they are registered")
				+ ((terms.clientTimeToLive() != null) ? ", for " + text(terms.clientTimeToLive()) : ", for ever")
				+ unlessUnused();
	}

	// Only what is deleted comes to an end
	private String unlessUnused() {
		DcrProperties.Reaper reaper = this.properties.reaper();
		if (!reaper.enabled() || reaper.mode() == DcrProperties.ReaperMode.OBSERVE
				|| this.beans.getBeanProvider(ClientUseStore.class).getIfAvailable() == null) {
			return "";
		}
		List<String> ends = new ArrayList<>();
		if (reaper.neverUsedAfter() != null) {
			ends.add("never used within " + text(reaper.neverUsedAfter()));
		}
		if (reaper.unusedAfter() != null) {
			ends.add("not used any more for " + text(reaper.unusedAfter()));
		}
		return ends.isEmpty() ? "" : ", unless they are " + String.join(", or ", ends);
	}

	private String documents() {
		DcrCimdProperties cimd = this.beans.getBean(DcrCimdProperties.class);
		if (!cimd.enabled()) {
			return "off";
		}
		DocumentAdmission admission = this.beans.getBean(DocumentAdmission.class);
		if (!(admission instanceof AdmissionRules)) {
			return "on, as " + admission.getClass().getSimpleName() + " admits them";
		}
		return switch (cimd.admission()) {
			case LISTED -> "on, for those in dcr.cimd.allowed (dcr.cimd.admission=listed)";
			case OPEN -> "on, for all but those in dcr.cimd.denied (dcr.cimd.admission=open)";
			case REPORT -> "on, for all but those in dcr.cimd.denied, and the log says which are not in "
					+ "dcr.cimd.allowed (dcr.cimd.admission=report)";
		};
	}

	// 1h and not PT1H
	private static String text(Duration duration) {
		return duration.toString().substring(duration.toString().startsWith("PT") ? 2 : 1).toLowerCase(Locale.ROOT);
	}

}
