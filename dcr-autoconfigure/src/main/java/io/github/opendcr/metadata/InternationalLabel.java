package io.github.opendcr.metadata;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One label of a host name that stands for another one, as {@code xn--bcher-kva} does.
 * Not everything that begins like that does, and a browser goes to none that doesn't.
 *
 * @since 0.1.0
 * @see <a href="https://www.unicode.org/reports/tr46/">UTS 46</a>
 */
public final class InternationalLabel {

	private static final String PREFIX = "xn--";

	/**
	 * Letters, digits, marks after them and pictures, at least one of them not of ASCII,
	 * less what UTS 46 maps or ignores though Unicode's normal form has it.
	 */
	private static final Pattern CERTAIN = Pattern.compile("(?!\\p{M})(?!\\p{ASCII}*$)"
			+ "[[-\\p{Ll}\\p{Lm}\\p{Lo}\\p{Nd}\\p{So}\\p{Mn}\\p{Mc}]&&[^\\u0345\\u034F\\u115F\\u1160\\u13F8-\\u13FF\\u17B4\\u17B5"
			+ "\\u180B-\\u180F\\u1C80-\\u1C8F\\u1F80-\\u1FFF\\u2FF0-\\u2FFF\\u3164\\uAB70-\\uABBF\\uFE00-\\uFE0F"
			+ "\\uFFA0\\uFFFC\\uFFFD\\x{E0100}-\\x{E01EF}]]+");

	private static final Set<Byte> RIGHT_TO_LEFT = Set.of(Character.DIRECTIONALITY_RIGHT_TO_LEFT,
			Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);

	private static final Set<Byte> NUMBERS = Set.of(Character.DIRECTIONALITY_EUROPEAN_NUMBER,
			Character.DIRECTIONALITY_ARABIC_NUMBER);

	private InternationalLabel() {
	}

	/**
	 * Whether every browser reads a host name, as far as its labels stand for others.
	 * @param host the name in lower case
	 * @return whether each label that begins as one that stands for another one is one
	 */
	public static boolean areReadable(String host) {
		return Arrays.stream(host.split("\\.")).allMatch((label) -> !isOne(label) || isReadable(label));
	}

	static boolean isOne(String label) {
		return label.startsWith(PREFIX);
	}

	/**
	 * Whether every browser reads the label, and writes it back as it was. Where UTS 46
	 * would need its tables, only what is of no doubt is.
	 */
	static boolean isReadable(String label) {
		String text = Punycode.decode(label.substring(PREFIX.length()));
		return text != null && CERTAIN.matcher(text).matches() && Normalizer.isNormalized(text, Form.NFKC)
				&& isOfOneDirection(text);
	}

	// RFC 5893 §2
	private static boolean isOfOneDirection(String text) {
		Set<Byte> directions = text.codePoints().mapToObj(Character::getDirectionality).collect(Collectors.toSet());
		if (Collections.disjoint(directions, RIGHT_TO_LEFT)) {
			return !directions.contains(Character.DIRECTIONALITY_ARABIC_NUMBER);
		}
		return RIGHT_TO_LEFT.contains(Character.getDirectionality(text.codePointAt(0)))
				&& !directions.contains(Character.DIRECTIONALITY_LEFT_TO_RIGHT) && !directions.containsAll(NUMBERS)
				&& endsFromRightToLeft(text);
	}

	// with a letter or a number, and perhaps marks on it: no hyphen, and no picture
	private static boolean endsFromRightToLeft(String text) {
		int end = text.length();
		while (directionBefore(text, end) == Character.DIRECTIONALITY_NONSPACING_MARK) {
			end = text.offsetByCodePoints(end, -1);
		}
		byte last = directionBefore(text, end);
		return RIGHT_TO_LEFT.contains(last) || NUMBERS.contains(last);
	}

	private static byte directionBefore(String text, int end) {
		return Character.getDirectionality(text.codePointBefore(end));
	}

}
