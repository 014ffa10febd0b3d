package io.github.opendcr.sample.playground;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON for people to read.
 */
final class Json {

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

	private static final ObjectWriter WRITER = MAPPER.writer()
		.with(new DefaultPrettyPrinter().withArrayIndenter(INDENTER)
			.withObjectIndenter(INDENTER)
			.withSeparators(Separators.createDefaultInstance().withObjectNameValueSpacing(Spacing.AFTER)));

	// One line, as long as it is a short one
	private static final int LINE = 60;

	private Json() {
	}

	/**
	 * Read an object.
	 * @return its members in their order, or {@code null} if the text is none
	 */
	static @Nullable Map<String, Object> object(String text) {
		try {
			return MAPPER.readValue(text, OBJECT);
		}
		catch (JacksonException ex) {
			// What isn't JSON is shown as it is
			return null;
		}
	}

	/**
	 * Write a value, on several lines if it is long.
	 */
	static String write(@Nullable Object value) {
		String line = (value instanceof List<?> list)
				? list.stream().map(MAPPER::writeValueAsString).collect(Collectors.joining(", ", "[", "]"))
				: MAPPER.writeValueAsString(value);
		return (line.length() <= LINE) ? line : WRITER.writeValueAsString(value);
	}

	/**
	 * Write an object, with one line for each member that fits.
	 */
	static String pretty(Map<?, ?> object) {
		return object.entrySet()
			.stream()
			.map((member) -> "  " + member(member))
			.collect(Collectors.joining(",\n", "{\n", "\n}"));
	}

	/**
	 * Write a member of an object, within it.
	 */
	static String member(Map.Entry<?, ?> member) {
		return write(member.getKey()) + ": " + write(member.getValue()).replace("\n", "\n  ");
	}

}
