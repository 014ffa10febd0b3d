package io.github.opendcr.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import io.micrometer.observation.ObservationRegistry;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.lifecycle.ExpiredClientReaper;
import io.github.opendcr.lifecycle.StoredClientLifecycle;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.storage.ClientStorage;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The life of clients: what operators do with them, and their end.
 */
@Configuration(proxyBeanMethods = false)
class LifecycleConfiguration {

	private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

	private final DcrProperties properties;

	LifecycleConfiguration(DcrProperties properties) {
		this.properties = properties;
	}

	@Bean
	@ConditionalOnMissingBean
	ClientLifecycle clientLifecycle(ClientRegistrationStore registrations, ClientStorage storage,
			AuthorizationServerServices services, ApplicationEventPublisher publisher,
			ObjectProvider<ObservationRegistry> observations, ObjectProvider<Clock> clocks) {
		IssuerContexts issuers = new IssuerContexts(new DcrPropertiesMapper(this.properties).asPath(), services);
		return new StoredClientLifecycle(registrations, storage, issuers, new RegistrationEvents(publisher),
				observations.getIfUnique(() -> ObservationRegistry.NOOP), ClockOfApplication.select(clocks));
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "dcr.reaper.enabled", matchIfMissing = true)
	ExpiredClientReaper expiredClientReaper(ClientRegistrationStore registrations, ClientLifecycle clientLifecycle,
			ObjectProvider<ObservationRegistry> observations, ObjectProvider<Clock> clocks) {
		return new ExpiredClientReaper(interval(), registrations, clientLifecycle,
				observations.getIfUnique(() -> ObservationRegistry.NOOP), ClockOfApplication.select(clocks));
	}

	private Duration interval() {
		Duration interval = this.properties.reaper().interval();
		if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
			throw new InvalidConfigurationPropertyValueException("dcr.reaper.interval", interval,
					"It must be a second or more; dcr.reaper.enabled=false turns the reaper off.");
		}
		return interval;
	}

}
