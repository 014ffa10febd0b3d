package io.github.opendcr.sample;

import java.net.http.HttpResponse;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What a server answered.
 */
record Answer(HttpResponse<String> response, JsonNode json) {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	static Answer of(HttpResponse<String> response) {
		// Actuator's is application/vnd.spring-boot.actuator.v3+json
		boolean isJson = response.headers()
			.firstValue("Content-Type")
			.orElse("")
			.matches("application/([a-z0-9.-]+\\+)?json(;.*)?");
		return new Answer(response, isJson ? mapper.readTree(response.body()) : MissingNode.getInstance());
	}

	int status() {
		return this.response.statusCode();
	}

	String header(String name) {
		return this.response.headers().firstValue(name).orElse("");
	}

	boolean has(String member) {
		return this.json.has(member);
	}

	String text(String member) {
		return this.json.path(member).asString("");
	}

	List<String> texts(String member) {
		return this.json.path(member).valueStream().map(JsonNode::asString).toList();
	}

	@Override
	public String toString() {
		return this.response.statusCode() + " " + this.response.headers().map() + " " + this.response.body();
	}

}
