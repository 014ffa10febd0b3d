package io.github.opendcr.fuzz;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.TestServer;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.context.WebApplicationContext;

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
			"server.tomcat.keep-alive-timeout=1h", "management.observations.enable.spring.security=false");

	private final ClientRegistrationStore store = this.server.bean(ClientRegistrationStore.class);

	private final RegisteredClientRepository repository = this.server.bean(RegisteredClientRepository.class);

	private final IdempotentRequestStore repeated = this.server.bean(IdempotentRequestStore.class);

	private final Map<?, ?> clients = (Map<?, ?>) ReflectionTestUtils.getField(this.repository,
			"clientIdRegistrationMap");

	private final int port = URI.create(this.server.base()).getPort();

	private final Wire wire = new Wire("localhost", this.port);

	private final Exchange dispatch = new Dispatch((WebApplicationContext) this.server.context(), this.port);

	private Exchange way = this::overTheWire;

	private String clientId = "";

	private String token = "";

	private String entityTag = "";

	private Contents contents;

	FuzzedServer() throws IOException {
		registerOwn();
	}

	private void registerOwn() throws IOException {
		renew(send("POST " + PATH, CLIENT.getBytes(StandardCharsets.UTF_8)).expect(201));
	}

	/**
	 * Register, update, and rehearse a registration.
	 * @param body the body
	 */
	void registerAndUpdate(byte[] body) throws IOException {
		for (Exchange exchange : ways(true)) {
			this.way = exchange;
			registerAndUpdateOnce(body);
		}
	}

	private void registerAndUpdateOnce(byte[] body) throws IOException {
		String said = new String(body, StandardCharsets.UTF_8);
		check(send("POST " + PATH, body), said, true);
		check(send("POST " + PATH + "?dry_run=true", body), said, true);
		if (said.startsWith("{")) {
			check(send("PUT " + PATH + "/" + this.clientId, update(said), bearer(this.token)), said, true);
		}
	}

	/**
	 * Send a request with any headers.
	 * @param target the method, a space, and the path
	 * @param headers whole lines; {@code {id}}, {@code {token}} and {@code {etag}} stand
	 * for those of the client
	 * @param legal whether Tomcat hands them on, and nobody else may answer
	 */
	void exchange(String target, List<String> headers, boolean legal) throws IOException {
		for (Exchange exchange : ways(legal)) {
			this.way = exchange;
			check(send(real(target), update(CLIENT), headers.stream().map(this::real).toArray(String[]::new)),
					String.join("\n", headers), legal);
		}
	}

	/**
	 * Send a request of which the path is anything.
	 * @param target the method, a space, and the target
	 */
	void exchange(String target) throws IOException {
		this.way = this::overTheWire;
		check(send(real(target), update(CLIENT), bearer(this.token)), target, false);
	}

	/**
	 * Known requests go both ways. While others are looked for, those go the short one of
	 * which Tomcat would change nothing.
	 */
	private List<Exchange> ways(boolean alike) {
		if (!alike) {
			return List.of(this::overTheWire);
		}
		return Effort.isFuzzing() ? List.of(this.dispatch) : List.of(this::overTheWire, this.dispatch);
	}

	private String real(String text) {
		return text.replace("{id}", this.clientId).replace("{token}", this.token).replace("{etag}", this.entityTag);
	}

	private byte[] update(String json) {
		return ("{\"client_id\":\"" + this.clientId + "\"," + json.substring(1)).getBytes(StandardCharsets.UTF_8);
	}

	private static String bearer(String token) {
		return "Authorization: Bearer " + token;
	}

	private Answer send(String target, byte[] body, String... headers) throws IOException {
		return this.way.send(target, body, headers);
	}

	private Answer overTheWire(String target, byte[] body, String... headers) throws IOException {
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
			Refusal.check(answer, said, ours);
		}
		else {
			follow(answer);
		}
		Contents now = contents();
		if (!now.equals(this.contents)) {
			throw new AssertionError(answer + " changed " + this.contents + " to " + now);
		}
	}

	private void follow(Answer answer) throws IOException {
		if (answer.status() == 201) {
			Map<String, Object> registered = answer.json();
			// the answer to a request that was repeated may be of a client that is gone
			if (this.store.findByClientId(registered.get("client_id").toString()) != null) {
				delete(registered);
			}
			this.repeated.removeExpired(END_OF_TIME, Integer.MAX_VALUE);
		}
		else if (this.store.findByClientId(this.clientId) == null) {
			registerOwn(); // it was deleted with its own token
		}
		else if (answer.status() == 200 && !answer.header("ETag").equals(this.entityTag)
				&& answer.body().contains("\"client_id\"")) {
			renew(answer);
		}
	}

	private void delete(Map<String, Object> registered) throws IOException {
		String target = PATH + "/" + registered.get("client_id");
		String bearer = bearer(registered.get("registration_access_token").toString());
		Answer read = send("GET " + target, new byte[0], bearer).expect(200);
		if (!Objects.equals(read.json().get("redirect_uris"), registered.get("redirect_uris"))) {
			throw new AssertionError("Registered " + registered + " but read " + read);
		}
		send("DELETE " + target, new byte[0], bearer).expect(204);
	}

	private void renew(Answer known) {
		Map<String, Object> members = known.json();
		if (members.get("registration_access_token") instanceof String issued) {
			this.token = issued;
			this.clientId = members.get("client_id").toString();
		}
		this.entityTag = known.header("ETag");
		this.contents = contents();
	}

	private Contents contents() {
		return new Contents(this.store.findPage(null, null, 10), this.repository.findByClientId(this.clientId),
				this.clients.size());
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
