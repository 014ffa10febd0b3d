package io.github.opendcr.reliability.channels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Metadata;

/**
 * Clients that are there, and others that were.
 *
 * @param live the answers to their registrations
 * @param deleted the same of those that are gone
 */
record Clients(List<Answer> live, List<Answer> deleted) {

	private static final int NUMBER = 64;

	static Clients register(Api api) throws IOException {
		List<Answer> live = new ArrayList<>();
		List<Answer> deleted = new ArrayList<>();
		for (int i = 0; i < 2 * NUMBER; i++) {
			Answer client = api.register(Metadata.confidential("channel-" + i, "Channel"));
			if (!client.is(201)) {
				throw new IOException("Nobody can register: " + client);
			}
			((i % 2 == 0) ? live : deleted).add(client);
		}
		for (Answer client : deleted) {
			api.delete(client.member("client_id"), client.member("registration_access_token"));
		}
		return new Clients(live, deleted);
	}

	String liveId(int number) {
		return this.live.get(number % NUMBER).member("client_id");
	}

	/**
	 * Return the token of another client than that of the same number.
	 */
	String foreignToken(int number) {
		return this.live.get((number + 1) % NUMBER).member("registration_access_token");
	}

	/**
	 * Return what looks like a token, and is none.
	 */
	String wrongToken(int number) {
		return new StringBuilder(this.live.get(number % NUMBER).member("registration_access_token")).reverse()
			.toString();
	}

	String foreignSecret(int number) {
		return this.live.get((number + 1) % NUMBER).member("client_secret");
	}

	String deletedId(int number) {
		return this.deleted.get(number % NUMBER).member("client_id");
	}

	String deletedToken(int number) {
		return this.deleted.get(number % NUMBER).member("registration_access_token");
	}

	String deletedSecret(int number) {
		return this.deleted.get(number % NUMBER).member("client_secret");
	}

	/**
	 * Return an identifier like those of clients, which nobody has.
	 */
	String unknownId(int number) {
		String id = liveId(number);
		String random = UUID.randomUUID().toString().replace("-", "");
		return id.substring(0, Math.max(0, id.length() - random.length()))
				+ random.substring(0, Math.min(32, id.length()));
	}

}
