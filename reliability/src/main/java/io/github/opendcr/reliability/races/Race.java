package io.github.opendcr.reliability.races;

import java.io.IOException;

/**
 * Something that can be won once, though many try at two nodes at once.
 */
interface Race {

	/**
	 * Return what is promised.
	 */
	String promise();

	/**
	 * Let them try once.
	 * @return what broke the promise, empty if nothing did
	 */
	String attempt(Field field) throws IOException;

}
