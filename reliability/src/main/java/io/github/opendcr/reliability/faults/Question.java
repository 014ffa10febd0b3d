package io.github.opendcr.reliability.faults;

import java.io.IOException;

import io.github.opendcr.reliability.client.Answer;

/**
 * A request that is right.
 *
 * @param what what it is
 * @param writes whether the database is written for it
 * @param expected the status with which it succeeds
 * @param request sends it
 */
record Question(String what, boolean writes, int expected, Request request) {

	/**
	 * Sends a request.
	 */
	@FunctionalInterface
	interface Request {

		Answer send() throws IOException;

	}

}
