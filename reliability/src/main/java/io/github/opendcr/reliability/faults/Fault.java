package io.github.opendcr.reliability.faults;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with the database for a while.
 *
 * @param name what it is
 * @param holds what goes on
 * @param health what the health {@code dcr} says, or {@code null} if that depends
 * @param begin makes it so
 * @param end makes it good
 */
record Fault(String name, Holds holds, @Nullable String health, Action begin, Action end) {

	/**
	 * What is done to the database.
	 */
	@FunctionalInterface
	interface Action {

		void run() throws Exception;

	}

}
