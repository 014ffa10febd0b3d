package io.github.opendcr.metadata;

/**
 * Which characters a value may have.
 */
final class Characters {

	// Hangul fillers, and the cell of Braille without a dot
	private static final String BLANKS = "\u115F\u1160\u3164\uFFA0\u2800";

	private Characters() {
	}

	/**
	 * Whether the text is one that a person can see: something visible, nothing that
	 * controls a terminal, a line or hides what it says, and no surrogate without its
	 * other half, which no database in UTF-8 can store. Text that runs from right to left
	 * is for the page that shows it to isolate.
	 */
	static boolean isPlainText(String text) {
		boolean visible = false;
		int codePoint;
		for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
			codePoint = text.codePointAt(i);
			if (isControl(codePoint)) {
				return false;
			}
			visible = visible || isVisible(codePoint);
		}
		return visible;
	}

	private static boolean isControl(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				true;
			// joiners and directions are of this type, and stay; tags hide text within
			// text
			case Character.FORMAT -> codePoint >= 0xE0001;
			default -> false;
		};
	}

	private static boolean isVisible(int codePoint) {
		return !Character.isSpaceChar(codePoint) && BLANKS.indexOf(codePoint) < 0
				&& switch (Character.getType(codePoint)) {
					// a mark is seen on something, and some marks aren't at all
					case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> false;
					default -> true;
				};
	}

	/**
	 * Whether the text has no surrogate without its other half.
	 */
	static boolean isUnicode(String text) {
		int codePoint;
		for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
			codePoint = text.codePointAt(i);
			if (Character.getType(codePoint) == Character.SURROGATE) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether the text is a {@code scope-token} of RFC 6749 §3.3.
	 */
	static boolean isScopeToken(String text) {
		return isVisibleAscii(text) && text.indexOf('"') < 0 && text.indexOf('\\') < 0;
	}

	/**
	 * Whether the text is of printable ASCII without spaces.
	 */
	static boolean isVisibleAscii(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < 0x21 || text.charAt(i) > 0x7E) {
				return false;
			}
		}
		return true;
	}

}
