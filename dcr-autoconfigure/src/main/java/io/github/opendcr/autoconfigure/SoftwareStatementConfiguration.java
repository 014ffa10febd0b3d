package io.github.opendcr.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.SoftwareStatementStore;
import io.github.opendcr.SoftwareStatementVerifier;
import io.github.opendcr.SoftwareStatements;
import io.github.opendcr.TrustedIssuer;
import io.github.opendcr.actuate.SoftwareStatementsEndpoint;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.statement.SoftwareStatementConstraint;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
import io.github.opendcr.statement.SpentStatements;
import io.github.opendcr.statement.TrustedIssuerVerifier;
import io.github.opendcr.statement.WithdrawableStatements;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Software statements: who is trusted, and what is remembered of them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(RegisteredClientRepository.class)
@EnableConfigurationProperties(DcrSoftwareStatementProperties.class)
class SoftwareStatementConfiguration {

	private static final String REQUIRED = "dcr.software-statement.required";

	@Bean
	@ConditionalOnMissingBean
	SoftwareStatementVerifier softwareStatementVerifier(DcrSoftwareStatementProperties properties,
			ObjectProvider<TrustedIssuer> beans, RegistrationPolicies policies, ObjectProvider<Clock> clocks) {
		List<TrustedIssuer> issuers = new ArrayList<>(
				new DcrSoftwareStatementPropertiesMapper(properties).asTrustedIssuers());
		beans.orderedStream().forEach(issuers::add);
		if (issuers.isEmpty()) {
			requireNowhere(properties, policies);
		}
		try {
			return new TrustedIssuerVerifier(issuers, clocks.getIfUnique(Clock::systemUTC));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(DcrSoftwareStatementPropertiesMapper.PREFIX,
					issuers.stream().map(TrustedIssuer::issuer).toList(), ex.getMessage() + ".");
		}
	}

	private static void requireNowhere(DcrSoftwareStatementProperties properties, RegistrationPolicies policies) {
		String reason = "No issuer is trusted, so that nobody could register.";
		if (properties.required()) {
			throw new InvalidConfigurationPropertyValueException(REQUIRED, true, reason);
		}
		policies.forEach((name, policy) -> {
			if (policy.members().softwareStatementRequired()) {
				throw new InvalidConfigurationPropertyValueException(
						"dcr.policies." + name + ".require-software-statement", true, reason);
			}
		});
	}

	@Bean
	@ConditionalOnMissingBean
	SoftwareStatementPrecedence softwareStatementPrecedence(SoftwareStatementVerifier verifier,
			DcrSoftwareStatementProperties properties, RegistrationPolicies policies) {
		policies.forEach((name, policy) -> {
			if ((properties.required() || policy.members().softwareStatementRequired())
					&& policy.members().refused().contains("software_statement")) {
				throw new InvalidConfigurationPropertyValueException("dcr.policies." + name + ".refused-metadata",
						policy.members().refused(),
						"A software statement is required, by the policy or by " + REQUIRED + ".");
			}
		});
		return new SoftwareStatementPrecedence(verifier, properties.required());
	}

	@Bean
	@ConditionalOnMissingBean
	SoftwareStatementConstraint softwareStatementConstraint(SoftwareStatementPrecedence precedence,
			SoftwareStatementStore store) {
		return new SoftwareStatementConstraint(precedence, store);
	}

	@Bean
	@ConditionalOnMissingBean(SoftwareStatements.class)
	WithdrawableStatements softwareStatements(SoftwareStatementStore store, ClientLifecycle clients,
			ApplicationEventPublisher publisher, ObjectProvider<Clock> clocks) {
		return new WithdrawableStatements(store, clients, publisher, clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	SpentStatements spentStatements(SoftwareStatementStore store, ObjectProvider<Clock> clocks) {
		return new SpentStatements(store, clocks.getIfUnique(Clock::systemUTC));
	}

	/**
	 * The application has Actuator.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	static class Actuator {

		@Bean
		@ConditionalOnAvailableEndpoint
		@ConditionalOnMissingBean
		SoftwareStatementsEndpoint dcrSoftwareStatementsEndpoint(SoftwareStatements statements) {
			return new SoftwareStatementsEndpoint(statements);
		}

	}

}
