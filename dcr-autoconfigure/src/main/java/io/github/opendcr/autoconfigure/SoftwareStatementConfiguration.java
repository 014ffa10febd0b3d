package io.github.opendcr.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLSocketFactory;

import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.statement.SoftwareStatementVerifier;
import io.github.opendcr.statement.SoftwareStatements;
import io.github.opendcr.statement.SpentStatements;
import io.github.opendcr.statement.TrustedIssuer;
import io.github.opendcr.statement.WithdrawableStatements;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryStores;
import io.github.opendcr.store.InMemoryTransactions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Software statements: who is trusted, and what is remembered of them, in memory unless
 * it is in the database beside the registrations.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ DcrSoftwareStatementProperties.class, DcrFetchProperties.class })
class SoftwareStatementConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SoftwareStatementVerifier softwareStatementVerifier(DcrSoftwareStatementProperties properties,
			DcrFetchProperties fetch, ObjectProvider<SslBundles> sslBundles, ObjectProvider<TrustedIssuer> beans,
			RegistrationPolicies policies, ObjectProvider<Clock> clocks) {
		List<TrustedIssuer> issuers = new ArrayList<>(
				new DcrSoftwareStatementPropertiesMapper(properties).asTrustedIssuers());
		beans.orderedStream().forEach(issuers::add);
		if (issuers.isEmpty()) {
			requireNowhere(policies);
		}
		try {
			return SoftwareStatementVerifier.trusting(issuers, sockets(issuers, fetch, sslBundles),
					clocks.getIfUnique(Clock::systemUTC));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(DcrSoftwareStatementPropertiesMapper.PREFIX,
					issuers.stream().map(TrustedIssuer::issuer).toList(), ex.getMessage() + ".");
		}
	}

	private static @Nullable Supplier<SSLSocketFactory> sockets(List<TrustedIssuer> issuers, DcrFetchProperties fetch,
			ObjectProvider<SslBundles> sslBundles) {
		if (issuers.isEmpty() || fetch.sslBundle() == null) {
			return null;
		}
		SslBundle sslBundle = sslBundles.getObject().getBundle(fetch.sslBundle());
		return () -> new BundleSocketFactory(sslBundle);
	}

	private static void requireNowhere(RegistrationPolicies policies) {
		policies.forEach((name, policy) -> {
			if (policy.members().softwareStatementRequired()) {
				throw new InvalidConfigurationPropertyValueException(
						DcrPolicyProperties.prefix(name) + ".require-software-statement", true,
						"No issuer is trusted, so that nobody could register.");
			}
		});
	}

	@Bean
	@ConditionalOnMissingBean
	SoftwareStatementStore softwareStatementStore(ClientRegistrationStore registrations,
			ObjectProvider<InMemoryTransactions> transactions, DcrSoftwareStatementProperties properties,
			ObjectProvider<TrustedIssuer> issuers) {
		boolean trusting = !properties.trustedIssuers().isEmpty() || issuers.stream().findAny().isPresent();
		if (trusting && !(registrations instanceof InMemoryClientRegistrationStore)) {
			LogFactory.getLog(SoftwareStatementConfiguration.class)
				.warn("Which software statements were used or withdrawn is remembered in memory, registrations are "
						+ "not: after a restart, and on other nodes, it is unknown. Declare a "
						+ "SoftwareStatementStore bean");
		}
		return new InMemoryStores(transactions.getIfAvailable(InMemoryTransactions::new)).softwareStatements();
	}

	@Bean
	@ConditionalOnMissingBean(SoftwareStatements.class)
	WithdrawableStatements softwareStatements(SoftwareStatementStore store, ClientLifecycle clients,
			ApplicationEventPublisher publisher, ObjectProvider<Clock> clocks) {
		return new WithdrawableStatements(store, clients, publisher, clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	SpentStatements spentStatements(SoftwareStatementStore store, ObjectProvider<Clock> clocks) {
		return new SpentStatements(store, clocks.getIfUnique(Clock::systemUTC));
	}

}
