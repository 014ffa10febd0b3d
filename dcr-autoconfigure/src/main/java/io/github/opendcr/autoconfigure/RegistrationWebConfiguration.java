package io.github.opendcr.autoconfigure;

import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.Filter;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.admission.Admission;
import io.github.opendcr.cimd.DocumentClients;
import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.lifecycle.ClientUses;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.registration.MetadataGrant;
import io.github.opendcr.resource.ProtectedResources;
import io.github.opendcr.server.AuthorizationServerCustomizer;
import io.github.opendcr.server.SeamSettings;
import io.github.opendcr.server.authentication.DynamicClientAuthentication;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.FirstSecurityFilterChain;
import io.github.opendcr.server.discovery.DiscoverySeams;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.server.resource.ResourceIndicators;
import io.github.opendcr.server.token.BearerTokens;
import io.github.opendcr.server.token.ShownConsents;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.subject.PairwiseSubjectGenerator;
import io.github.opendcr.token.InitialAccessTokens;
import io.github.opendcr.web.RegistrationEndpoints;
import io.github.opendcr.web.RequestListener;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.AbstractSecurityWebApplicationInitializer;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.util.function.SingletonSupplier;

/**
 * The endpoints on HTTP and the seams into the authorization server.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ DcrPushedRequestProperties.class, DcrResourcesProperties.class,
		DcrCimdProperties.class })
class RegistrationWebConfiguration {

	private final DcrProperties properties;

	private final DcrConsentProperties consent;

	private final DcrPropertiesMapper mapper;

	RegistrationWebConfiguration(DcrProperties properties, DcrConsentProperties consent) {
		this.properties = properties;
		this.consent = consent;
		this.mapper = new DcrPropertiesMapper(properties);
	}

	@Bean
	AuthorizationServerServices authorizationServerServices(
			@Qualifier(AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME) ObjectProvider<Filter> chains,
			ObjectProvider<ClientRegistrationStore> registrations, ObjectProvider<RegistrationPolicies> policies) {
		return new AuthorizationServerServices(chains::getIfAvailable,
				MetadataGrant.enforced(registrations::getObject, policies::getObject));
	}

	@Bean
	AuthorizationServerCustomizer dcrAuthorizationServerCustomizer(AuthorizationServerServices services,
			RegistrationPolicies policies, DynamicClientAuthentication authentication,
			ObjectProvider<PairwiseSubjectGenerator> subjects, RateLimits rateLimits, DcrPushedRequestProperties pushes,
			DcrResourcesProperties resources, ObjectProvider<ProtectedResources> resourceBeans,
			ObjectProvider<ClientRegistrationStore> registrations, ObjectProvider<RequestListener> listeners,
			ObjectProvider<ClientUses> uses, DcrCimdProperties cimd, ObjectProvider<DocumentClients> documents,
			DcrPagesProperties pages, ApplicationContext context, ObjectProvider<Clock> clocks) {
		ProtectedResources protectedResources = new ResourcePropertiesMapper(resources)
			.asProtectedResources(resourceBeans);
		SeamSettings settings = this.mapper.asSeamSettings(policies, this.properties.policy(), this.consent,
				pushes.enabled());
		// not before the first use, since chains are built early
		Supplier<Consumer<String>> noted = SingletonSupplier.of(() -> {
			ClientUses present = uses.getIfAvailable();
			return (present != null) ? present::used : (clientId) -> {
			};
		});
		return new AuthorizationServerCustomizer(settings, services, authentication, subjects.getIfAvailable(),
				(protectedResources != null) ? new ResourceIndicators(protectedResources, resources.multipleAudiences())
						: null,
				RegistrationEndpoints.limitedPushes(rateLimits, listeners.orderedStream().toList()),
				new ShownConsents(registrations::getObject, this.consent.renewOnUpdate()),
				cimd.enabled() ? documents::getObject : null,
				PagesConfiguration.authorizationPages(context, this.consent.page(), pages),
				(clientId) -> noted.get().accept(clientId), clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	RegistrationPermission registrationPermission(InitialAccessTokens tokens) {
		return switch (this.properties.permission()) {
			case AUTHENTICATED -> Admission.authenticated();
			case SCOPE -> Admission.scope(this.properties.registrationScope());
			case INITIAL_ACCESS_TOKEN -> Admission.initialAccessToken(tokens, this.properties.registrationScope());
			case ALLOW_ALL -> Admission.open(tokens);
		};
	}

	@Bean
	@ConditionalOnMissingBean(name = "dcrSecurityFilterChain")
	SecurityFilterChain dcrSecurityFilterChain(AuthorizationServerServices services, ApplicationContext context,
			ObjectProvider<RegistrationPermission> permissions, ObjectProvider<SecurityContextRepository> sessions,
			RateLimits rateLimits, ClientRegistrationService service,
			ObjectProvider<IdempotentRequestStore> idempotentRequests, ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<RequestListener> listeners, ObjectProvider<Clock> clocks) {
		RegistrationEndpoints endpoints = new RegistrationEndpoints(rateLimits,
				new Admission(permissions.orderedStream().toList(), this.properties.policy()),
				new BearerTokens(services, context, clocks.getIfUnique(Clock::systemUTC)),
				sessions.getIfUnique(HttpSessionSecurityContextRepository::new), this.properties.dryRun().enabled(),
				this.mapper.asMaxRequestSize(), service,
				this.mapper.asKeptAnswers(idempotentRequests.getIfAvailable(), clocks.getIfUnique(Clock::systemUTC)));
		return new FirstSecurityFilterChain(endpoints.chain(this.mapper.asPath(),
				() -> services.getSettings().isMultipleIssuersAllowed(), this.properties.management().enabled(),
				new IssuerContexts(this.mapper.asPath(), services), this.properties.cors().allowedOrigins(),
				observations.getIfUnique(() -> ObservationRegistry.NOOP), listeners.orderedStream().toList()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "dcrDiscoverySecurityFilterChain")
	SecurityFilterChain dcrDiscoverySecurityFilterChain(AuthorizationServerServices services,
			ListableBeanFactory beans) {
		return new FirstSecurityFilterChain(DiscoverySeams.chain(this.properties.cors().allowedOrigins(), services,
				() -> beans.getBean(AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME, Filter.class)));
	}

	@Bean
	RegistrationStartUpCheck registrationStartUpCheck(AuthorizationServerServices services,
			ClientRegistrationStore store, ClientStorage storage, RegistrationPolicies policies,
			ListableBeanFactory beans) {
		return new RegistrationStartUpCheck(this.properties, services, store, storage, policies,
				this.properties.policy(), beans);
	}

}
