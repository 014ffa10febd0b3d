package io.github.opendcr.metadata;

/**
 * How long values may be, in characters. The first ones are the widths of the columns in
 * Spring Authorization Server's own table; what is longer would be an error of the
 * database.
 */
final class Limits {

	/**
	 * A column that holds a list, joined by commas.
	 */
	static final int COLUMN = 1000;

	static final int CLIENT_NAME = 200;

	static final int URI = 2000;

	static final int CONTACT = 320;

	static final int SOFTWARE = 255;

	/**
	 * More than the body of a request holds, unless the operator says otherwise.
	 */
	static final int SOFTWARE_STATEMENT = 100_000;

	static final int TOKEN = 255;

	/**
	 * The longest tag that RFC 5646 §4.4.1 counts, with its {@code #}.
	 */
	static final int LANGUAGE_TAG = 36;

	/**
	 * What is kept beside a registration of what wasn't granted as it was asked for.
	 */
	static final int ASKED = 4000;

	static final int ASKED_NAME = 100;

	private Limits() {
	}

}
