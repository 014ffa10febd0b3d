package io.github.opendcr.autoconfigure;

import java.net.InetAddress;
import java.time.Clock;
import java.util.Set;

import io.micrometer.observation.ObservationRegistry;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.cimd.DocumentClients;
import io.github.opendcr.cimd.DocumentFetcher;
import io.github.opendcr.cimd.DocumentSweep;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.SourceBounds;
import io.github.opendcr.storage.ClientStorage;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * How Client ID Metadata Documents are fetched.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("dcr.cimd.enabled")
@EnableConfigurationProperties({ DcrCimdFetchProperties.class, DcrFetchProperties.class })
class CimdFetchConfiguration {

	@Bean
	DocumentSweep documentSweep(DcrCimdFetchProperties properties, DcrCimdProperties admission,
			DocumentClients documentClients, ClientMetadataDocumentStore documents, ClientStorage storage,
			ClientLifecycle clientLifecycle, ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<Clock> clocks) {
		CimdFetchPropertiesMapper mapper = new CimdFetchPropertiesMapper(properties);
		return new DocumentSweep(mapper.asSweepInterval(), mapper.asRetention(),
				Set.copyOf(new CimdPropertiesMapper(admission).asListedUrls()), documentClients, documents, storage,
				clientLifecycle, observations.getIfUnique(() -> ObservationRegistry.NOOP),
				clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	SourceBounds sourceBounds(DcrCimdFetchProperties properties, DcrFetchProperties others) {
		return new SourceBounds(new CimdFetchPropertiesMapper(properties).asBoundsOfWhatDocumentsName(others));
	}

	@Bean
	DocumentFetcher documentFetcher(DcrCimdFetchProperties properties, ClientUriFetcher fetcher,
			ApplicationEventPublisher publisher, ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<Clock> clocks, Environment environment) {
		CimdFetchPropertiesMapper mapper = new CimdFetchPropertiesMapper(properties);
		mapper.checkLoopback(Binder.get(environment).bind("server.address", InetAddress.class).orElse(null));
		return new DocumentFetcher(fetcher, mapper.asDocumentSettings(), mapper.asPinnedDocuments(), publisher,
				observations.getIfUnique(() -> ObservationRegistry.NOOP), clocks.getIfUnique(Clock::systemUTC));
	}

}
