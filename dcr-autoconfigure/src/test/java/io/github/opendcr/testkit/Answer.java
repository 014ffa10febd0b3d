package io.github.opendcr.testkit;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server answered.
 */
public record Answer(int status, HttpHeaders headers, String body) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/**
	 * The body as an object.
	 */
	public Map<String, Object> json() {
		return MAPPER.readValue(this.body, new TypeReference<>() {
		});
	}

	/**
	 * A member of the body, which must be there.
	 */
	public String string(String member) {
		Object value = json().get(member);
		if (value == null) {
			throw new AssertionError("No " + member + " in " + this);
		}
		return value.toString();
	}

	/**
	 * A member of the body that is an array of strings.
	 */
	public List<String> strings(String member) {
		return MAPPER.readTree(this.body).path(member).valueStream().map(JsonNode::asString).toList();
	}

	/**
	 * The values of a header, empty if there is none.
	 */
	public String header(String name) {
		return String.join(", ", this.headers.allValues(name));
	}

	/**
	 * The identifier of the client that the answer describes.
	 */
	public String clientId() {
		return string("client_id");
	}

	/**
	 * The client configuration endpoint of the client that the answer describes.
	 */
	public String clientUri() {
		return string("registration_client_uri");
	}

	/**
	 * The Authorization header with the registration access token of the answer.
	 */
	public String[] bearer() {
		return Registered.bearer(string("registration_access_token"));
	}

	/**
	 * Return this answer if it has the status that a test builds upon.
	 */
	public Answer expect(int status) {
		if (this.status != status) {
			throw new AssertionError("Expected " + status + " but got " + this);
		}
		return this;
	}

	/**
	 * The value as JSON.
	 */
	public static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	@Override
	public String toString() {
		return this.status + " " + this.headers.map() + " " + this.body;
	}

}
