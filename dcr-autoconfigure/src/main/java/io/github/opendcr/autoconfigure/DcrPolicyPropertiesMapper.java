package io.github.opendcr.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.autoconfigure.DcrPolicyProperties.Policy;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataReader;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.metadata.ResponseTypes;
import io.github.opendcr.policy.MemberSettings;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RegistrationPolicies;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the properties of the policies into their settings: what a policy says, over what
 * the {@code dcr.*} properties say.
 */
final class DcrPolicyPropertiesMapper {

	private static final List<String> FILLED_IN = List.of("token_endpoint_auth_method", "grant_types", "response_types",
			"scope", "application_type");

	private final DcrProperties properties;

	private final DcrLifecycleProperties lifecycle;

	private final DcrPolicyProperties policyProperties;

	private final ClientMetadataCatalogue catalogue;

	DcrPolicyPropertiesMapper(DcrProperties properties, DcrLifecycleProperties lifecycle,
			DcrPolicyProperties policyProperties, ClientMetadataCatalogue catalogue) {
		this.properties = properties;
		this.lifecycle = lifecycle;
		this.policyProperties = policyProperties;
		this.catalogue = catalogue;
	}

	RegistrationPolicies asPolicies() {
		DcrPropertiesMapper mapper = new DcrPropertiesMapper(this.properties);
		PolicySettings defaultPolicy = new PolicySettings(MemberSettings.NONE, mapper.asAllowedMetadataSettings(),
				mapper.asRedirectUriSettings(), mapper.asTerms(this.lifecycle), null);
		Map<String, PolicySettings> named = new LinkedHashMap<>();
		this.policyProperties.policies().forEach((name, policy) -> named.put(name, settings(name, policy)));
		RegistrationPolicies policies = new RegistrationPolicies(defaultPolicy, named);
		checkReference(this.policyProperties.policy(), named.keySet());
		return policies;
	}

	private static void checkReference(@Nullable String policy, Set<String> names) {
		if (policy != null && !names.contains(policy)) {
			throw new InvalidConfigurationPropertyValueException("dcr.policy", policy,
					"There is no such policy. The names below dcr.policies are " + names
							+ "; one with other characters than letters, digits and '-' needs brackets there: "
							+ "dcr.policies.[" + policy + "]");
		}
	}

	private PolicySettings settings(String name, Policy policy) {
		if (!name.matches("[A-Za-z0-9_.-]{1,100}")) {
			throw new InvalidConfigurationPropertyValueException("dcr.policies", name,
					"The name of a policy must be of 1 to 100 letters, digits, '_', '.' and '-'.");
		}
		String prefix = "dcr.policies." + name;
		DcrPropertiesMapper mapper = new DcrPropertiesMapper(over(policy), prefix);
		PolicySettings settings = new PolicySettings(members(prefix, policy),
				mapper.asAllowedMetadataSettings(responseTypes(prefix, policy), applicationTypes(prefix, policy)),
				mapper.asRedirectUriSettings(), mapper.asTerms(lifecycle(policy)),
				notNegative(prefix + ".max-clients", policy.maxClients()));
		PolicyMetadataCheck check = new PolicyMetadataCheck(settings);
		check.requireAllowed(prefix + ".default-metadata", settings.members().defaults());
		check.requireAllowed(prefix + ".forced-metadata", settings.members().forced());
		return settings;
	}

	/**
	 * Return the properties as they would be if the policy were everyone's.
	 */
	private DcrProperties over(Policy policy) {
		DcrProperties base = this.properties;
		DcrProperties.RedirectUris uris = base.redirectUris();
		DcrProperties.ClientSecret secret = base.clientSecret();
		return new DcrProperties(base.enabled(), base.path(), base.maxRequestSize(), base.permission(),
				base.registrationScope(), or(policy.allowedGrantTypes(), base.allowedGrantTypes()),
				or(policy.allowedScopes(), base.allowedScopes()), defaultScopes(policy),
				or(policy.allowedTokenEndpointAuthMethods(), base.allowedTokenEndpointAuthMethods()),
				or(policy.requireProofKey(), base.requireProofKey()),
				or(policy.requireAuthorizationConsent(), base.requireAuthorizationConsent()),
				new DcrProperties.RedirectUris(or(policy.redirectUris().requireHttps(), uris.requireHttps()),
						or(policy.redirectUris().allowedSchemes(), uris.allowedSchemes()),
						or(policy.redirectUris().allowPrivateUseSchemes(), uris.allowPrivateUseSchemes()),
						or(policy.redirectUris().allowedHosts(), uris.allowedHosts()),
						or(policy.redirectUris().allowLoopback(),
								uris.allowLoopback()),
						or(policy.redirectUris().dropRefused(), uris.dropRefused())),
				base.registrationAccessToken(),
				new DcrProperties.ClientSecret((policy.clientSecret().timeToLive() != null)
						? policy.clientSecret().timeToLive() : secret.timeToLive(), secret.encoding(),
						secret.rotateOnUpdate()),
				base.management(), new DcrProperties.PublicClients(
						or(policy.publicClients().refreshTokens(), base.publicClients().refreshTokens())),
				base.cors());
	}

	private static @Nullable Integer notNegative(String property, @Nullable Integer number) {
		if (number != null && number < 0) {
			throw new InvalidConfigurationPropertyValueException(property, number,
					"It must not be negative; leave it out for any number.");
		}
		return number;
	}

	private DcrLifecycleProperties lifecycle(Policy policy) {
		return new DcrLifecycleProperties(or(policy.approval(), this.lifecycle.approval()),
				(policy.clientTimeToLive() != null) ? policy.clientTimeToLive() : this.lifecycle.clientTimeToLive(),
				this.lifecycle.reaper());
	}

	private static <T> T or(@Nullable T value, T inherited) {
		return Objects.requireNonNullElse(value, inherited);
	}

	/**
	 * A default scope is an allowed one: whoever lists the scopes of a policy means all
	 * of them.
	 */
	private List<String> defaultScopes(Policy policy) {
		List<String> inherited = this.properties.defaultScopes();
		List<String> allowed = policy.allowedScopes();
		return or(policy.defaultScopes(),
				(allowed != null) ? inherited.stream().filter(allowed::contains).toList() : inherited);
	}

	private @Nullable Set<String> responseTypes(String prefix, Policy policy) {
		if (policy.allowedResponseTypes() == null) {
			return null;
		}
		Set<String> responseTypes = new LinkedHashSet<>(policy.allowedResponseTypes());
		List<String> grantTypes = or(policy.allowedGrantTypes(), this.properties.allowedGrantTypes());
		for (String responseType : responseTypes) {
			List<String> needed = ResponseTypes.grantTypesOf(responseType);
			if (needed.isEmpty() || !grantTypes.containsAll(needed)) {
				throw new InvalidConfigurationPropertyValueException(prefix + ".allowed-response-types", responseType,
						"It is no response type of the allowed grant types " + grantTypes + ".");
			}
		}
		for (String grantType : grantTypes) {
			if (!ResponseTypes.impliedBy(List.of(grantType)).isEmpty() && responseTypes.stream()
				.noneMatch((responseType) -> ResponseTypes.grantTypesOf(responseType).contains(grantType))) {
				throw new InvalidConfigurationPropertyValueException(prefix + ".allowed-response-types", responseTypes,
						"The allowed grant type " + grantType + " needs a response type that uses it.");
			}
		}
		return responseTypes;
	}

	private static @Nullable Set<String> applicationTypes(String prefix, Policy policy) {
		List<String> types = policy.allowedApplicationTypes();
		if (types == null) {
			return null;
		}
		if (types.isEmpty() || !List.of("web", "native").containsAll(types)) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".allowed-application-types", types,
					"It must be web, native, or both.");
		}
		return new LinkedHashSet<>(types);
	}

	private MemberSettings members(String prefix, Policy policy) {
		Set<String> refused = new LinkedHashSet<>(policy.refusedMetadata());
		Set<String> known = new LinkedHashSet<>(
				this.catalogue.members().stream().map(ClientMetadataMember::name).toList());
		// a client sends back what it was granted (RFC 7592 §2.2)
		if (!known.containsAll(refused) || refused.stream().anyMatch(FILLED_IN::contains)) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".refused-metadata", refused,
					"Each must be the name of a member that this server knows, without language tag, and none of "
							+ FILLED_IN + ", which the server fills in.");
		}
		return new MemberSettings(metadata(prefix + ".default-metadata", policy.defaultMetadata(), refused),
				metadata(prefix + ".forced-metadata", policy.forcedMetadata(), refused), refused,
				policy.requireSoftwareStatement());
	}

	private ClientMetadata metadata(String property, String json, Set<String> refused) {
		try {
			ClientMetadata metadata = new ClientMetadataReader().read(json.getBytes(StandardCharsets.UTF_8));
			ClientMetadata valid = new ClientMetadataValidator(this.catalogue).validate(metadata);
			for (String member : metadata.asMap().keySet()) {
				if (!valid.has(member) || member.indexOf('#') >= 0 || refused.contains(member)
						|| member.equals("software_statement")) {
					throw new InvalidConfigurationPropertyValueException(property, json, "The member '" + member
							+ "' can't be set here: it is unknown, refused by the same policy, has a language tag, or "
							+ "must come from the client.");
				}
			}
			return valid;
		}
		catch (RegistrationException ex) {
			throw new InvalidConfigurationPropertyValueException(property, json,
					"It must be a JSON object of client metadata. " + ex.getDescription() + ".");
		}
	}

}
