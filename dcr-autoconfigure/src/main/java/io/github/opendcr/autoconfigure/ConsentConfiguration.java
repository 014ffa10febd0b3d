package io.github.opendcr.autoconfigure;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.cimd.DocumentAdmission;
import io.github.opendcr.consent.ConsentModels;
import io.github.opendcr.consent.PendingConsentModels;
import io.github.opendcr.pages.StandardPages;
import io.github.opendcr.resource.ProtectedResources;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.token.ShownConsents;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What consent pages of the application show.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ DcrConsentProperties.class, DcrResourcesProperties.class })
class ConsentConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConsentModels consentModels(AuthorizationServerServices services, ClientRegistrationStore registrations,
			ApplicationContext context, DcrConsentProperties properties, DcrResourcesProperties resources,
			ObjectProvider<ProtectedResources> resourceBeans, ObjectProvider<DocumentAdmission> admissions) {
		boolean named = new ResourcePropertiesMapper(resources).asProtectedResources(resourceBeans) != null;
		ShownConsents shown = new ShownConsents(() -> registrations, properties.renewOnUpdate());
		DocumentAdmission admission = admissions.getIfAvailable(() -> (url) -> DocumentAdmission.Decision.refuse());
		// The context has one answer even where there are several beans with messages
		return new PendingConsentModels(shown.pending(services, context, named), registrations,
				(url) -> admission.judge(url).development(), context, properties.scopes(), StandardPages.messages());
	}

}
