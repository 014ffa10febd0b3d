package io.github.opendcr.cimd;

/**
 * What is said of a document, as a log and an operator may have it: it may repeat words
 * of whoever wrote the document.
 */
final class PublishedText {

	private static final int MAX_LENGTH = 500;

	private PublishedText() {
	}

	/**
	 * Return a text in one line, without anything that a terminal or a reader of logs
	 * would obey, and not endless.
	 */
	static String printable(String text) {
		String cut = (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "..." : text;
		return cut.replaceAll("[^\\x20-\\x7E]", "?");
	}

}
