package io.github.opendcr.autoconfigure;

import java.time.Clock;

import javax.sql.DataSource;

import io.micrometer.observation.ObservationRegistry;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.cimd.DocumentAdmission;
import io.github.opendcr.cimd.DocumentClients;
import io.github.opendcr.cimd.DocumentDirectory;
import io.github.opendcr.cimd.DocumentFetcher;
import io.github.opendcr.cimd.DocumentNegotiation;
import io.github.opendcr.cimd.DocumentPreviews;
import io.github.opendcr.cimd.DocumentRegistration;
import io.github.opendcr.cimd.LastGoodCopy;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.registration.MetadataGrant;
import io.github.opendcr.registration.OperatorRecords;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.statement.SoftwareStatementVerifier;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryStores;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.store.JdbcStores;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Clients whose {@code client_id} is the URL of a Client ID Metadata Document.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("dcr.cimd.enabled")
class CimdConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DocumentAdmission documentAdmission(DcrCimdProperties properties, RegistrationPolicies policies) {
		return new CimdPropertiesMapper(properties).asAdmissionRules(policies);
	}

	@Bean
	DocumentNegotiation documentNegotiation(ClientMetadataCatalogue catalogue, SoftwareStatementVerifier verifier,
			SoftwareStatementStore statements, RegistrationPolicies policies, MetadataGrant metadataGrant,
			DcrCimdProperties properties) {
		return new DocumentNegotiation(new ClientMetadataValidator(catalogue),
				new SoftwareStatementPrecedence(verifier, statements), policies, metadataGrant::grant,
				properties.auth());
	}

	@Bean
	DocumentPreviews documentPreviews(DocumentAdmission admission, DocumentFetcher fetcher,
			DocumentNegotiation negotiation, DcrProperties properties) {
		return new DocumentPreviews(admission, fetcher, negotiation, properties.policy());
	}

	@Bean
	DocumentClients documentClients(DocumentAdmission admission, DocumentFetcher fetcher,
			DocumentNegotiation negotiation, ClientRegistrationService service, ClientStorage storage,
			ClientMetadataDocumentStore documents, AuthorizationServerServices services, DcrProperties properties,
			DcrCimdFetchProperties fetch, ObjectProvider<DataSource> dataSources,
			ObjectProvider<ObservationRegistry> observations, ObjectProvider<Clock> clocks) {
		Clock clock = clocks.getIfUnique(Clock::systemUTC);
		CimdFetchPropertiesMapper mapper = new CimdFetchPropertiesMapper(fetch);
		LastGoodCopy lastGoodCopy = mapper.asLastGoodCopy();
		DocumentRegistration registration = new DocumentRegistration(fetcher, negotiation, service, storage, documents,
				services::getClients, lastGoodCopy, mapper.asMaxClients(), clock);
		return new DocumentClients(admission, documents, services::getClients, registration, lastGoodCopy,
				properties.policy(), new ClientIdWidth(dataSources),
				observations.getIfUnique(() -> ObservationRegistry.NOOP), clock);
	}

	@Bean
	DeniedDocuments deniedDocuments(ClientMetadataDocumentStore documents, ClientLifecycle lifecycle,
			ObjectProvider<OperatorActionStore> actions, ApplicationEventPublisher publisher,
			ObjectProvider<Clock> clocks) {
		return new DeniedDocuments(documents, lifecycle, new OperatorRecords(actions.getIfAvailable(),
				new RegistrationEvents(publisher), clocks.getIfUnique(Clock::systemUTC)));
	}

	@Bean
	DocumentDirectory documentDirectory(ClientMetadataDocumentStore documents) {
		return new DocumentDirectory(documents);
	}

	@Bean
	SmartLifecycle listedDocuments(DcrCimdProperties properties, DocumentClients clients) {
		return clients.listed(new CimdPropertiesMapper(properties).asListedUrls());
	}

	@Bean
	CimdStartUpCheck cimdStartUpCheck(DcrCimdProperties properties, DcrProperties all,
			AuthorizationServerServices services, RegistrationPolicies policies, ClientRegistrationStore registrations,
			ClientUriFetcher fetcher, ObjectProvider<DataSource> dataSources) {
		return new CimdStartUpCheck(properties, all.policy(), services, policies, registrations, fetcher,
				new ClientIdWidth(dataSources));
	}

	/**
	 * Beside registrations in the application's database.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcTemplate.class)
	@ConditionalOnBooleanProperty("dcr.cimd.enabled")
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnBean(JdbcClientRegistrationStore.class)
	@ConditionalOnMissingBean(ClientMetadataDocumentStore.class)
	static class Jdbc {

		@Bean
		ClientMetadataDocumentStore clientMetadataDocumentStore(DataSource dataSource) {
			return new JdbcStores(new JdbcTemplate(dataSource)).documents();
		}

	}

	/**
	 * Beside registrations in memory.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("dcr.cimd.enabled")
	@ConditionalOnBean({ InMemoryClientRegistrationStore.class, InMemoryTransactions.class })
	@ConditionalOnMissingBean(ClientMetadataDocumentStore.class)
	static class InMemory {

		@Bean
		ClientMetadataDocumentStore clientMetadataDocumentStore(InMemoryTransactions transactions) {
			return new InMemoryStores(transactions).documents();
		}

	}

}
