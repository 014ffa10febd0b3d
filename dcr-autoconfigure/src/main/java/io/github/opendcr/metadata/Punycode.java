package io.github.opendcr.metadata;

import org.jspecify.annotations.Nullable;

/**
 * Reads Punycode. {@link java.net.IDN} does, too, but not what came into use after 2003.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3492.html#section-6">RFC 3492 §6</a>
 */
final class Punycode {

	private static final int BASE = 36;

	private static final int T_MAX = 26;

	private static final int SKEW = 38;

	private static final int DAMP = 700;

	private final String encoded;

	private int at;

	private int bias = 72;

	private Punycode(String encoded, int at) {
		this.encoded = encoded;
		this.at = at;
	}

	/**
	 * Return the text, or {@code null} if there is none.
	 */
	static @Nullable String decode(String encoded) {
		int delimiter = encoded.lastIndexOf('-');
		return new Punycode(encoded, delimiter + 1)
			.insertInto(new StringBuilder(encoded.substring(0, Math.max(0, delimiter))));
	}

	private @Nullable String insertInto(StringBuilder text) {
		long codePoint = 128;
		long index = 0;
		for (int length = text.length() + 1; this.at < this.encoded.length(); length++) {
			long delta = number();
			if (delta < 0) {
				return null;
			}
			adapt(delta, length, index == 0);
			codePoint += (index + delta) / length;
			index = (index + delta) % length;
			if (codePoint > Character.MAX_CODE_POINT || isSurrogate(codePoint)) {
				return null;
			}
			text.insert(text.offsetByCodePoints(0, (int) index), Character.toChars((int) codePoint));
			index++;
		}
		return text.toString();
	}

	// Two of them would become one character
	private static boolean isSurrogate(long codePoint) {
		return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
	}

	/**
	 * Return the next number, or -1 if there is none or it is too large for any text.
	 */
	private long number() {
		long number = 0;
		long weight = 1;
		for (int k = BASE; this.at < this.encoded.length() && weight <= Integer.MAX_VALUE; k += BASE) {
			int character = Character.digit(this.encoded.charAt(this.at++), BASE);
			// A to z come first
			int digit = (character < 10) ? character + 26 : character - 10;
			number += digit * weight;
			int threshold = Math.min(T_MAX, Math.max(1, k - this.bias));
			if (digit < threshold) {
				return number;
			}
			weight *= BASE - threshold;
		}
		return -1;
	}

	private void adapt(long delta, int length, boolean first) {
		long rest = delta / (first ? DAMP : 2);
		rest += rest / length;
		this.bias = 0;
		for (; rest > (BASE - 1) * T_MAX / 2; rest /= BASE - 1) {
			this.bias += BASE;
		}
		this.bias += (int) (BASE * rest / (rest + SKEW));
	}

}
