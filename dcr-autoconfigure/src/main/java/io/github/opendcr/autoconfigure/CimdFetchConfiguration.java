package io.github.opendcr.autoconfigure;

import java.time.Clock;

import io.micrometer.observation.ObservationRegistry;

import io.github.opendcr.cimd.DocumentFetcher;
import io.github.opendcr.fetch.ClientUriFetcher;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How Client ID Metadata Documents are fetched.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("dcr.cimd.enabled")
@EnableConfigurationProperties(DcrCimdFetchProperties.class)
class CimdFetchConfiguration {

	@Bean
	DocumentFetcher documentFetcher(DcrCimdFetchProperties properties, ClientUriFetcher fetcher,
			ApplicationEventPublisher publisher, ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<Clock> clocks) {
		CimdFetchPropertiesMapper mapper = new CimdFetchPropertiesMapper(properties);
		return new DocumentFetcher(fetcher, mapper.asDocumentSettings(), mapper.asPinnedDocuments(), publisher,
				observations.getIfUnique(() -> ObservationRegistry.NOOP), ClockOfApplication.select(clocks));
	}

}
