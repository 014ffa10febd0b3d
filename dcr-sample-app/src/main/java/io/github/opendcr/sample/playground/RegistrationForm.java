package io.github.opendcr.sample.playground;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Client metadata, as a form asks for them.
 *
 * @param name the client's name
 * @param redirectUris its redirection URIs, one on each line
 * @param scope its scope values
 * @param authMethod how it authenticates
 * @param grantTypes its grant types
 */
record RegistrationForm(@Nullable String name, @Nullable String redirectUris, @Nullable String scope,
		@Nullable String authMethod, @Nullable List<String> grantTypes) {

	/**
	 * Return the request that a client would send. What is empty is left out.
	 */
	String json() {
		Map<String, Object> metadata = new LinkedHashMap<>();
		put(metadata, "client_name", this.name);
		if (this.redirectUris != null && !this.redirectUris.isBlank()) {
			metadata.put("redirect_uris", List.of(this.redirectUris.strip().split("\\s+")));
		}
		put(metadata, "scope", this.scope);
		put(metadata, "token_endpoint_auth_method", this.authMethod);
		if (this.grantTypes != null && !this.grantTypes.isEmpty()) {
			metadata.put("grant_types", this.grantTypes);
		}
		return Json.pretty(metadata);
	}

	private static void put(Map<String, Object> metadata, String member, @Nullable String value) {
		if (value != null && !value.isBlank()) {
			metadata.put(member, value.strip());
		}
	}

}
