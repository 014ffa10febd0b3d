package io.github.opendcr.policy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ClientMetadataCatalogue;

/**
 * Refuses, completes and replaces single members. It comes first, so that what it fills
 * in is judged by all others as if the client had sent it. Safe for use by several
 * threads.
 */
final class MemberPolicy extends StepwisePolicy<MemberSettings> {

	/**
	 * Create a policy.
	 * @param settings what becomes of the members, by who lets the client in
	 */
	MemberPolicy(Function<Registrant, MemberSettings> settings) {
		super(settings, List.of(MemberPolicy::requireSoftwareStatement, MemberPolicy::refuse, MemberPolicy::fillIn));
	}

	private static ClientMetadata fillIn(MemberSettings members, ClientMetadata metadata) {
		ClientMetadata granted = metadata;
		for (Map.Entry<String, Object> member : members.defaults().asMap().entrySet()) {
			granted = granted.has(member.getKey()) ? granted : granted.with(member.getKey(), member.getValue());
		}
		for (Map.Entry<String, Object> member : members.forced().asMap().entrySet()) {
			granted = withoutLanguages(granted, member.getKey()).with(member.getKey(), member.getValue());
		}
		return granted;
	}

	// What is there was verified: a statement that isn't trusted is refused before
	private static ClientMetadata requireSoftwareStatement(MemberSettings members, ClientMetadata metadata) {
		if (members.softwareStatementRequired() && !metadata.has("software_statement")) {
			throw RegistrationException.invalidMetadata("software_statement",
					"A software statement is required here; send it as software_statement");
		}
		return metadata;
	}

	private static ClientMetadata refuse(MemberSettings members, ClientMetadata metadata) {
		metadata.asMap().keySet().forEach((name) -> {
			if (members.refused().contains(ClientMetadataCatalogue.untagged(name))) {
				throw RegistrationException.invalidMetadata(name, name + " must not be registered here; leave it out");
			}
		});
		return metadata;
	}

	/**
	 * Take the translations of a member away, by which a client would still have its
	 * word.
	 */
	private static ClientMetadata withoutLanguages(ClientMetadata metadata, String member) {
		ClientMetadata result = metadata;
		for (String name : metadata.asMap().keySet()) {
			if (!name.equals(member) && ClientMetadataCatalogue.untagged(name).equals(member)) {
				result = result.without(name);
			}
		}
		return result;
	}

}
