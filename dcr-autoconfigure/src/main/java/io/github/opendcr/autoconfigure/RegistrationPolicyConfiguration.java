package io.github.opendcr.autoconfigure;

import io.github.opendcr.RegistrationTermsResolver;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.policy.AllowedMetadataPolicy;
import io.github.opendcr.policy.MemberPolicy;
import io.github.opendcr.policy.RedirectUriPolicy;
import io.github.opendcr.policy.RegistrationPolicies;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * What clients are granted, by the policy that whoever lets them in is bound to.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DcrPolicyProperties.class)
class RegistrationPolicyConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RegistrationPolicies registrationPolicies(DcrPolicyProperties everyone, DcrProperties properties,
			ClientMetadataCatalogue catalogue) {
		return PolicyPropertiesMapper.asPolicies(everyone, properties, catalogue);
	}

	@Bean
	@Order(-1)
	@ConditionalOnMissingBean
	MemberPolicy memberPolicy(RegistrationPolicies policies) {
		return new MemberPolicy((registrant) -> policies.of(registrant).members());
	}

	@Bean
	@Order(0)
	@ConditionalOnMissingBean
	AllowedMetadataPolicy allowedMetadataPolicy(RegistrationPolicies policies) {
		return new AllowedMetadataPolicy((registrant) -> policies.of(registrant).allowedMetadata());
	}

	@Bean
	@Order(0)
	@ConditionalOnMissingBean
	RedirectUriPolicy redirectUriPolicy(RegistrationPolicies policies) {
		return new RedirectUriPolicy((registrant) -> policies.of(registrant).redirectUris());
	}

	@Bean
	@ConditionalOnMissingBean
	RegistrationTermsResolver registrationTermsResolver(RegistrationPolicies policies) {
		return (registrant) -> policies.of(registrant).terms();
	}

}
