package io.github.opendcr.reliability.ledger;

/**
 * Is told of each request of a worker, by the worker's thread.
 */
@FunctionalInterface
public interface Watch {

	/**
	 * Hear of a request.
	 * @param what it asked for
	 * @param right whether the answer was the expected one
	 * @param nanoseconds how long it took
	 */
	void heard(String what, boolean right, long nanoseconds);

}
