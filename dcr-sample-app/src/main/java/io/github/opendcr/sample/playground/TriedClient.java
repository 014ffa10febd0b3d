package io.github.opendcr.sample.playground;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a client has to remember of what it was told: the newest client information, the
 * secret that was shown once, and the token that opens its registration.
 *
 * @param information the newest client information response
 * @param secret its secret, or {@code null} for a client without one
 * @param token its registration access token, or {@code null} where there is none
 */
record TriedClient(Map<String, Object> information, @Nullable String secret, @Nullable String token) {

	private static final String REDIRECT_URIS = "redirect_uris";

	static TriedClient registered(Map<String, Object> information) {
		return new TriedClient(information, text(information, "client_secret"),
				text(information, "registration_access_token"));
	}

	/**
	 * Return the client after a later answer, which repeats no secret.
	 */
	TriedClient told(Map<String, Object> answer) {
		boolean isPublic = "none".equals(answer.get("token_endpoint_auth_method"));
		String newSecret = text(answer, "client_secret");
		String newToken = text(answer, "registration_access_token");
		return new TriedClient(answer, (newSecret != null || isPublic) ? newSecret : this.secret,
				(newToken != null) ? newToken : this.token);
	}

	/**
	 * Return its {@code client_id}.
	 */
	public String getId() {
		return Objects.requireNonNullElse(text(this.information, "client_id"), "");
	}

	/**
	 * Return its name, or {@code null} if it has none.
	 */
	public @Nullable String getName() {
		return text(this.information, "client_name");
	}

	/**
	 * Return what it waits for or why it doesn't work, or {@code null} if it works.
	 */
	public @Nullable String getStatus() {
		String status = text(this.information, "registration_status");
		return "active".equals(status) ? null : status;
	}

	/**
	 * Return its scopes.
	 */
	public String getScope() {
		return Objects.requireNonNullElse(text(this.information, "scope"), "");
	}

	/**
	 * Return how it authenticates.
	 */
	public String getAuthMethod() {
		return Objects.requireNonNullElse(text(this.information, "token_endpoint_auth_method"), "client_secret_basic");
	}

	@Nullable String uri() {
		return text(this.information, "registration_client_uri");
	}

	boolean redirectsTo(String uri) {
		return this.information.get(REDIRECT_URIS) instanceof List<?> uris && uris.contains(uri);
	}

	boolean hasGrant(String grantType) {
		return this.information.get("grant_types") instanceof List<?> types && types.contains(grantType);
	}

	/**
	 * Return what the client sends to keep its registration as it is (RFC 7592 §2.2):
	 * everything but what the server makes.
	 */
	Map<String, Object> metadata() {
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("client_id", getId());
		this.information.forEach((member, value) -> {
			if (!Reasons.isIssued(member)) {
				metadata.put(member, value);
			}
		});
		return metadata;
	}

	Map<String, Object> metadataRedirectingTo(String uri) {
		Map<String, Object> metadata = metadata();
		List<Object> uris = new ArrayList<>();
		if (metadata.get(REDIRECT_URIS) instanceof List<?> present) {
			uris.addAll(present);
		}
		uris.add(uri);
		metadata.put(REDIRECT_URIS, uris);
		return metadata;
	}

	static @Nullable String text(Map<String, Object> json, String member) {
		return (json.get(member) instanceof String text) ? text : null;
	}

}
