package io.github.opendcr.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table in {@code docs/rfc-coverage.md} names tests that exist, and no line without
 * one.
 */
class RfcCoverageTests {

	private static final Path TABLE = Path.of("..", "docs", "rfc-coverage.md");

	private static final Pattern TEST = Pattern
		.compile("`([A-Z][A-Za-z0-9]*" + "(?:\\.[A-Z][A-Za-z0-9]*)?(?:#[a-z][A-Za-z0-9]*)?)`");

	@Test
	void everyLineNamesATest() throws IOException {
		List<String> lines = rows();
		assertThat(lines).hasSizeGreaterThan(50);
		assertThat(lines).allSatisfy((line) -> {
			String[] cells = line.split("\\|");
			assertThat(TEST.matcher(cells[cells.length - 1]).find()).as(line).isTrue();
		});
	}

	@ParameterizedTest
	@MethodSource
	void testExists(String test) throws ClassNotFoundException {
		String[] parts = test.replaceFirst("^Lifecycle", "RegistrationLifecycleContract").replace('.', '$').split("#");
		Class<?> type = Class.forName(getClass().getPackageName() + "." + parts[0]);
		if (parts.length > 1) {
			assertThat(Arrays.stream(type.getDeclaredMethods()).map((method) -> method.getName())).contains(parts[1]);
		}
	}

	static Stream<String> testExists() throws IOException {
		return rows().stream().flatMap((line) -> {
			String[] cells = line.split("\\|");
			return TEST.matcher(cells[cells.length - 1]).results().map((result) -> result.group(1));
		}).distinct();
	}

	private static List<String> rows() throws IOException {
		return Files.readAllLines(TABLE)
			.stream()
			.filter((line) -> line.startsWith("| ") && !line.startsWith("| ---"))
			.filter((line) -> !line.startsWith("| id |") && !line.startsWith("| members |"))
			.toList();
	}

}
