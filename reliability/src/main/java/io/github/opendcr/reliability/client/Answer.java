package io.github.opendcr.reliability.client;

import java.net.http.HttpHeaders;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server answered.
 *
 * @param status the status
 * @param headers the header fields
 * @param body the body
 */
public record Answer(int status, HttpHeaders headers, String body) {

	private static final List<String> INSIDE = List.of("Exception", "SQL", "jdbc", "Hikari", "ostgres", "oauth2_auth",
			"dcr_client", "java.", "org.spring", "io.github");

	private static final JsonMapper json = new JsonMapper();

	public boolean is(int expected) {
		return this.status == expected;
	}

	/**
	 * Return a member of the JSON object, empty if it has none.
	 */
	public String member(String name) {
		JsonNode member = json.readTree(this.body).path(name);
		return member.isMissingNode() ? "" : member.asString();
	}

	/**
	 * Return a header field, empty if there is none.
	 */
	public String header(String name) {
		return this.headers.firstValue(name).orElse("");
	}

	/**
	 * Return whether it says when to come back, and why not now, or sends a browser back
	 * to the client with that (RFC 6749 §4.1.2.1).
	 */
	public boolean isTemporarilyUnavailable() {
		return (this.status == 503 && !header("Retry-After").isEmpty())
				|| (this.status == 302 && header("Location").contains("error=temporarily_unavailable"));
	}

	/**
	 * Return whether it tells anything of the inside of the server.
	 */
	public boolean isTelling() {
		String all = this.headers.map() + this.body;
		return INSIDE.stream().anyMatch(all::contains);
	}

	/**
	 * Status and body, without what only its client may know.
	 */
	@Override
	public String toString() {
		return this.status + " " + header("WWW-Authenticate") + " " + ((this.status < 300) ? "" : this.body);
	}

}
