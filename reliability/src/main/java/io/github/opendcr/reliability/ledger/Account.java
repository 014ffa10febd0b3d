package io.github.opendcr.reliability.ledger;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Metadata;

/**
 * A client, as the last answer that was received says it is, and at most one change of it
 * whose answer was lost. One thread at a time has it.
 */
final class Account {

	/**
	 * A change of a client.
	 */
	enum Change {

		UPDATE, ROTATION, DELETION

	}

	private final String softwareId;

	private final String id;

	private String token;

	private String secret;

	private String name;

	private int updates;

	private @Nullable Change inFlight;

	private Account(String softwareId, String id, String token, String secret) {
		this.softwareId = softwareId;
		this.name = softwareId;
		this.id = id;
		this.token = token;
		this.secret = secret;
	}

	/**
	 * Return what an answer to a registration says.
	 */
	static Account registered(String softwareId, Answer answer) {
		return new Account(softwareId, answer.member("client_id"), answer.member("registration_access_token"),
				answer.member("client_secret"));
	}

	/**
	 * Return a client that was there before.
	 */
	static Account known(KnownClient client) {
		return new Account(client.softwareId(), client.clientId(), client.token(), client.secret());
	}

	String id() {
		return this.id;
	}

	String token() {
		return this.token;
	}

	String secret() {
		return this.secret;
	}

	String name() {
		return this.name;
	}

	@Nullable Change inFlight() {
		return this.inFlight;
	}

	/**
	 * Note that the answer to a change was lost.
	 */
	void lost(Change change) {
		this.inFlight = change;
	}

	/**
	 * Return the next update, which stays the same until it was answered.
	 */
	String nextUpdate() {
		return Metadata.update(this.id, this.softwareId, nextName());
	}

	String nextName() {
		return this.softwareId + "-" + (this.updates + 1);
	}

	void updated(Answer answer) {
		this.name = nextName();
		this.updates++;
		this.token = answer.member("registration_access_token");
		this.inFlight = null;
	}

	void rotated(Answer answer) {
		this.secret = answer.member("client_secret");
		this.inFlight = null;
	}

	@Override
	public String toString() {
		return this.id;
	}

}
