package io.github.opendcr.reliability.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The endpoints of one node.
 */
public final class Api {

	private static final String OPERATOR = basic("admin", "password");

	private final Http http = new Http();

	private final URI node;

	public Api(URI node) {
		this.node = node;
	}

	public URI node() {
		return this.node;
	}

	/**
	 * Register a client (RFC 7591 §3.1).
	 * @param headers names and values in turn
	 */
	public Answer register(String metadata, String... headers) throws IOException {
		return json("POST", "/oauth2/register", metadata, headers);
	}

	public Answer registerWithToken(String metadata, String initialAccessToken) throws IOException {
		return register(metadata, "Authorization", "Bearer " + initialAccessToken);
	}

	public Answer registerWithKey(String metadata, String idempotencyKey) throws IOException {
		return register(metadata, "Idempotency-Key", "\"" + idempotencyKey + "\"");
	}

	/**
	 * Read a client (RFC 7592 §2.1).
	 */
	public Answer read(String clientId, String token) throws IOException {
		return json("GET", path(clientId), null, "Authorization", "Bearer " + token);
	}

	/**
	 * Update a client (RFC 7592 §2.2).
	 */
	public Answer update(String clientId, String token, String metadata) throws IOException {
		return json("PUT", path(clientId), metadata, "Authorization", "Bearer " + token);
	}

	/**
	 * Delete a client (RFC 7592 §2.3).
	 */
	public Answer delete(String clientId, String token) throws IOException {
		return json("DELETE", path(clientId), null, "Authorization", "Bearer " + token);
	}

	public Answer rotateSecret(String clientId, String token) throws IOException {
		return json("POST", path(clientId) + "/secret", "", "Authorization", "Bearer " + token);
	}

	/**
	 * Ask for an access token for the client itself.
	 */
	public Answer clientCredentials(String clientId, String secret) throws IOException {
		return asClient(clientId, secret, "/oauth2/token", "grant_type=client_credentials");
	}

	/**
	 * Call an endpoint as a client that authenticates.
	 */
	public Answer asClient(String clientId, String secret, String path, String form) throws IOException {
		return form(path, form, "Authorization", basic(clientId, secret));
	}

	/**
	 * Ask whether an access token works (RFC 7662).
	 */
	public boolean isActive(String token) throws IOException {
		Answer answer = form("/oauth2/introspect", "token=" + encoded(token), "Authorization",
				basic("sample-client", "secret"));
		if (!answer.is(200)) {
			throw new IOException("No introspection: " + answer);
		}
		return answer.member("active").equals("true");
	}

	public Answer form(String path, String form, String... headers) throws IOException {
		return send("POST", path, form, "application/x-www-form-urlencoded", headers);
	}

	/**
	 * Do what only an operator may.
	 */
	public Answer operate(String method, String path, @Nullable String body) throws IOException {
		return json(method, "/actuator/" + path, body, "Authorization", OPERATOR);
	}

	/**
	 * Return what Prometheus is told.
	 */
	public Answer metrics() throws IOException {
		return this.http.get(this.node.resolve("/actuator/prometheus"), "Authorization", OPERATOR, "Accept",
				"text/plain");
	}

	private Answer json(String method, String path, @Nullable String body, String... headers) throws IOException {
		return send(method, path, body, "application/json", headers);
	}

	private Answer send(String method, String path, @Nullable String body, String type, String... headers)
			throws IOException {
		List<String> all = new ArrayList<>(List.of(headers));
		all.addAll(List.of("Accept", "application/json"));
		if (body != null && !body.isEmpty()) {
			all.addAll(List.of("Content-Type", type));
		}
		return this.http.send(method, this.node.resolve(path), body, all.toArray(String[]::new));
	}

	private static String path(String clientId) {
		return "/oauth2/register/" + encoded(clientId);
	}

	public static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	private static String basic(String name, String password) {
		return "Basic " + Base64.getEncoder()
			.encodeToString((encoded(name) + ":" + encoded(password)).getBytes(StandardCharsets.UTF_8));
	}

}
