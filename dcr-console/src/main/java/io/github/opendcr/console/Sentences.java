package io.github.opendcr.console;

/**
 * Makes sentences of the messages of exceptions that are meant to be read.
 */
final class Sentences {

	private Sentences() {
	}

	static String of(RuntimeException ex) {
		String message = String.valueOf(ex.getMessage());
		return message.endsWith(".") ? message : message + ".";
	}

}
