package io.github.opendcr.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.Registrant;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.quota.ClientQuotaSettings;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.storage.RegistrationTransactions;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * How many clients there may be.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DcrQuotaProperties.class)
class QuotaConfiguration {

	private static final Log logger = LogFactory.getLog(QuotaConfiguration.class);

	/**
	 * Numbers are kept.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(ClientQuotaStore.class)
	static class Quotas {

		@Bean
		@Lazy(false) // counts at the start
		ClientQuotas clientQuotas(DcrProperties dcr, DcrQuotaProperties properties, ClientQuotaStore counts,
				ClientRegistrationStore registrations, RegistrationTransactions transactions,
				RegistrationPolicies policies) {
			ClientQuotaSettings settings = new LimitPropertiesMapper(dcr).asClientQuotaSettings(properties,
					policies.maxClients());
			if (dcr.permission() == DcrProperties.Permission.ALLOW_ALL && settings.total() != null) {
				warnIfItFillsUp(policies.of(Registrant.ANONYMOUS.withPolicy(dcr.policy())), dcr.reaper());
			}
			return new ClientQuotas(settings, counts, registrations, transactions.operations());
		}

		private static void warnIfItFillsUp(PolicySettings policy, DcrProperties.Reaper reaper) {
			if (policy.terms().clientTimeToLive() == null && reaper.unusedAfter() == null) {
				String which = (reaper.neverUsedAfter() != null) ? "clients that were used once" : "clients";
				logger.warn("Anyone may register, and " + which
						+ " live for ever: once there are as many as dcr.quota.total says, nobody can register any "
						+ "more. Set dcr.client-time-to-live or dcr.reaper.unused-after, or delete clients");
			}
			else if (!reaper.enabled() || reaper.mode() == DcrProperties.ReaperMode.OBSERVE) {
				logger.warn("Anyone may register, and clients that have come to their end keep their places in "
						+ "dcr.quota.total until they are deleted, which "
						+ (reaper.enabled() ? "dcr.reaper.mode=observe" : "dcr.reaper.enabled=false")
						+ " leaves to you");
			}
		}

	}

	/**
	 * The application has a store of its own for registrations, and none for numbers.
	 */
	@Configuration(proxyBeanMethods = false)
	@Lazy(false)
	@ConditionalOnMissingBean(ClientQuotaStore.class)
	static class NoQuotas {

		private static final String NEEDED = "Quotas need a ClientQuotaStore bean beside the application's "
				+ "ClientRegistrationStore.";

		NoQuotas(DcrProperties dcr, DcrQuotaProperties properties, RegistrationPolicies policies) {
			ClientQuotaSettings settings = new LimitPropertiesMapper(false).asClientQuotaSettings(properties,
					policies.maxClients());
			settings.policies().forEach((name, limit) -> {
				throw new InvalidConfigurationPropertyValueException(
						DcrPolicyProperties.prefix(name.isEmpty() ? null : name) + ".max-clients", limit, NEEDED);
			});
			if (!settings.isEmpty()) {
				throw new InvalidConfigurationPropertyValueException("dcr.quota", properties, NEEDED);
			}
			if (dcr.permission() == DcrProperties.Permission.ALLOW_ALL) {
				logger.warn("Anyone may register. There are no quotas: " + NEEDED);
			}
		}

	}

}
