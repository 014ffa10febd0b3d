package io.github.opendcr.autoconfigure;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;

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
			.hasBean("dcrMetrics")
			.hasBean("dcrHealthIndicator"));
	}

	@Test
	void operationsWhenRegistrationIsOffThenNone() {
		this.contextRunner.withPropertyValues("dcr.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AuditTrail.class)
				.doesNotHaveBean("dcrMetrics")
				.doesNotHaveBean("dcrHealthIndicator"));
	}

	@Test
	void healthWhenSwitchedOffThenAbsent() {
		this.contextRunner.withPropertyValues("management.health.dcr.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("dcrHealthIndicator"));
	}

	@Test
	void healthWhenApplicationHasItsOwnThenBacksOff() {
		HealthIndicator own = () -> Health.up().build();
		this.contextRunner.withBean("dcrHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context.getBeansOfType(HealthIndicator.class))
				.containsEntry("dcrHealthIndicator", own));
	}

	@Test
	void operationsWhenThereIsNoActuatorThenTheTrailAlone() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader(MeterBinder.class, ConditionalOnEnabledHealthIndicator.class,
					AuditEvent.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(AuditTrail.class)
				.doesNotHaveBean("dcrMetrics")
				.doesNotHaveBean("dcrHealthIndicator"));
	}

}
