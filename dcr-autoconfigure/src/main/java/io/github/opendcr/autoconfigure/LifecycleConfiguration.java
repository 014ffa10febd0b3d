package io.github.opendcr.autoconfigure;

import java.time.Clock;

import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.ClientCredentialsGenerator;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.idempotency.KeptAnswers;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.lifecycle.ClientUses;
import io.github.opendcr.lifecycle.ReaperSettings;
import io.github.opendcr.lifecycle.RecurringTask;
import io.github.opendcr.lifecycle.StoredClientLifecycle;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.registration.ClientAdoption;
import io.github.opendcr.registration.Credentials;
import io.github.opendcr.registration.MetadataGrant;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The life of clients: what operators do with them, and their end.
 */
@Configuration(proxyBeanMethods = false)
class LifecycleConfiguration {

	private static final Log logger = LogFactory.getLog(LifecycleConfiguration.class);

	private final DcrProperties properties;

	LifecycleConfiguration(DcrProperties properties) {
		this.properties = properties;
	}

	@Bean
	@ConditionalOnMissingBean
	ClientLifecycle clientLifecycle(ClientRegistrationStore registrations, ClientStorage storage,
			AuthorizationServerServices services, ApplicationEventPublisher publisher,
			ObjectProvider<ClientUseStore> uses, ObjectProvider<OperatorActionStore> actions,
			ObjectProvider<ObservationRegistry> observations, MetadataGrant metadataGrant,
			RegistrationPolicies policies, ClientCredentialsGenerator generator, StoredSecrets secrets,
			ObjectProvider<Clock> clocks) {
		DcrPropertiesMapper mapper = new DcrPropertiesMapper(this.properties);
		Clock clock = clocks.getIfUnique(Clock::systemUTC);
		Credentials credentials = new Credentials(mapper.asRegistrationSettings(), generator, secrets, clock);
		return new StoredClientLifecycle(registrations, storage, new IssuerContexts(mapper.asPath(), services),
				new RegistrationEvents(publisher), observations.getIfUnique(() -> ObservationRegistry.NOOP),
				new ClientAdoption(metadataGrant, policies, credentials, storage.unregistered(), clock), credentials,
				uses.getIfAvailable(), actions.getIfAvailable(), clock);
	}

	@Bean
	ClientDirectory clientDirectory(ClientRegistrationStore registrations, ClientStorage storage,
			ObjectProvider<ClientUseStore> uses, ObjectProvider<OperatorActionStore> actions,
			RegistrationPolicies policies, ApplicationEventPublisher publisher, ObjectProvider<Clock> clocks) {
		return new ClientDirectory(registrations, storage, uses.getIfAvailable(), actions.getIfAvailable(), policies,
				new RegistrationEvents(publisher), clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "dcr.reaper.enabled", matchIfMissing = true)
	ClientReaper clientReaper(ClientRegistrationStore registrations, ClientLifecycle clientLifecycle,
			ClientStorage storage, ObjectProvider<ClientUseStore> uses,
			ObjectProvider<IdempotentRequestStore> idempotentRequests, ApplicationEventPublisher publisher,
			ObjectProvider<ObservationRegistry> observations, ObjectProvider<Clock> clocks) {
		ClientUseStore present = uses.getIfAvailable();
		DcrPropertiesMapper mapper = new DcrPropertiesMapper(this.properties);
		ReaperSettings settings = mapper.asReaperSettings(present != null);
		if (present == null && settings.neverUsedAfter() != null) {
			logger.warn("Clients that were never used stay: dcr.reaper.never-used-after needs a ClientUseStore bean "
					+ "beside the application's ClientRegistrationStore");
		}
		Clock clock = clocks.getIfUnique(Clock::systemUTC);
		return new ClientReaper(settings, registrations, clientLifecycle, present, storage,
				mapper.asKeptAnswers(idempotentRequests.getIfAvailable(), clock), new RegistrationEvents(publisher),
				observations.getIfUnique(() -> ObservationRegistry.NOOP), clock);
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "dcr.reaper.enabled", havingValue = false)
	RecurringTask expiredAnswers(ObjectProvider<IdempotentRequestStore> idempotentRequests,
			ObjectProvider<Clock> clocks) {
		DcrPropertiesMapper mapper = new DcrPropertiesMapper(this.properties);
		KeptAnswers kept = mapper.asKeptAnswers(idempotentRequests.getIfAvailable(),
				clocks.getIfUnique(Clock::systemUTC));
		return RecurringTask.of("dcr-answers", mapper.asReaperSettings(true).interval(),
				"Answers that were kept long enough could not be removed", (stopping) -> kept.removeExpired());
	}

	/**
	 * When clients are used is kept.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(ClientUseStore.class)
	static class Uses {

		@Bean
		ClientUses clientUses(ClientUseStore store, RegistrationTransactions transactions,
				ObjectProvider<Clock> clocks) {
			return new ClientUses(store, transactions.operations(), clocks.getIfUnique(Clock::systemUTC));
		}

	}

}
