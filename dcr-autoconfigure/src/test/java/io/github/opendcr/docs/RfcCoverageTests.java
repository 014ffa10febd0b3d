package io.github.opendcr.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

	@Test
	void everyLineNamesATest() throws IOException {
		assertThat(rows()).hasSizeGreaterThan(50).allSatisfy((row) -> assertThat(NamedTest.of(row)).isNotEmpty());
	}

	@ParameterizedTest
	@MethodSource
	void testExists(NamedTest test) throws IOException {
		test.assertExists();
	}

	static Stream<NamedTest> testExists() throws IOException {
		return rows().stream().flatMap((row) -> NamedTest.of(row).stream()).distinct();
	}

	@Test
	void everyFailureOfAnotherServerAndEveryPromiseHasARow() throws IOException {
		String table = Files.readString(TABLE);
		assertThat(table.split("what broke at other servers\n")[1].split("\n## ")[0].lines()
			.filter((line) -> line.startsWith("| "))
			.count()).isGreaterThanOrEqualTo(2 + 22);
		assertThat(table.split("what ours promises\n")[1].lines().filter((line) -> line.startsWith("| ")).count())
			.isGreaterThanOrEqualTo(2 + 23);
	}

	private static List<String> rows() throws IOException {
		return Files.readAllLines(TABLE)
			.stream()
			.filter((line) -> line.startsWith("| ") && !line.startsWith("| ---"))
			.filter((line) -> !line.startsWith("| id |") && !line.startsWith("| members |"))
			.map((row) -> row.replaceAll("`Lifecycle\\b", "`RegistrationLifecycleContract"))
			.toList();
	}

}
