package io.github.opendcr.sample;

/**
 * What a client must remember of its registration to run a flow.
 *
 * @param id the {@code client_id}
 * @param secret the {@code client_secret}, empty for a public client
 * @param scope the scope values to ask for
 */
record Client(String id, String secret, String scope) {

	static Client of(Answer clientInformation) {
		return new Client(clientInformation.text("client_id"), clientInformation.text("client_secret"),
				clientInformation.text("scope"));
	}

}
