package io.github.opendcr.reliability.faults;

/**
 * What goes on while something is wrong with the database.
 */
enum Holds {

	/** All. */
	EVERYTHING,

	/** What only reads; what writes is told to come again. */
	READING,

	/** What only reads; what writes is done, or told to come again. */
	READING_AND_SOME,

	/** Whatever is lucky; all else is told to come again. */
	SOME,

	/** Nothing: all are told to come again. */
	NOTHING;

	/**
	 * Return whether a request may succeed.
	 */
	boolean maySucceed(boolean writes) {
		return this != NOTHING && (this != READING || !writes);
	}

	/**
	 * Return whether a request may be told to come again.
	 */
	boolean mayFail(boolean writes) {
		return switch (this) {
			case EVERYTHING -> false;
			case READING, READING_AND_SOME -> writes;
			case SOME, NOTHING -> true;
		};
	}

}
