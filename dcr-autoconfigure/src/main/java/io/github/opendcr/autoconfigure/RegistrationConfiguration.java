package io.github.opendcr.autoconfigure;

import java.time.Clock;

import io.github.opendcr.AuthorizationRemover;
import io.github.opendcr.ClientCredentialsGenerator;
import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.RegisteredClientRemover;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.keys.RecoverableSecrets;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.registration.Credentials;
import io.github.opendcr.registration.MetadataGrant;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.registration.SecureCredentialsGenerator;
import io.github.opendcr.registration.ServerCapabilities;
import io.github.opendcr.server.authentication.ClientSecretEncoder;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.subject.SectorIdentifiers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

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
		return new SecureCredentialsGenerator(ClockOfApplication.select(clocks));
	}

	@Bean
	@ConditionalOnMissingBean
	ClientSecretEncoder clientSecretEncoder(ObjectProvider<PasswordEncoder> passwordEncoders) {
		PasswordEncoder passwordEncoder = passwordEncoders
			.getIfUnique(PasswordEncoderFactories::createDelegatingPasswordEncoder);
		return switch (this.properties.clientSecret().encoding()) {
			case FAST -> ClientSecretEncoder.fast(passwordEncoder);
			case APPLICATION -> ClientSecretEncoder.application(passwordEncoder);
		};
	}

	@Bean
	ClientStorage clientStorage(ClientRegistrationStore registrations, AuthorizationServerServices services,
			ObjectProvider<RegisteredClientRemover> clientRemovers,
			ObjectProvider<AuthorizationRemover> authorizationRemovers, RegistrationTransactions transactions,
			ObjectProvider<ClientQuotas> quotas, ObjectProvider<RegistrationConstraint> constraints) {
		return new ClientStorage(services, registrations, clientRemovers.getIfUnique(),
				authorizationRemovers.getIfUnique(), transactions, quotas.getIfAvailable(),
				constraints.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	ClientMetadataCatalogue clientMetadataCatalogue(ObjectProvider<ClientMetadataMember> members) {
		return new ClientMetadataCatalogue(members.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	ServerCapabilities serverCapabilities(AuthorizationServerServices services,
			ObjectProvider<SectorIdentifiers> sectors) {
		return new ServerCapabilities(services::getIdTokenSigningAlgorithms, sectors.getIfAvailable(),
				services::supportPushedRequests, services::supportDeviceGrant);
	}

	@Bean
	@ConditionalOnMissingBean
	ClientRegistrationService clientRegistrationService(SoftwareStatementPrecedence statements,
			ClientMetadataCatalogue catalogue, ObjectProvider<ClientMetadataPolicy> metadataPolicies,
			ServerCapabilities capabilities, RegistrationPolicies policies, ClientCredentialsGenerator generator,
			ClientSecretEncoder secretEncoder, ObjectProvider<RecoverableSecrets> recoverableSecrets,
			ObjectProvider<RegisteredClientCustomizer> customizers, ClientStorage storage,
			ApplicationEventPublisher publisher, ObjectProvider<Clock> clocks) {
		Clock clock = ClockOfApplication.select(clocks);
		Credentials credentials = new Credentials(this.mapper.asRegistrationSettings(), generator, secretEncoder,
				recoverableSecrets.getIfAvailable(), clock);
		return new ClientRegistrationService(statements,
				new MetadataGrant(new ClientMetadataValidator(catalogue), metadataPolicies.orderedStream().toList(),
						capabilities),
				policies, credentials, customizers.orderedStream().toList(), storage, new RegistrationEvents(publisher),
				clock);
	}

}
