package io.github.opendcr.autoconfigure;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;

import io.github.opendcr.actuate.ClientMetrics;
import io.github.opendcr.actuate.RegistrationHealth;
import io.github.opendcr.audit.AuditTrail;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators have, by what the application has.
 */
class OperationsConfigurationTests {

	private final WebApplicationContextRunner contextRunner = TestClients.server()
		.withBean(RegisteredClientRepository.class, () -> new InMemoryRegisteredClientRepository(TestClients.client()));

	@Test
	void operationsWhenActuatorIsThereThenAllOfThem() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(AuditTrail.class)
			.hasSingleBean(ClientMetrics.class)
			.hasSingleBean(RegistrationHealth.class)
			.hasBean("dcrHealthIndicator"));
	}

	@Test
	void operationsWhenRegistrationIsOffThenNone() {
		this.contextRunner.withPropertyValues("dcr.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AuditTrail.class)
				.doesNotHaveBean(ClientMetrics.class)
				.doesNotHaveBean(RegistrationHealth.class));
	}

	@Test
	void healthWhenSwitchedOffThenAbsent() {
		this.contextRunner.withPropertyValues("management.health.dcr.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RegistrationHealth.class));
	}

	@Test
	void healthWhenApplicationHasItsOwnThenBacksOff() {
		this.contextRunner.withBean("dcrHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context).doesNotHaveBean(RegistrationHealth.class));
	}

	@Test
	void operationsWhenThereIsNoActuatorThenTheTrailAlone() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader(MeterBinder.class, ConditionalOnEnabledHealthIndicator.class,
					AuditEvent.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(AuditTrail.class)
				.doesNotHaveBean(ClientMetrics.class)
				.doesNotHaveBean(RegistrationHealth.class));
	}

}
