package io.github.opendcr.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.Registrant;
import io.github.opendcr.limit.ClientQuotaSettings;
import io.github.opendcr.limit.ClientQuotas;
import io.github.opendcr.limit.ConfiguredQuotas;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.policy.PolicyQuota;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.quota.ClientQuotaResolver;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.store.JdbcClientQuotaStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * How fast clients register, and how many.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ DcrQuotaProperties.class, DcrRateLimitProperties.class })
class LimitConfiguration {

	private static final Log logger = LogFactory.getLog(LimitConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	RateLimits rateLimits(DcrProperties dcr, DcrRateLimitProperties properties,
			ObjectProvider<ProxyManager<String>> proxyManagers, ObjectProvider<Clock> clocks) {
		return new RateLimits(new LimitPropertiesMapper(dcr).asRateLimitSettings(properties),
				ClockOfApplication.select(clocks), proxyManagers.getIfUnique());
	}

	/**
	 * Numbers are kept.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(ClientQuotaStore.class)
	static class Quotas {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE) // its lock before anyone has read anything
		@ConditionalOnMissingBean
		ClientQuotas clientQuotas(DcrProperties dcr, DcrQuotaProperties properties, ClientQuotaStore counts,
				ClientRegistrationStore registrations, ObjectProvider<ClientQuotaResolver> resolvers,
				RegistrationPolicies policies, DcrPolicyProperties policyProperties, DcrLifecycleProperties lifecycle) {
			List<ClientQuotaResolver> all = new ArrayList<>(resolvers.orderedStream().toList());
			if (policies.limitClients()) {
				all.add(new PolicyQuota(policies));
			}
			ClientQuotaSettings settings = new LimitPropertiesMapper(dcr).asClientQuotaSettings(properties);
			if (settings.limitsGroups()) {
				all.add(new ConfiguredQuotas(settings));
			}
			if (dcr.permission() == DcrProperties.Permission.ALLOW_ALL && settings.total() != null) {
				warnIfItFillsUp(policies.of(Registrant.ANONYMOUS.withPolicy(policyProperties.policy())), lifecycle);
			}
			return new ClientQuotas(counts, registrations, settings.total(), all);
		}

		private static void warnIfItFillsUp(PolicySettings policy, DcrLifecycleProperties lifecycle) {
			if (policy.terms().clientTimeToLive() == null) {
				logger.warn("Anyone may register, and clients live for ever: once there are as many as dcr.quota.total "
						+ "says, nobody can register any more. Set dcr.client-time-to-live, or delete clients");
			}
			else if (!lifecycle.reaper().enabled()) {
				logger.warn("Anyone may register, and clients that have come to their end keep their places in "
						+ "dcr.quota.total until they are deleted, which dcr.reaper.enabled=false leaves to you");
			}
		}

		@Bean
		@ConditionalOnMissingBean
		ClientQuotaRecount clientQuotaRecount(ClientQuotas quotas, ClientQuotaStore counts,
				RegistrationTransactions transactions) {
			// a store of the application's may be elsewhere than the registrations
			return new ClientQuotaRecount(quotas, transactions.operations(),
					(counts instanceof JdbcClientQuotaStore) ? transactions.snapshots() : null);
		}

	}

	/**
	 * The application has a store of its own for registrations, and none for numbers.
	 */
	@Configuration(proxyBeanMethods = false)
	@Lazy(false)
	@ConditionalOnMissingBean({ ClientQuotaStore.class, ClientQuotas.class })
	static class NoQuotas {

		private static final String NEEDED = "Quotas need a ClientQuotaStore bean beside the application's "
				+ "ClientRegistrationStore.";

		NoQuotas(DcrProperties dcr, DcrQuotaProperties properties, RegistrationPolicies policies,
				ObjectProvider<ClientQuotaResolver> resolvers) {
			if (!new LimitPropertiesMapper(false).asClientQuotaSettings(properties).isEmpty()) {
				throw new InvalidConfigurationPropertyValueException("dcr.quota", properties, NEEDED);
			}
			policies.forEach((name, policy) -> {
				if (name != null && policy.maxClients() != null) {
					throw new InvalidConfigurationPropertyValueException("dcr.policies." + name + ".max-clients",
							policy.maxClients(), NEEDED);
				}
			});
			if (resolvers.iterator().hasNext()) {
				throw new IllegalStateException("There is a ClientQuotaResolver bean. " + NEEDED);
			}
			if (dcr.permission() == DcrProperties.Permission.ALLOW_ALL) {
				logger.warn("Anyone may register. There are no quotas: " + NEEDED);
			}
		}

	}

}
