package io.github.opendcr.metadata;

/**
 * Which characters a value may have.
 */
final class Characters {

	private Characters() {
	}

	/**
	 * Whether the text is free of control characters and of surrogates without their
	 * other half, which no database in UTF-8 can store.
	 */
	static boolean isPlainText(String text) {
		return text.codePoints()
			.noneMatch((codePoint) -> Character.isISOControl(codePoint)
					|| Character.getType(codePoint) == Character.SURROGATE);
	}

	/**
	 * Whether the text is a {@code scope-token} of RFC 6749 §3.3.
	 */
	static boolean isScopeToken(String text) {
		return text.chars().allMatch((c) -> c >= 0x21 && c <= 0x7E && c != '"' && c != '\\');
	}

	/**
	 * Whether the text is of printable ASCII without spaces.
	 */
	static boolean isVisibleAscii(String text) {
		return text.chars().allMatch((c) -> c >= 0x21 && c <= 0x7E);
	}

}
