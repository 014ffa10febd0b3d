package io.github.opendcr.wiring;

import java.net.http.HttpResponse;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came back over HTTP.
 */
record Answer(HttpResponse<String> response) {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	int status() {
		return this.response.statusCode();
	}

	String body() {
		return this.response.body();
	}

	@Nullable String header(String name) {
		return this.response.headers().firstValue(name).orElse(null);
	}

	JsonNode json() {
		return mapper.readTree(body());
	}

	String text(String member) {
		return json().path(member).asString("");
	}

	String clientId() {
		return text("client_id");
	}

	String clientUri() {
		return text("registration_client_uri");
	}

	/**
	 * The Authorization header with the registration access token of the answer.
	 */
	String[] bearer() {
		return new String[] { "Authorization", "Bearer " + text("registration_access_token") };
	}

	@Override
	public String toString() {
		return status() + " " + Map.copyOf(this.response.headers().map()) + " " + body();
	}

}
