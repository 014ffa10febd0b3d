package io.github.opendcr.reliability.ledger;

import java.io.IOException;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Metadata;

/**
 * A registration, which can be sent again if its answer was lost.
 *
 * @param kind what comes with it
 * @param softwareId what no other client has
 * @param credential the key or the token, empty if there is none
 */
record Registration(Kind kind, String softwareId, String credential) {

	/**
	 * What comes with a registration.
	 */
	enum Kind {

		NOTHING, KEY, INITIAL_ACCESS_TOKEN

	}

	Answer send(Api api) throws IOException {
		String metadata = Metadata.confidential(this.softwareId, this.softwareId);
		return switch (this.kind) {
			case NOTHING -> api.register(metadata);
			case KEY -> api.registerWithKey(metadata, this.credential);
			case INITIAL_ACCESS_TOKEN -> api.registerWithToken(metadata, this.credential);
		};
	}

}
