package io.github.opendcr.benchmarks.load;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A registered client, as its last answer says: servers may replace secret and token with
 * each of them.
 *
 * @param id its {@code client_id}
 * @param secret its secret, if it has one
 * @param token its registration access token
 * @param path path of its client configuration endpoint
 */
record Client(String id, @Nullable String secret, @Nullable String token, @Nullable String path) {

	private static final JsonMapper json = new JsonMapper();

	static Client of(String answer) {
		return new Client("", null, null, null).updatedBy(answer);
	}

	/**
	 * Parse a line of {@link LoadOptions#clients()}.
	 */
	static Client ofLine(String line, String endpointPath) {
		String[] fields = line.split(" ");
		return new Client(fields[0], fields[1].equals("-") ? null : fields[1], fields[2],
				endpointPath + "/" + fields[0]);
	}

	Client updatedBy(String answer) {
		JsonNode members = json.readTree(answer);
		String uri = members.path("registration_client_uri").asString(null);
		return new Client(members.path("client_id").asString(this.id),
				members.path("client_secret").asString(this.secret),
				members.path("registration_access_token").asString(this.token),
				(uri != null) ? pathOf(URI.create(uri)) : this.path);
	}

	String bearer() {
		return "Authorization: Bearer " + this.token + "\r\n";
	}

	String basic() {
		byte[] credentials = (this.id + ":" + this.secret).getBytes(StandardCharsets.US_ASCII);
		return "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials) + "\r\n";
	}

	private static String pathOf(URI uri) {
		return (uri.getRawQuery() != null) ? uri.getRawPath() + "?" + uri.getRawQuery() : uri.getRawPath();
	}

}
