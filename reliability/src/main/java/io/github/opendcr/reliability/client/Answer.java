package io.github.opendcr.reliability.client;

import java.net.http.HttpHeaders;

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
	 * Return whether it says when to come back, and why not now.
	 */
	public boolean isTemporarilyUnavailable() {
		return this.status == 503 && !header("Retry-After").isEmpty();
	}

	/**
	 * Status and body, without what only its client may know.
	 */
	@Override
	public String toString() {
		return this.status + " " + header("WWW-Authenticate") + " " + ((this.status < 300) ? "" : this.body);
	}

}
