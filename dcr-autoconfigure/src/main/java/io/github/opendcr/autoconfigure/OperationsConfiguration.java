package io.github.opendcr.autoconfigure;

import java.time.Clock;

import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.actuate.ClientMetrics;
import io.github.opendcr.lifecycle.ExpiredClientReaper;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.quota.ClientQuotas;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What operators see without asking.
 */
final class OperationsConfiguration {

	private OperationsConfiguration() {
	}

	/**
	 * The application may have metrics.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Metrics {

		@Bean
		ClientMetrics dcrMetrics(ClientMetadataCatalogue catalogue, ClientRegistrationStore registrations,
				ObjectProvider<ClientQuotas> quotas, ObjectProvider<ExpiredClientReaper> reaper,
				ObjectProvider<Clock> clocks) {
			return new ClientMetrics(catalogue, registrations, quotas.getIfAvailable(), reaper.getIfAvailable(),
					ClockOfApplication.select(clocks));
		}

	}

}
