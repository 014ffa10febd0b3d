package io.github.opendcr.reliability.faults;

import java.io.IOException;
import java.util.List;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Browser;
import io.github.opendcr.reliability.client.Metadata;

/**
 * One request of each kind, of clients and of a user who were there before.
 */
final class Questions {

	private static final String NAME = "questions";

	private final Api api;

	private final Browser browser;

	private final String clientId;

	private final String secret;

	private final String token;

	private final String accessToken;

	private final String changedId;

	private volatile String changedToken;

	private int registrations;

	Questions(Api api) throws IOException {
		this.api = api;
		Answer client = api.register(Metadata.confidential(NAME, NAME));
		this.clientId = client.member("client_id");
		this.secret = client.member("client_secret");
		this.token = client.member("registration_access_token");
		this.accessToken = api.clientCredentials(this.clientId, this.secret).member("access_token");
		Answer changed = api.register(Metadata.confidential(NAME + "-changed", NAME));
		this.changedId = changed.member("client_id");
		this.changedToken = changed.member("registration_access_token");
		this.browser = new Browser(api.node());
		this.browser.logIn();
	}

	/**
	 * Return how many clients there may be of them.
	 */
	int clients() {
		return 2 + this.registrations;
	}

	/**
	 * Return them, to be sent at once or one by one.
	 */
	List<Question> all() {
		return List.of(registration(), new Question("read", false, 200, () -> this.api.read(this.clientId, this.token)),
				new Question("update", true, 200, this::update),
				new Question("token", true, 200, () -> this.api.clientCredentials(this.clientId, this.secret)),
				new Question("introspect", false, 200, () -> asClient("/oauth2/introspect", this.accessToken)),
				new Question("revoke", false, 200, () -> asClient("/oauth2/revoke", "unknown")),
				new Question("authorize", true, 200, () -> this.browser.authorize(this.clientId)),
				new Question("operator looks", false, 200,
						() -> this.api.operate("GET", "dcrclients/" + this.clientId, null)),
				new Question("operator issues a token", true, 200,
						() -> this.api.operate("POST", "dcrtokens", "{\"uses\":1}")));
	}

	/**
	 * Return one of them, for another client each time.
	 */
	Question registration() {
		String softwareId = NAME + "-" + ++this.registrations;
		return new Question("register", true, 201,
				() -> this.api.register(Metadata.confidential(softwareId, softwareId)));
	}

	private Answer update() throws IOException {
		Answer answer = this.api.update(this.changedId, this.changedToken,
				Metadata.update(this.changedId, NAME + "-changed", NAME));
		if (answer.is(200)) {
			this.changedToken = answer.member("registration_access_token");
		}
		return answer;
	}

	private Answer asClient(String path, String token) throws IOException {
		return this.api.asClient(this.clientId, this.secret, path, "token=" + Api.encoded(token));
	}

	/**
	 * Return what the node says of itself.
	 */
	Answer health() throws IOException {
		return this.api.operate("GET", "health/dcr", null);
	}

}
