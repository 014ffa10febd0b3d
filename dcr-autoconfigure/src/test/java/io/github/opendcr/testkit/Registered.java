package io.github.opendcr.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client as it knows itself: by the last client information response.
 */
public record Registered(Http http, Answer answer) {

	private static final List<String> FORBIDDEN_IN_UPDATES = List.of("registration_access_token",
			"registration_client_uri", "client_secret_expires_at", "client_id_issued_at");

	public String id() {
		return this.answer.clientId();
	}

	public String secret() {
		return this.answer.string("client_secret");
	}

	public String token() {
		return this.answer.string("registration_access_token");
	}

	public String uri() {
		return this.answer.clientUri();
	}

	public Answer read() {
		return this.http.get(uri(), this.answer.bearer());
	}

	public Answer update(String json) {
		return this.http.put(uri(), json, this.answer.bearer());
	}

	public Answer update(Map<String, ?> members) {
		return update(Answer.write(members));
	}

	public Answer delete() {
		return this.http.delete(uri(), this.answer.bearer());
	}

	/**
	 * The answer as an update request: less the four members that RFC 7592 §2.2 forbids.
	 */
	public Map<String, Object> asUpdate() {
		Map<String, Object> members = new LinkedHashMap<>(this.answer.json());
		FORBIDDEN_IN_UPDATES.forEach(members::remove);
		return members;
	}

	public Map<String, Object> asUpdate(String member, Object value) {
		Map<String, Object> members = asUpdate();
		members.put(member, value);
		return members;
	}

	public Map<String, Object> asUpdateWithout(String absent, String member, Object value) {
		Map<String, Object> members = asUpdate(member, value);
		members.remove(absent);
		return members;
	}

	/**
	 * The client after an update.
	 */
	public Registered as(Answer update) {
		return new Registered(this.http, update.expect(200));
	}

	public static String[] bearer(String token) {
		return new String[] { "Authorization", "Bearer " + token };
	}

}
