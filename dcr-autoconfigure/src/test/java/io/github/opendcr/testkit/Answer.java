package io.github.opendcr.testkit;

import java.net.http.HttpHeaders;
import java.util.Map;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server answered.
 */
public record Answer(int status, HttpHeaders headers, String body) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	public Map<String, Object> json() {
		return MAPPER.readValue(this.body, new TypeReference<>() {
		});
	}

	public String string(String member) {
		Object value = json().get(member);
		if (value == null) {
			throw new AssertionError("No " + member + " in " + this);
		}
		return value.toString();
	}

	public String header(String name) {
		return String.join(", ", this.headers.allValues(name));
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

	public static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	@Override
	public String toString() {
		return this.status + " " + this.headers.map() + " " + this.body;
	}

}
