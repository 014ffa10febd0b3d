package io.github.opendcr.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataReader;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.policy.MemberSettings;

/**
 * Turns what the properties of one policy say of single members into settings.
 *
 * @param rules refuses values
 * @param policy the properties
 * @param catalogue the members that this server knows
 */
record MemberPropertiesMapper(PropertyRules rules, DcrPolicyProperties policy, ClientMetadataCatalogue catalogue) {

	private static final List<String> FILLED_IN = List.of("token_endpoint_auth_method", "grant_types", "response_types",
			"scope", "application_type");

	MemberSettings asSettings(MemberSettings inherited) {
		Set<String> refused = PolicyPropertiesMapper.set(this.policy.refusedMetadata(), inherited.refused());
		Set<String> known = this.catalogue.members()
			.stream()
			.map(ClientMetadataMember::name)
			.collect(Collectors.toSet());
		// a client sends back what it was granted (RFC 7592 §2.2)
		this.rules.require(known.containsAll(refused) && FILLED_IN.stream().noneMatch(refused::contains),
				"refused-metadata", refused,
				"Each must be the name of a member that this server knows, without language tag, and none of "
						+ FILLED_IN + ", which the server fills in.");
		boolean statement = PolicyPropertiesMapper.or(this.policy.requireSoftwareStatement(),
				inherited.softwareStatementRequired());
		this.rules.require(!statement || !refused.contains("software_statement"), "refused-metadata", refused,
				"A software statement is required by the same policy.");
		return new MemberSettings(
				asMetadata("default-metadata", this.policy.defaultMetadata(), inherited.defaults(), refused),
				asMetadata("forced-metadata", this.policy.forcedMetadata(), inherited.forced(), refused), refused,
				statement);
	}

	private ClientMetadata asMetadata(String property, @Nullable String json, ClientMetadata inherited,
			Set<String> refused) {
		ClientMetadata metadata = (json != null) ? read(property, json) : inherited;
		metadata.asMap()
			.keySet()
			.forEach((member) -> this.rules.require(!refused.contains(member), property, metadata.asMap(),
					"The member '" + member + "' can't be set here: it is refused by the same policy."));
		return metadata;
	}

	private ClientMetadata read(String property, String json) {
		try {
			ClientMetadata metadata = new ClientMetadataReader().read(json.getBytes(StandardCharsets.UTF_8));
			ClientMetadata valid = new ClientMetadataValidator(this.catalogue).validate(metadata);
			for (String member : metadata.asMap().keySet()) {
				this.rules.require(valid.has(member) && member.indexOf('#') < 0 && !member.equals("software_statement"),
						property, json,
						"The member '" + member + "' can't be set here: it is unknown, has a language tag, or "
								+ "must come from the client.");
			}
			return valid;
		}
		catch (RegistrationException ex) {
			throw this.rules.refusal(property, json,
					"It must be a JSON object of client metadata. " + ex.getDescription() + ".");
		}
	}

}
