package io.github.opendcr.wiring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.TestServer;

/**
 * What a client sees of the endpoints from its registration to its deletion, errors
 * included, less what differs from one client and one server to the next.
 */
final class Exchanges {

	static final String METADATA = """
			{"redirect_uris":["https://client.example.org/cb"],"client_name":"%s","contacts":[],"logo_uri":null,
			"scope":"openid","software_id":"4711","token_endpoint_auth_method":"client_secret_basic"}""";

	private final TestServer server;

	private final String endpoint;

	private final String[] headers;

	private final Map<String, String> seen = new LinkedHashMap<>();

	private Exchanges(TestServer server, String endpoint, String[] headers) {
		this.server = server;
		this.endpoint = endpoint;
		this.headers = headers;
	}

	/**
	 * Go through everything.
	 * @param endpoint the registration endpoint
	 * @param headers further headers of every request, names and values by turns
	 * @return what was seen, by what was done
	 */
	static Map<String, String> with(TestServer server, String endpoint, String... headers) {
		Exchanges exchanges = new Exchanges(server, endpoint, headers);
		exchanges.lifeOfAClient();
		exchanges.refusals();
		return exchanges.seen;
	}

	private void lifeOfAClient() {
		Answer registered = send("register", "POST", this.endpoint, METADATA.formatted("app"));
		String uri = this.endpoint + "/" + registered.clientId();
		String[] bearer = registered.bearer();
		send("read", "GET", uri, "", bearer);
		send("read without token", "GET", uri, "");
		send("read with wrong token", "GET", uri, "", "Authorization", "Bearer wrong");
		send("update without client_id", "PUT", uri, METADATA.formatted("new"), bearer);
		send("update as text", "PUT", uri, METADATA.formatted("new"), bearer[0], bearer[1], "Content-Type",
				"text/plain");
		Answer updated = send("update", "PUT", uri,
				METADATA.formatted("new").replaceFirst("\\{", "{\"client_id\":\"" + registered.clientId() + "\","),
				bearer);
		send("read with old token", "GET", uri, "", bearer);
		send("post to client", "POST", uri, "{}", updated.bearer());
		send("patch client", "PATCH", uri, "{}", updated.bearer());
		send("options of client", "OPTIONS", uri, "");
		send("delete without token", "DELETE", uri, "");
		send("delete", "DELETE", uri, "", updated.bearer());
		send("read deleted", "GET", uri, "", updated.bearer());
	}

	private void refusals() {
		send("get", "GET", this.endpoint, "");
		send("head", "HEAD", this.endpoint, "");
		send("patch", "PATCH", this.endpoint, "{}");
		send("put", "PUT", this.endpoint, "{}");
		send("delete endpoint", "DELETE", this.endpoint, "");
		send("options", "OPTIONS", this.endpoint, "");
		send("text", "POST", this.endpoint, METADATA, "Content-Type", "text/plain");
		send("form", "POST", this.endpoint, "a=b", "Content-Type", "application/x-www-form-urlencoded");
		send("malformed", "POST", this.endpoint, "{\"redirect_uris\":");
		send("invalid", "POST", this.endpoint, "{\"redirect_uris\":[\"http://remote.example.org/\"]}");
		send("too large", "POST", this.endpoint, "{\"client_name\":\"" + "x".repeat(40_000) + "\"}");
		send("anonymous", "POST", this.endpoint, METADATA, "X-Refuse", "401");
		send("forbidden", "POST", this.endpoint, METADATA, "X-Refuse", "403");
		send("bad bearer", "POST", this.endpoint, METADATA, "X-Refuse", "401", "Authorization", "Bearer wrong");
		send("failing", "POST", this.endpoint, METADATA.formatted("boom"));
		send("failing checked", "POST", this.endpoint, METADATA.formatted("boom checked"));
	}

	private Answer send(String what, String method, String url, String body, String... headers) {
		boolean typed = body.isEmpty() || String.join(" ", headers).contains("Content-Type");
		String[] defaults = typed ? this.headers
				: concat(this.headers, new String[] { "Content-Type", "application/json" });
		Answer answer = this.server.send(method, url, body, concat(defaults, headers));
		this.seen.put(what, normalised(answer));
		return answer;
	}

	private static String normalised(Answer answer) {
		Map<String, Object> headers = new TreeMap<>(answer.headers().map());
		headers.keySet().removeIf((name) -> name.matches("(?i)date|content-length|connection|keep-alive"));
		headers.replaceAll((name, value) -> name.equalsIgnoreCase("ETag") ? "{tag}" : value);
		String body = answer.body()
			.replaceAll("(?<=\"client_id\":\")[^\"]+", "{id}")
			.replaceAll("(?<=\"registration_client_uri\":\")[^\"]+", "{uri}")
			.replaceAll("dcr_(cs|rat)_[A-Za-z0-9_-]+", "{secret}")
			.replaceAll("(?<=\"client_id_issued_at\":)\\d+", "{time}");
		return answer.status() + " " + headers + " " + body;
	}

	private static String[] concat(String[] first, String[] second) {
		String[] all = new String[first.length + second.length];
		System.arraycopy(first, 0, all, 0, first.length);
		System.arraycopy(second, 0, all, first.length, second.length);
		return all;
	}

}
