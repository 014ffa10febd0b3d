package io.github.opendcr.cimd;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataValidator;

/**
 * Keeps of each member what is valid. A document is written for all servers: what is for
 * display, or offers what this server doesn't use, is left out; where a member identifies
 * the client, says where it redirects to, or asks for protection, a fault is one of the
 * document.
 *
 * @param validator what validates
 */
record MemberNegotiation(ClientMetadataValidator validator) {

	// an algorithm that isn't known counts against the methods that need it
	private static final Set<String> DISPENSABLE = Set.of("client_name", "client_uri", "logo_uri", "tos_uri",
			"policy_uri", "contacts", "software_id", "software_version", "initiate_login_uri", "application_type",
			"scope", AuthenticationMethods.ALGORITHM, "post_logout_redirect_uris", "frontchannel_logout_uri",
			"backchannel_logout_uri", "default_acr_values", "authorization_details_types");

	private static final Set<String> LISTS = Set.of("contacts", "post_logout_redirect_uris", "grant_types",
			"response_types", AuthenticationMethods.SEVERAL);

	ClientMetadata validOf(ClientMetadata offered, Findings findings) {
		Map<String, Object> valid = new LinkedHashMap<>();
		offered.asMap().forEach((name, value) -> {
			Object usable = usable(name, value);
			if (!usable.equals(value)) {
				findings.narrow(name, value, "has values that are not valid");
			}
			try {
				Map<String, Object> kept = validate(name, usable);
				valid.putAll(kept);
				if (kept.isEmpty() && !value.equals(List.of()) && !DocumentRules.OF_DOCUMENTS.contains(name)) {
					findings.narrow(name, value, "is of no use to this server");
				}
			}
			catch (RegistrationException ex) {
				if (DISPENSABLE.contains(ClientMetadataCatalogue.untagged(name))) {
					findings.narrow(name, value, ex.getDescription());
				}
				else {
					findings.refuse(ex);
				}
			}
		});
		return ClientMetadata.of(valid);
	}

	private Map<String, Object> validate(String name, Object value) {
		return this.validator.validate(ClientMetadata.of(Map.of(name, value))).asMap();
	}

	/**
	 * The values that are valid, or all of them if none is: nothing must not become what
	 * leaving the member out means.
	 */
	private Object usable(String name, Object value) {
		if (name.equals("scope") && value instanceof String scope) {
			List<?> values = valid(name, Arrays.asList(scope.split(" ")));
			return values.isEmpty() ? value : String.join(" ", values.stream().map(Object::toString).toList());
		}
		if (LISTS.contains(name) && value instanceof List<?> list) {
			List<?> values = valid(name, list);
			return values.isEmpty() ? value : values;
		}
		return value;
	}

	private List<?> valid(String name, List<?> values) {
		return values.stream().filter((element) -> isValid(name, element)).toList();
	}

	private boolean isValid(String name, Object element) {
		try {
			validate(name, name.equals("scope") ? element : List.of(element));
			return true;
		}
		catch (RegistrationException ex) {
			return false;
		}
	}

}
