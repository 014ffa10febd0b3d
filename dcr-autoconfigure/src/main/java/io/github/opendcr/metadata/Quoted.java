package io.github.opendcr.metadata;

/**
 * What a client sent, as a description may repeat it: quoted and cut.
 */
final class Quoted {

	private static final int MAX_LENGTH = 80;

	private Quoted() {
	}

	static String of(Object value) {
		String text = value.toString();
		return "'" + ((text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "..." : text) + "'";
	}

}
