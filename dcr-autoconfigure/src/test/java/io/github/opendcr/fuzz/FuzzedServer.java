package io.github.opendcr.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.TestServer;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.test.util.ReflectionTestUtils;

/**
 * A server that keeps everything in memory and has one client, for requests of a fuzzer.
 * Whatever it answers, it isn't a fault, it tells nothing from inside, and a refusal has
 * changed nothing. What was registered works, and is deleted at once.
 */
final class FuzzedServer implements AutoCloseable {

	private static final String PATH = "/oauth2/register";

	private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

	private static final String CLIENT = "{\"redirect_uris\":[\"https://client.example/cb\"]}";

	private final TestServer server = TestServer.startInMemory("dcr.cors.allowed-origins=*", "dcr.dry-run.enabled=true",
			"dcr.registration-access-token.rotation-grace=0", "server.tomcat.max-keep-alive-requests=-1",
			"server.tomcat.keep-alive-timeout=1h");

	private final Wire wire = new Wire("localhost", URI.create(this.server.base()).getPort());

	private Answer client = post(CLIENT).expect(201);

	private String entityTag = this.client.header("ETag");

	private Contents contents = contents();

	/**
	 * Register, update, and rehearse a registration.
	 * @param body the body
	 */
	void registerAndUpdate(byte[] body) throws IOException {
		String said = new String(body, StandardCharsets.UTF_8);
		check(send("POST " + PATH, body), said, true);
		check(send("POST " + PATH + "?dry_run=true", body), said, true);
		if (said.startsWith("{")) {
			String update = "{\"client_id\":\"" + this.client.clientId() + "\"," + said.substring(1);
			check(send("PUT " + PATH + "/" + this.client.clientId(), update.getBytes(StandardCharsets.UTF_8),
					"Authorization: " + this.client.bearer()[1]), said, true);
		}
	}

	/**
	 * Send a request of which the head is anything.
	 * @param head whole lines; {@code {id}}, {@code {token}} and {@code {etag}} stand for
	 * those of the client
	 * @param ours whether nobody else may answer
	 */
	void exchange(String head, boolean ours) throws IOException {
		String real = head.replace("{id}", this.client.clientId())
			.replace("{token}", this.client.string("registration_access_token"))
			.replace("{etag}", this.entityTag);
		byte[] body = CLIENT.replace("{", "{\"client_id\":\"" + this.client.clientId() + "\",")
			.getBytes(StandardCharsets.US_ASCII);
		check(this.wire.exchange(request(real, body)), head, ours);
	}

	private Answer post(String json) {
		try {
			return send("POST " + PATH, json.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Answer send(String target, byte[] body, String... headers) throws IOException {
		return this.wire.exchange(request(target + " HTTP/1.1\r\n" + String.join("\r\n", headers)
				+ ((headers.length > 0) ? "\r\n" : "") + "Content-Type: application/json\r\n", body));
	}

	private static byte[] request(String head, byte[] body) {
		byte[] start = (head + "Host: localhost\r\nContent-Length: " + body.length + "\r\n\r\n")
			.getBytes(StandardCharsets.ISO_8859_1);
		byte[] request = new byte[start.length + body.length];
		System.arraycopy(start, 0, request, 0, start.length);
		System.arraycopy(body, 0, request, start.length, body.length);
		return request;
	}

	private void check(Answer answer, String said, boolean ours) throws IOException {
		if (answer.status() >= 500) {
			throw new AssertionError("A fault: " + answer);
		}
		if (answer.status() >= 300) {
			checkRefusal(answer, said, ours);
		}
		else {
			follow(answer);
		}
		Contents now = contents();
		if (!now.equals(this.contents)) {
			throw new AssertionError(answer + " changed " + this.contents + " to " + now);
		}
	}

	private static void checkRefusal(Answer answer, String said, boolean ours) {
		Leaks.assertNone(answer.body(), said);
		if (answer.status() < 400) {
			return;
		}
		if (!answer.header("Content-Type").startsWith("application/json")) {
			if (ours) {
				throw new AssertionError("No JSON: " + answer);
			}
			return;
		}
		Map<String, Object> members = answer.json();
		if (!(members.get("error") instanceof String error && error.matches("[a-z_]+")
				&& members.get("error_description") instanceof String description
				&& description.matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+"))) {
			throw new AssertionError("Not the RFC's error: " + answer);
		}
		if (answer.status() == 401 && answer.header("WWW-Authenticate").isEmpty()) {
			throw new AssertionError("401 without a challenge: " + answer);
		}
	}

	private void follow(Answer answer) throws IOException {
		if (answer.status() == 201) {
			// the answer to a request that was repeated may be of a client that is gone
			if (store().findByClientId(answer.clientId()) != null) {
				delete(answer);
			}
			this.server.bean(IdempotentRequestStore.class).removeExpired(END_OF_TIME, Integer.MAX_VALUE);
		}
		else if (store().findByClientId(this.client.clientId()) == null) {
			renew(post(CLIENT).expect(201)); // it was deleted with its own token
		}
		else if (answer.status() == 200 && !answer.header("ETag").equals(this.entityTag)
				&& answer.body().contains("\"client_id\"")) {
			renew(answer);
		}
	}

	private void delete(Answer registered) throws IOException {
		String target = PATH + "/" + registered.clientId();
		String bearer = "Authorization: " + registered.bearer()[1];
		Answer read = send("GET " + target, new byte[0], bearer).expect(200);
		if (!read.strings("redirect_uris").equals(registered.strings("redirect_uris"))) {
			throw new AssertionError("Registered " + registered + " but read " + read);
		}
		send("DELETE " + target, new byte[0], bearer).expect(204);
	}

	private void renew(Answer known) {
		if (known.body().contains("\"registration_access_token\"")) {
			this.client = known;
		}
		this.entityTag = known.header("ETag");
		this.contents = contents();
	}

	private ClientRegistrationStore store() {
		return this.server.bean(ClientRegistrationStore.class);
	}

	private Contents contents() {
		RegisteredClientRepository repository = this.server.bean(RegisteredClientRepository.class);
		Map<?, ?> all = (Map<?, ?>) ReflectionTestUtils.getField(repository, "clientIdRegistrationMap");
		return new Contents(store().findPage(null, null, 10), repository.findByClientId(this.client.clientId()),
				(all != null) ? all.size() : -1);
	}

	@Override
	public void close() throws IOException {
		this.wire.close();
		this.server.close();
	}

	/**
	 * All that could have changed.
	 */
	private record Contents(List<ClientRegistration> registrations, RegisteredClient client, int clients) {
	}

}
