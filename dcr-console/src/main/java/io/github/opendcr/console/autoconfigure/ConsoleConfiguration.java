package io.github.opendcr.console.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.audit.RecentRefusals;
import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.cimd.DocumentAdmission;
import io.github.opendcr.cimd.DocumentClients;
import io.github.opendcr.cimd.DocumentDirectory;
import io.github.opendcr.cimd.DocumentPreviews;
import io.github.opendcr.console.ClientActionPages;
import io.github.opendcr.console.ClientPages;
import io.github.opendcr.console.Console;
import io.github.opendcr.console.DocumentActionPages;
import io.github.opendcr.console.DocumentPages;
import io.github.opendcr.console.OverviewPages;
import io.github.opendcr.console.Pages;
import io.github.opendcr.console.PolicyPages;
import io.github.opendcr.console.StatementPages;
import io.github.opendcr.console.TokenPages;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.statement.SoftwareStatementVerifier;
import io.github.opendcr.statement.SoftwareStatements;
import io.github.opendcr.token.InitialAccessTokens;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The pages of the console.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

	@Bean
	Console dcrConsole(DcrConsoleProperties properties, ListableBeanFactory beans) {
		Clock clock = beans.getBeanProvider(Clock.class).getIfUnique(Clock::systemUTC);
		ClientDirectory directory = beans.getBean(ClientDirectory.class);
		RegistrationPolicies policies = beans.getBean(RegistrationPolicies.class);
		List<Pages> pages = new ArrayList<>(List.of(
				new OverviewPages(directory, beans.getBeanProvider(ClientQuotas.class).getIfAvailable(),
						beans.getBeanProvider(RecentRefusals.class).getIfAvailable(),
						beans.getBeanProvider(ClientReaper.class).getIfAvailable()),
				new ClientPages(directory, policies,
						beans.getBeanProvider(ClientUseStore.class).getIfAvailable() != null, clock),
				new ClientActionPages(beans.getBean(ClientLifecycle.class)),
				new TokenPages(beans.getBean(InitialAccessTokens.class), policies, clock), new PolicyPages(policies),
				new StatementPages(beans.getBean(SoftwareStatements.class),
						beans.getBean(SoftwareStatementVerifier.class))));
		DocumentDirectory documents = beans.getBeanProvider(DocumentDirectory.class).getIfAvailable();
		if (documents != null) {
			DeniedDocuments denied = beans.getBean(DeniedDocuments.class);
			pages.add(new DocumentPages(documents, beans.getBean(DocumentAdmission.class),
					beans.getBean(DocumentPreviews.class), denied));
			pages.add(new DocumentActionPages(beans.getBean(DocumentClients.class), denied));
		}
		return new Console(properties.path(), pages, documents != null);
	}

}
