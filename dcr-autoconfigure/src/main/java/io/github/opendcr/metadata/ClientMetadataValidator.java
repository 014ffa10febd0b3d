package io.github.opendcr.metadata;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataMember.Support;

/**
 * Validates client metadata: each known member by its own rule, then the members against
 * each other. What nobody knows is left out (RFC 7591 §2), and so is what the server
 * can't honour without harm. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2">RFC 7591 §2</a>
 */
public final class ClientMetadataValidator {

	private final ClientMetadataCatalogue catalogue;

	/**
	 * Create a validator.
	 * @param catalogue the members that the server knows
	 */
	public ClientMetadataValidator(ClientMetadataCatalogue catalogue) {
		this.catalogue = catalogue;
	}

	/**
	 * Return the members that the server knows.
	 * @return the catalogue
	 */
	public ClientMetadataCatalogue catalogue() {
		return this.catalogue;
	}

	/**
	 * Check every member by itself.
	 * @param metadata the metadata as sent
	 * @return the known members, repeated array elements once
	 * @throws io.github.opendcr.RegistrationException if one is refused
	 */
	public ClientMetadata validate(ClientMetadata metadata) {
		return validate(metadata, Violations.thrown());
	}

	/**
	 * Check every member by itself.
	 * @param metadata the metadata as sent
	 * @param violations where it is told which are refused
	 * @return the known members that aren't, repeated array elements once
	 */
	public ClientMetadata validate(ClientMetadata metadata, Violations violations) {
		return validate(withoutEmptyArrays(metadata), ClientMetadata.empty(), violations);
	}

	// RFC 7592 §2.2: an empty member is one that was left out
	private ClientMetadata withoutEmptyArrays(ClientMetadata metadata) {
		ClientMetadata result = metadata;
		for (Map.Entry<String, Object> sent : metadata.asMap().entrySet()) {
			if (List.of().equals(sent.getValue())) {
				ClientMetadataMember member = this.catalogue.find(ClientMetadataCatalogue.untagged(sent.getKey()));
				result = (member != null && member.array()) ? result.without(sent.getKey()) : result;
			}
		}
		return result;
	}

	/**
	 * Check every member that isn't the very value that was checked before.
	 * @param metadata what became of the metadata
	 * @param validated what {@link #validate(ClientMetadata, Violations)} returned
	 * @param violations where it is told which are refused
	 * @return the known members that aren't, repeated array elements once
	 */
	public ClientMetadata validate(ClientMetadata metadata, ClientMetadata validated, Violations violations) {
		Map<String, Object> known = new LinkedHashMap<>();
		metadata.asMap().forEach((name, value) -> violations.check(() -> {
			ClientMetadataMember member = this.catalogue.find(name);
			if (member != null) {
				Object valid = (value == validated.get(name)) ? value : checked(member, name, value);
				if (member.support() != Support.OMITTED) {
					// The catalogue's own object, so that clients in memory share it
					known.put(name.equals(member.name()) ? member.name() : name, valid);
				}
			}
		}));
		return ClientMetadata.of(known);
	}

	private static Object checked(ClientMetadataMember member, String name, Object value) {
		if (member.support() == Support.REFUSED) {
			throw MemberRules.refused(name, "is not supported by this server; register without it");
		}
		MemberTypes.check(member, name, value);
		return (value instanceof List<?> list) ? List.copyOf((list.size() > 1) ? new LinkedHashSet<>(list) : list)
				: value;
	}

	/**
	 * Check the members against each other, as they are about to be registered.
	 * @param metadata the metadata with grant types, response types and authentication
	 * method filled in
	 * @param violations where it is told what contradicts each other
	 */
	public void validateTogether(ClientMetadata metadata, Violations violations) {
		CrossMemberRules.check(metadata, violations);
	}

}
