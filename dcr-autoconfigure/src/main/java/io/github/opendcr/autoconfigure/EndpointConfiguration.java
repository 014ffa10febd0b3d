package io.github.opendcr.autoconfigure;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.actuate.ClientsEndpoint;
import io.github.opendcr.actuate.DocumentsEndpoint;
import io.github.opendcr.actuate.InitialAccessTokensEndpoint;
import io.github.opendcr.actuate.KnownMembers;
import io.github.opendcr.actuate.SoftwareStatementsEndpoint;
import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.cimd.DocumentClients;
import io.github.opendcr.cimd.DocumentDirectory;
import io.github.opendcr.cimd.DocumentPreviews;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.statement.SoftwareStatements;
import io.github.opendcr.token.InitialAccessTokens;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What operators do, if the application has Actuator.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
class EndpointConfiguration {

	@Bean
	@ConditionalOnAvailableEndpoint
	InitialAccessTokensEndpoint initialAccessTokensEndpoint(InitialAccessTokens initialAccessTokens) {
		return new InitialAccessTokensEndpoint(initialAccessTokens);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	ClientsEndpoint dcrClientsEndpoint(ClientLifecycle clientLifecycle, ClientDirectory clientDirectory,
			ObjectProvider<ClientReaper> reaper) {
		return new ClientsEndpoint(clientLifecycle, clientDirectory, reaper.getIfAvailable());
	}

	@Bean
	KnownMembers dcrKnownMembers() {
		return new KnownMembers();
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	SoftwareStatementsEndpoint dcrSoftwareStatementsEndpoint(SoftwareStatements softwareStatements) {
		return new SoftwareStatementsEndpoint(softwareStatements);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnBooleanProperty("dcr.cimd.enabled")
	DocumentsEndpoint dcrDocumentsEndpoint(DocumentDirectory directory, DocumentClients clients, DeniedDocuments denied,
			DocumentPreviews previews) {
		return new DocumentsEndpoint(directory, clients::refreshNow, denied, previews);
	}

}
