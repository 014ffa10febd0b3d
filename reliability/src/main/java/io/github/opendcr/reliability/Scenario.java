package io.github.opendcr.reliability;

/**
 * One way to try the project's promises.
 */
@FunctionalInterface
public interface Scenario {

	/**
	 * Try them, and report which were kept.
	 */
	Report run(Options options) throws Exception;

}
