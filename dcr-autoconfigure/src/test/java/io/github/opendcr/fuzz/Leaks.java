package io.github.opendcr.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for what is from inside in what a client is told: names of classes, SQL, stacks,
 * places in the memory. What the client said itself is none.
 */
public final class Leaks {

	private static final Pattern INSIDE = Pattern
		.compile("Exception|\\b(?:java|javax|jakarta|org|tools|com|io)\\.[a-z]+\\.[a-zA-Z]|\\.java\\b|\\bnull\\b"
				+ "|\\w@[0-9a-f]{6,8}\\b|\\[[BCIJLZ][@;\\[]|(?i:\\bselect\\b|\\binsert into\\b|\\bupdate \\w+ set\\b|jdbc|sql)");

	/**
	 * One of these is in each leak, in lower case. Nearly all texts have none, which is
	 * seen in a fraction of the time that the pattern takes.
	 */
	private static final List<String> SIGNS = List.of("exception", "java", "jakarta.", "org.", "tools.", "com.", "io.",
			"null", "@", "[b", "[c", "[i", "[j", "[l", "[z", "select", "insert into", "update ", "jdbc", "sql");

	private static final String EXAMPLE = "(com.example.app:/callback)";

	private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

	private Leaks() {
	}

	/**
	 * Demand that a text has nothing from inside.
	 * @param text what the client is told
	 * @param said what the client said, in JSON or not
	 */
	public static void assertNone(String text, String said) {
		if (SIGNS.stream().noneMatch(text.toLowerCase(Locale.ROOT)::contains)) {
			return;
		}
		Matcher leak = INSIDE.matcher(text.replace(EXAMPLE, "")); // our own words
		if (!leak.find()) {
			return;
		}
		String read = said + ' ' + unescaped(said);
		do {
			if (!read.contains(leak.group())) {
				throw new AssertionError("'" + leak.group() + "' is from inside: " + text);
			}
		}
		while (leak.find());
	}

	private static String unescaped(String json) {
		return ESCAPE.matcher(json)
			.replaceAll((escape) -> Matcher.quoteReplacement((escape.group(1) != null)
					? Character.toString((char) Integer.parseInt(escape.group(1), 16)) : escape.group(2)));
	}

}
