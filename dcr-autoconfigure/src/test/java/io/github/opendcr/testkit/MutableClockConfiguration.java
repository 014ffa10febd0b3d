package io.github.opendcr.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.opendcr.ClientCredentialsGenerator;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.RegistrationTerms;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.registration.MetadataGrant;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.registration.RegistrationSettings;
import io.github.opendcr.registration.ServerCapabilities;
import io.github.opendcr.server.authentication.ClientSecretEncoder;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
import io.github.opendcr.storage.ClientStorage;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Registration by a {@link MutableClock}, with tokens and secrets that expire.
 */
@Configuration(proxyBeanMethods = false)
public class MutableClockConfiguration {

	public static final Duration TIME_TO_LIVE = Duration.ofHours(1);

	@Bean
	public MutableClock mutableClock() {
		return new MutableClock();
	}

	@Bean
	public ClientRegistrationService clientRegistrationService(SoftwareStatementPrecedence statements,
			ObjectProvider<ClientMetadataPolicy> policies, ClientCredentialsGenerator generator,
			ClientSecretEncoder secretEncoder, ClientStorage storage, ApplicationEventPublisher publisher,
			MutableClock clock) {
		RegistrationSettings settings = new RegistrationSettings(true, "dcr:registration", TIME_TO_LIVE, true, false);
		return new ClientRegistrationService(settings,
				new MetadataGrant(statements, new ClientMetadataValidator(new ClientMetadataCatalogue(List.of())),
						policies.orderedStream().toList(),
						new ServerCapabilities(Set::of, null, () -> true, () -> true)),
				(registrant) -> new RegistrationTerms(false, null, TIME_TO_LIVE, true, true), generator, secretEncoder,
				null, List.of(), storage, new RegistrationEvents(publisher), clock);
	}

}
