package io.github.opendcr.web;

/**
 * Is told what came of each request to the endpoints, whatever else was published of it.
 * Safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface RequestListener {

	/**
	 * Learn what came of a request: before the answer of one that was refused or failed,
	 * and after that of one that succeeded.
	 * @param outcome what came of it
	 */
	void ended(RequestOutcome outcome);

}
