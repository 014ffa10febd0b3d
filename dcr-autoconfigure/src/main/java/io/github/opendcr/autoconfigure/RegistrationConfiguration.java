package io.github.opendcr.autoconfigure;

import java.time.Clock;
import java.util.stream.Stream;

import io.micrometer.observation.ObservationRegistry;

import io.github.opendcr.ClientCredentialsGenerator;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.cimd.DocumentDirectory;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.SourceBounds;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.registration.Credentials;
import io.github.opendcr.registration.MetadataGrant;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.registration.SecureCredentialsGenerator;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.statement.SoftwareStatementVerifier;
import io.github.opendcr.storage.AuthorizationRemover;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.RegisteredClientRemover;
import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.subject.PairwiseSubjectGenerator;
import io.github.opendcr.token.InitialAccessTokenStore;
import io.github.opendcr.token.InitialAccessTokens;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The straight line behind the endpoints: validate, policy, map, store.
 */
@Configuration(proxyBeanMethods = false)
class RegistrationConfiguration {

	private final DcrProperties properties;

	private final DcrPropertiesMapper mapper;

	RegistrationConfiguration(DcrProperties properties) {
		this.properties = properties;
		this.mapper = new DcrPropertiesMapper(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	ClientCredentialsGenerator clientCredentialsGenerator(ObjectProvider<Clock> clocks) {
		return new SecureCredentialsGenerator(clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	ClientStorage clientStorage(ClientRegistrationStore registrations, AuthorizationServerServices services,
			ObjectProvider<RegisteredClientRemover> clientRemovers,
			ObjectProvider<AuthorizationRemover> authorizationRemovers, RegistrationTransactions transactions,
			ObjectProvider<ClientQuotas> quotas, ObjectProvider<RegistrationConstraint> constraints,
			InitialAccessTokenStore tokens, SoftwareStatementStore statements,
			ObjectProvider<ClientMetadataDocumentStore> documents, ObjectProvider<Clock> clocks) {
		// the use of a token is spent before what is asked of those who may register
		Stream<RegistrationConstraint> all = Stream
			.of(Stream.of(InitialAccessTokens.spending(tokens, clocks.getIfUnique(Clock::systemUTC))),
					constraints.orderedStream(), Stream.of(SoftwareStatementPrecedence.forgetting(statements)),
					documents.stream().map(DocumentDirectory::forgetting))
			.flatMap((some) -> some);
		return new ClientStorage(services, registrations, clientRemovers.getIfUnique(),
				authorizationRemovers.getIfUnique(), transactions, quotas.getIfAvailable(), all.toList());
	}

	@Bean
	ClientMetadataCatalogue clientMetadataCatalogue(ObjectProvider<ClientMetadataMember> members) {
		return new ClientMetadataCatalogue(members.orderedStream().toList());
	}

	@Bean
	ClientRegistrationService clientRegistrationService(SoftwareStatementVerifier verifier,
			SoftwareStatementStore statements, MetadataGrant metadataGrant, RegistrationPolicies policies,
			ClientCredentialsGenerator generator, StoredSecrets secrets,
			ObjectProvider<RegisteredClientCustomizer> customizers, ClientStorage storage,
			ApplicationEventPublisher publisher, ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<Clock> clocks) {
		Clock clock = clocks.getIfUnique(Clock::systemUTC);
		return new ClientRegistrationService(new SoftwareStatementPrecedence(verifier, statements), metadataGrant,
				policies, new Credentials(this.mapper.asRegistrationSettings(), generator, secrets, clock),
				customizers.orderedStream().toList(), storage, new RegistrationEvents(publisher),
				observations.getIfUnique(() -> ObservationRegistry.NOOP), clock);
	}

	@Bean
	MetadataGrant metadataGrant(ClientMetadataCatalogue catalogue, RegistrationPolicies policies,
			ObjectProvider<ClientMetadataPolicy> others, AuthorizationServerServices services, ClientUriFetcher fetcher,
			ObjectProvider<SourceBounds> bounds, ObjectProvider<PairwiseSubjectGenerator> subjects,
			ObjectProvider<ObservationRegistry> observations) {
		return new MetadataGrant(new ClientMetadataValidator(catalogue),
				Stream.concat(policies.metadataPolicies().stream(), others.orderedStream()).toList(), services, fetcher,
				bounds.getIfAvailable(() -> SourceBounds.USUAL), subjects.getIfAvailable() != null,
				observations.getIfUnique(() -> ObservationRegistry.NOOP));
	}

}
