package io.github.opendcr.server.client;

/**
 * What can be looked up: some databases fail to compare anything else. It was never
 * issued, so that nothing is found by it.
 *
 * @since 0.1.0
 */
public final class LookUps {

	private LookUps() {
	}

	/**
	 * Whether a text could have been stored.
	 * @param text the text
	 * @return {@code false} if there is no need to look it up
	 */
	public static boolean canFind(String text) {
		return !text.isBlank() && text.codePoints().noneMatch((c) -> c == 0 || isHalf(c));
	}

	// half of a pair of surrogates, which no encoding has
	private static boolean isHalf(int codePoint) {
		return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
	}

}
