package io.github.opendcr.server.client;

import java.util.ConcurrentModificationException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What can be looked up, and how: some databases fail to compare anything else than what
 * could have been stored. It was never issued, so that nothing is found by it.
 *
 * @since 0.1.0
 */
public final class LookUps {

	private static final int ATTEMPTS = 100;

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

	/**
	 * Look something up in what may be Spring's service in memory, which walks over its
	 * entries and fails if one is added meanwhile: then it is asked again.
	 * @param lookUp what changes nothing
	 * @param <T> what is found
	 * @return what it found
	 */
	public static <T extends @Nullable Object> T undisturbed(Supplier<T> lookUp) {
		for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
			try {
				return lookUp.get();
			}
			catch (ConcurrentModificationException ex) {
				Thread.onSpinWait(); // whoever adds an entry needs less than the walk
			}
		}
		return lookUp.get();
	}

	// half of a pair of surrogates, which no encoding has
	private static boolean isHalf(int codePoint) {
		return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
	}

}
