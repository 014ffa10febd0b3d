package io.github.opendcr.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.cimd.AdmissionRule;
import io.github.opendcr.cimd.AdmissionRules;
import io.github.opendcr.policy.RegistrationPolicies;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the properties of Client ID Metadata Documents into the rules of admission.
 */
final class CimdPropertiesMapper {

	private static final String PREFIX = "dcr.cimd.";

	private final DcrCimdProperties properties;

	CimdPropertiesMapper(DcrCimdProperties properties) {
		this.properties = properties;
	}

	/**
	 * Return the rules.
	 * @param policies the policies that they may name
	 */
	AdmissionRules asAdmissionRules(RegistrationPolicies policies) {
		List<AdmissionRule> allowed = new ArrayList<>();
		for (DcrCimdProperties.Allowed entry : this.properties.allowed()) {
			String name = PREFIX + "allowed[" + allowed.size() + "]";
			if (entry.policy() != null && !policies.exists(entry.policy())) {
				throw new InvalidConfigurationPropertyValueException(name + ".policy", entry.policy(),
						"There is no such policy below dcr.policies.");
			}
			allowed.add(rule(name, entry.url(), entry.host(), entry.policy(), entry.development()));
		}
		List<AdmissionRule> denied = new ArrayList<>();
		for (DcrCimdProperties.Denied entry : this.properties.denied()) {
			denied.add(rule(PREFIX + "denied[" + denied.size() + "]", entry.url(), entry.host(), null, false));
		}
		return new AdmissionRules(AdmissionRules.Mode.valueOf(this.properties.admission().name()), allowed, denied);
	}

	private static AdmissionRule rule(String name, @Nullable String url, @Nullable String host, @Nullable String policy,
			boolean development) {
		try {
			return new AdmissionRule(url, (host != null) ? host.toLowerCase(Locale.ROOT) : null, policy, development);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(name,
					Objects.requireNonNullElse(url, String.valueOf(host)), ex.getMessage() + ".");
		}
	}

	/**
	 * Return the URLs that are admitted one by one.
	 */
	List<String> asListedUrls() {
		return this.properties.allowed().stream().map(DcrCimdProperties.Allowed::url).filter(Objects::nonNull).toList();
	}

}
