package io.github.opendcr.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.benchmarks.load.HttpConnection.Answer;

/**
 * The operations of the scenarios on one connection, each with the answer that it has to
 * have. The clients belong to this connection alone, so that it can follow the tokens
 * that a server replaces.
 */
final class Operations {

	private static final String JSON = "Accept: application/json\r\n";

	private static final String POST_JSON = JSON + "Content-Type: application/json\r\n";

	private static final String POST_FORM = JSON + "Content-Type: application/x-www-form-urlencoded\r\n";

	static final String GRANTS = "\"authorization_code\",\"refresh_token\"";

	private final Scenario scenario;

	private final String path;

	private final HttpConnection connection;

	private final DocumentHost documents;

	private final Grants grants;

	private final List<Client> clients = new ArrayList<>();

	private int next;

	private int updates;

	Operations(LoadOptions options, DocumentHost documents) {
		this.scenario = options.scenario();
		this.path = options.endpoint().getPath();
		this.connection = new HttpConnection(options.endpoint());
		this.documents = documents;
		this.grants = new Grants(options.endpoint());
	}

	void add(Client client) {
		this.clients.add(client);
	}

	void provideClients() throws IOException {
		if (this.scenario.hasUser()) {
			this.grants.logIn();
			for (int i = 0; i < this.scenario.clients; i++) {
				this.grants.grant(this.scenario.hasDocuments() ? this.documents.newDocument()
						: Client.of(register("none", GRANTS)).id());
			}
		}
		else {
			registerClients();
		}
		close();
	}

	private void registerClients() throws IOException {
		for (int i = 0; i < this.scenario.clients; i++) {
			this.clients.add(Client.of((this.scenario == Scenario.TOKEN)
					? register("client_secret_basic", GRANTS + ",\"client_credentials\"") : register("none", GRANTS)));
		}
	}

	void perform() throws IOException {
		switch (this.scenario) {
			case REGISTER_PUBLIC -> register("none", GRANTS);
			case REGISTER_CONFIDENTIAL -> register("client_secret_basic", GRANTS);
			case TOKEN -> token(next());
			case READ -> replace(expect(200, send("GET", next(), JSON, null)));
			case UPDATE -> replace(expect(200, send("PUT", next(), POST_JSON, update(client()))));
			case DELETE -> expect(204, send("DELETE", Client.of(register("none", GRANTS)), JSON, null));
			case AUTHORIZE -> authorize(next());
			case AUTHORIZE_REGISTERED, AUTHORIZE_DOCUMENT -> this.grants.authorize();
			case REFRESH_REGISTERED, REFRESH_DOCUMENT -> this.grants.refresh();
			case FIRST_USE -> this.grants.firstUse(this.documents.newDocument());
		}
	}

	private String register(String authMethod, String grantTypes) throws IOException {
		return expect(201, this.connection.send("POST", this.path, POST_JSON,
				metadata("", "Benchmark client", authMethod, grantTypes)));
	}

	private Answer send(String method, Client client, String headers, @Nullable String body) throws IOException {
		return this.connection.send(method, Objects.requireNonNull(client.path()), headers + client.bearer(), body);
	}

	private void token(Client client) throws IOException {
		expect(200, this.connection.send("POST", "/oauth2/token", POST_FORM + client.basic(),
				"grant_type=client_credentials"));
	}

	private void authorize(Client client) throws IOException {
		expect(302,
				this.connection.send("GET", Grants.authorizationRequest(client.id()), "Accept: text/html\r\n", null));
	}

	// Each changes something
	private String update(Client client) {
		String secret = (client.secret() != null) ? "\"client_secret\":\"" + client.secret() + "\"," : "";
		return metadata("\"client_id\":\"" + client.id() + "\"," + secret, "Benchmark client " + ++this.updates, "none",
				GRANTS);
	}

	static String metadata(String credentials, String name, String authMethod, String grantTypes) {
		return "{" + credentials + "\"client_name\":\"" + name + "\","
				+ "\"redirect_uris\":[\"https://app.example.com/callback\"],\"grant_types\":[" + grantTypes
				+ "],\"response_types\":[\"code\"],\"token_endpoint_auth_method\":\"" + authMethod
				+ "\",\"scope\":\"profile email\"}";
	}

	private static String expect(int status, Answer answer) throws IOException {
		if (answer.status() != status) {
			throw new IOException("Answered " + answer.status() + " " + answer.body());
		}
		return answer.body();
	}

	private Client next() {
		this.next = (this.next + 1) % this.clients.size();
		return client();
	}

	private Client client() {
		return this.clients.get(this.next);
	}

	private void replace(String answer) {
		this.clients.set(this.next, client().updatedBy(answer));
	}

	void close() throws IOException {
		this.connection.close();
		this.grants.close();
	}

}
