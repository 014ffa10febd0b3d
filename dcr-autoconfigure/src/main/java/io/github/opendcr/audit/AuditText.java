package io.github.opendcr.audit;

import java.util.regex.Pattern;

/**
 * Text of anybody's as a log may have it: in one line, without anything that a terminal
 * or a reader of logs would obey, and not endless.
 */
final class AuditText {

	private static final int MAX_LENGTH = 200;

	private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~:/@+,*#%?&!-]+");

	private AuditText() {
	}

	/**
	 * Escape what is no visible character or could end a quotation, and cut.
	 */
	static String clean(String text) {
		StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
		int length = 0;
		for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
			if (length++ == MAX_LENGTH) {
				return clean.append("...").toString();
			}
			append(clean, text.codePointAt(i));
		}
		return clean.toString();
	}

	private static void append(StringBuilder clean, int character) {
		switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				clean.append("\\u{%x}".formatted(character));
			default -> {
				if (character == '"' || character == '\\') {
					clean.append('\\');
				}
				clean.appendCodePoint(character);
			}
		}
	}

	/**
	 * Quote a clean text where a line needs it.
	 */
	static String quoted(String clean) {
		return PLAIN.matcher(clean).matches() ? clean : "\"" + clean + "\"";
	}

}
