package io.github.opendcr.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RegistrationPolicies;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What clients are granted, by the policy that whoever lets them in is bound to.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DcrPolicyProperties.class)
class RegistrationPolicyConfiguration {

	/**
	 * Everyone's policy, and over it the named ones.
	 */
	@Bean
	RegistrationPolicies registrationPolicies(DcrPolicyProperties everyone, DcrProperties properties,
			ClientMetadataCatalogue catalogue) {
		PolicySettings base = new PolicyPropertiesMapper(null, everyone, PolicySettings.DEFAULT, catalogue)
			.asSettings();
		Map<String, PolicySettings> named = new LinkedHashMap<>();
		properties.policies().forEach((name, policy) -> {
			if (!name.matches("[A-Za-z0-9_.-]{1,100}")) {
				throw new InvalidConfigurationPropertyValueException("dcr.policies", name,
						"The name of a policy must be of 1 to 100 letters, digits, '_', '.' and '-'.");
			}
			named.put(name, new PolicyPropertiesMapper(name, policy, base, catalogue).asSettings());
		});
		requireThere(properties.policy(), named.keySet());
		return new RegistrationPolicies(base, named);
	}

	private static void requireThere(@Nullable String policy, Set<String> names) {
		if (policy != null && !names.contains(policy)) {
			throw new InvalidConfigurationPropertyValueException("dcr.policy", policy,
					"There is no such policy. The names below dcr.policies are " + names
							+ "; one with other characters than letters, digits and '-' needs brackets there: "
							+ "dcr.policies.[" + policy + "]");
		}
	}

}
