package io.github.opendcr.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.policy.AllowedMetadataPolicy;
import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RedirectUriPolicy;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Whether a policy allows what it sets itself. That is judged as if the client had sent
 * it, and would be refused or narrowed at every registration.
 */
final class PolicyMetadataCheck {

	private static final RegistrationContext ANYONE = RegistrationContext.of(Registrant.ANONYMOUS);

	private final PolicySettings settings;

	PolicyMetadataCheck(PolicySettings settings) {
		this.settings = settings;
	}

	void requireAllowed(String property, ClientMetadata metadata) {
		if (metadata.asMap().isEmpty()) {
			return;
		}
		ClientMetadata completed = completed(metadata, this.settings.allowedMetadata());
		try {
			ClientMetadata granted = new AllowedMetadataPolicy(this.settings.allowedMetadata()).apply(completed,
					ANYONE);
			granted = new RedirectUriPolicy(this.settings.redirectUris()).apply(granted, ANYONE);
			for (String member : metadata.asMap().keySet()) {
				if (!Objects.equals(granted.get(member), completed.get(member))) {
					throw new InvalidConfigurationPropertyValueException(property, metadata.asMap(),
							"The same policy doesn't allow all of '" + member + "'.");
				}
			}
		}
		catch (RegistrationException ex) {
			throw new InvalidConfigurationPropertyValueException(property, metadata.asMap(),
					"The same policy doesn't allow it. " + ex.getDescription() + ".");
		}
	}

	// What is left to the client may be anything that is allowed
	private static ClientMetadata completed(ClientMetadata metadata, AllowedMetadataSettings allowed) {
		ClientMetadata completed = metadata.withScopes(metadata.getScopes());
		if (!metadata.has("token_endpoint_auth_method")) {
			completed = completed.with("token_endpoint_auth_method", method(allowed.tokenEndpointAuthMethods()));
		}
		if (!metadata.has("grant_types")) {
			completed = completed.with("grant_types", List.copyOf(allowed.grantTypes()));
		}
		if (!metadata.has("application_type") && allowed.applicationTypes() != null) {
			completed = completed.with("application_type", allowed.applicationTypes().iterator().next());
		}
		return completed;
	}

	// A public client may be granted less
	private static String method(Set<String> allowed) {
		return allowed.stream().filter((method) -> !method.equals("none")).findAny().orElse("none");
	}

}
