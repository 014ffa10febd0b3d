package io.github.opendcr.console.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.ClientRegistration;

/**
 * Writes values as the pages show them. What clients say stays what it is, but fits on
 * its line: templates escape it.
 *
 * @since 0.1.0
 */
public final class Words {

	private static final int LONGEST_NAME = 64;

	private static final int HOURS_PER_DAY = 24;

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	// They turn a text around, can't be seen, or end the line
	private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Z}]+");

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private Words() {
	}

	/**
	 * Write a time to the minute.
	 * @param time the time
	 * @return the time in UTC
	 */
	public static String time(Instant time) {
		return TIME.format(time);
	}

	/**
	 * Write a number.
	 * @param number the number
	 * @return the number with a space after each thousand
	 */
	public static String number(long number) {
		return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202F');
	}

	/**
	 * Write a duration.
	 * @param duration the duration, or {@code null} for ever
	 * @return the duration in days, or in its largest units
	 */
	public static String duration(@Nullable Duration duration) {
		if (duration == null) {
			return "for ever";
		}
		boolean days = !duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()))
				&& duration.toHours() > HOURS_PER_DAY;
		return days ? duration.toDays() + " days"
				: duration.toString().substring(2).toLowerCase(Locale.ROOT).replaceAll("(?<=[a-z])(?=[0-9])", " ");
	}

	/**
	 * Write the name of a client, which is the client's own word.
	 * @param registration the client
	 * @return the name on one line, or {@code null} if nothing of it can be seen
	 */
	public static @Nullable String name(ClientRegistration registration) {
		String name = registration.metadata().getClientName();
		String line = (name != null) ? line(name, LONGEST_NAME) : "";
		return line.isEmpty() ? null : line;
	}

	/**
	 * Write what fits on one line of a text.
	 * @param text the text
	 * @param longest how many characters there may be
	 * @return the text, perhaps less of it
	 */
	public static String line(String text, int longest) {
		String line = UNSEEN.matcher(text).replaceAll(" ").strip();
		return (line.codePointCount(0, line.length()) <= longest) ? line
				: line.substring(0, line.offsetByCodePoints(0, longest - 1)).stripTrailing() + "…";
	}

	/**
	 * Write the name of a constant.
	 * @param constant the constant
	 * @return its name in words
	 */
	public static String words(Enum<?> constant) {
		String name = constant.name().replace('_', ' ').toLowerCase(Locale.ROOT);
		return Character.toUpperCase(name.charAt(0)) + name.substring(1);
	}

	/**
	 * Write values one after the other.
	 * @param values the values
	 * @return the values in order, or a dash if there are none
	 */
	public static String list(@Nullable Collection<?> values) {
		return (values == null || values.isEmpty()) ? "–"
				: String.join(", ", values.stream().map(String::valueOf).toList());
	}

	/**
	 * Write a value of the metadata line by line.
	 * @param value what JSON has
	 * @return a line for each element of an array of plain values; an object as JSON
	 */
	public static List<String> lines(Object value) {
		if (value instanceof Collection<?> values && values.stream().noneMatch(Words::isNested)) {
			return values.isEmpty() ? List.of("[]") : values.stream().map(String::valueOf).toList();
		}
		return List.of(isNested(value) ? json(value) : String.valueOf(value));
	}

	private static boolean isNested(Object value) {
		return value instanceof Collection<?> || value instanceof Map<?, ?>;
	}

	/**
	 * Write JSON.
	 * @param value what JSON has
	 * @return the text, with line breaks
	 */
	public static String json(Object value) {
		return JSON.writeValueAsString(value);
	}

}
