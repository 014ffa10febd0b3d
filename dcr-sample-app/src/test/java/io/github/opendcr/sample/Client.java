package io.github.opendcr.sample;

import io.github.opendcr.testkit.Answer;

/**
 * What a client must remember of its registration to run a flow.
 *
 * @param id the {@code client_id}
 * @param secret the {@code client_secret}, empty for a public client
 * @param scope the scope values to ask for
 */
record Client(String id, String secret, String scope) {

	static Client of(Answer clientInformation) {
		return new Client(clientInformation.clientId(),
				(String) clientInformation.json().getOrDefault("client_secret", ""), clientInformation.string("scope"));
	}

}
