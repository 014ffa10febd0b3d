package io.github.opendcr.consent;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A client's name as a page can show it: on one line, of bounded length, without
 * characters that turn the text around, can't be seen or pile up over other lines.
 *
 * @param text the name, or {@code null} if nothing of it can be seen
 * @param deceptive whether the name may imitate another
 */
record DisplayName(@Nullable String text, boolean deceptive) {

	private static final int MAX_LENGTH = 64;

	// Joiners and selectors are part of emoji, and of words in some scripts
	private static final Pattern UNSEEN = Pattern
		.compile("[\\p{Cf}\\p{Cs}\\p{Co}\\u034F\\u115F\\u1160\\u2800\\u3164\\uFFA0&&[^\\u200C\\u200D]]"
				+ "|(?<=[\\p{IsLatin}\\p{IsGreek}\\p{IsCyrillic}])[\\u200C\\u200D\\uFE00-\\uFE0F]+");

	private static final Pattern SPACES = Pattern.compile("[\\p{Cc}\\p{Z}]+");

	// A base, and as many marks as any language puts on it
	private static final Pattern PILED_MARKS = Pattern.compile("(\\p{M}{3})\\p{M}+");

	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{So}]+");

	// UTS 39 §5.2, "highly restrictive": scripts that are written together
	private static final List<Set<UnicodeScript>> TOGETHER = List.of(
			EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
			EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
			EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

	static DisplayName of(String name) {
		String seen = UNSEEN.matcher(Normalizer.normalize(name, Normalizer.Form.NFC)).replaceAll("");
		String piled = PILED_MARKS.matcher(seen).replaceAll("$1");
		String text = SPACES.matcher(piled).replaceAll(" ").strip();
		boolean deceptive = UNSEEN.matcher(name).find() || !piled.equals(seen)
				|| WORD.matcher(text).results().anyMatch((word) -> imitates(word.group()));
		return new DisplayName(text.isEmpty() ? null : shortened(text), deceptive);
	}

	private static String shortened(String text) {
		return (text.codePointCount(0, text.length()) <= MAX_LENGTH) ? text
				: text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH - 1)).stripTrailing() + "…";
	}

	private static boolean imitates(String word) {
		Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
		word.codePoints().filter(Character::isLetter).mapToObj(UnicodeScript::of).forEach(scripts::add);
		scripts.removeAll(EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED));
		boolean mixed = scripts.size() > 1 && TOGETHER.stream().noneMatch((together) -> together.containsAll(scripts));
		return mixed || word.codePoints().anyMatch(DisplayName::isStyled);
	}

	// Mathematical, fullwidth, circled and other signs that stand for plain letters
	private static boolean isStyled(int sign) {
		if (sign >= 0x1F150 && sign <= 0x1F189) {
			return true; // letters on black, which Unicode takes for pictures
		}
		String plain = Normalizer.normalize(Character.toString(sign), Normalizer.Form.NFKC);
		return plain.codePointAt(0) != sign && (Character.isLetter(sign)
				|| (plain.codePointCount(0, plain.length()) == 1 && Character.isLetter(plain.codePointAt(0))));
	}

}
