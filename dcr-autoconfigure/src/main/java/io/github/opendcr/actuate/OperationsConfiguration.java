package io.github.opendcr.actuate;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.audit.AuditRecord;
import io.github.opendcr.audit.AuditTrail;
import io.github.opendcr.audit.RecentRefusals;
import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.cimd.DocumentClients;
import io.github.opendcr.cimd.DocumentDirectory;
import io.github.opendcr.cimd.DocumentPreviews;
import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.statement.SoftwareStatements;
import io.github.opendcr.store.SpringTableIndexCheck;
import io.github.opendcr.token.InitialAccessTokenStore;
import io.github.opendcr.token.InitialAccessTokens;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * What operators see and do, as far as the application has what it takes: the trail of
 * who did what, Actuator's endpoints, metrics and health.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
public final class OperationsConfiguration {

	/**
	 * Who did what.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Audit {

		@Bean
		AuditTrail dcrAuditTrail(ApplicationContext context, ObjectProvider<Clock> clocks) {
			boolean events = ClassUtils.isPresent("org.springframework.boot.actuate.audit.AuditEvent",
					context.getClassLoader());
			Consumer<AuditRecord> others = events ? new AuditEvents(context) : (written) -> {
			};
			return new AuditTrail(others, clocks.getIfUnique(Clock::systemUTC));
		}

		@Bean
		RecentRefusals dcrRecentRefusals(ObjectProvider<Clock> clocks) {
			return new RecentRefusals(clocks.getIfUnique(Clock::systemUTC));
		}

	}

	/**
	 * The application has Actuator.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	static class Endpoints {

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
		DocumentsEndpoint dcrDocumentsEndpoint(DocumentDirectory directory, DocumentClients clients,
				DeniedDocuments denied, DocumentPreviews previews) {
			return new DocumentsEndpoint(directory, clients::refreshNow, denied, previews);
		}

	}

	/**
	 * The application may have metrics.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Metrics {

		@Bean
		ClientMetrics dcrMetrics(ClientMetadataCatalogue catalogue, ClientDirectory directory,
				ObjectProvider<ClientQuotas> quotas, ObjectProvider<ClientReaper> reaper,
				ObjectProvider<Clock> clocks) {
			return new ClientMetrics(catalogue, directory, quotas.getIfAvailable(), reaper.getIfAvailable(),
					clocks.getIfUnique(Clock::systemUTC));
		}

	}

	/**
	 * The application may have health.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
	static class Healthy {

		@Bean
		@ConditionalOnEnabledHealthIndicator("dcr")
		@ConditionalOnMissingBean(name = "dcrHealthIndicator")
		RegistrationHealth dcrHealthIndicator(ClientRegistrationStore registrations, InitialAccessTokenStore tokens,
				SoftwareStatementStore statements, ObjectProvider<ClientQuotaStore> counts,
				ObjectProvider<ClientUseStore> uses, ObjectProvider<OperatorActionStore> actions,
				ObjectProvider<IdempotentRequestStore> answers, ObjectProvider<ClientMetadataDocumentStore> documents,
				ObjectProvider<SpringTableIndexCheck> indexes, RateLimits rateLimits,
				ObjectProvider<ClientQuotas> quotas, ObjectProvider<ClientReaper> reaper,
				ObjectProvider<Clock> clocks) {
			List<Runnable> tables = Stream
				.of(registrations, tokens, statements, counts.getIfAvailable(), uses.getIfAvailable(),
						actions.getIfAvailable(), answers.getIfAvailable(), documents.getIfAvailable())
				.map(Healthy::table)
				.filter(Objects::nonNull)
				.toList();
			SpringTableIndexCheck check = indexes.getIfAvailable();
			return new RegistrationHealth(registrations, tables, (check != null) ? check::missing : List::of,
					rateLimits, quotas.getIfAvailable(), reaper.getIfAvailable(), clocks.getIfUnique(Clock::systemUTC));
		}

		// What each of ours does at the start
		private static @Nullable Runnable table(@Nullable Object store) {
			if (!(store instanceof InitializingBean ours)
					|| !ours.getClass().getName().startsWith("io.github.opendcr.store.")) {
				return null;
			}
			return () -> {
				try {
					ours.afterPropertiesSet();
				}
				catch (RuntimeException ex) {
					throw ex;
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			};
		}

	}

}
