package io.github.opendcr.fuzz;

import java.io.IOException;

import io.github.opendcr.testkit.Answer;

/**
 * A way for requests to come to a server.
 */
interface Exchange {

	/**
	 * Send JSON and read the answer.
	 * @param target the method, a space, and the path with its query
	 * @param body the body, which may be no JSON
	 * @param headers whole lines
	 */
	Answer send(String target, byte[] body, String... headers) throws IOException;

}
