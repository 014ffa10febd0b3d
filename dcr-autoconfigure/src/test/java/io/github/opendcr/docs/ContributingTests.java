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
 * {@code CONTRIBUTING.md} says for each package where its tests are, and they are there.
 */
class ContributingTests {

	@Test
	void everyPackageHasARow() throws IOException {
		try (Stream<Path> rooms = Files.list(Path.of("src", "main", "java", "io", "github", "opendcr"))) {
			List<String> names = rooms.filter(Files::isDirectory).map((room) -> room.getFileName().toString()).toList();
			assertThat(rows()).hasSameSizeAs(names);
			assertThat(names)
				.allSatisfy((name) -> assertThat(rows()).anyMatch((row) -> row.startsWith("| `" + name + "`")));
		}
	}

	@ParameterizedTest
	@MethodSource
	void testExists(NamedTest test) throws IOException {
		test.assertExists();
	}

	static Stream<NamedTest> testExists() throws IOException {
		return rows().stream().flatMap((row) -> NamedTest.of(row).stream());
	}

	private static List<String> rows() throws IOException {
		List<String> lines = Files.readAllLines(Path.of("..", "CONTRIBUTING.md"));
		return lines.subList(lines.indexOf("| you change | add your test to |") + 2, lines.size())
			.stream()
			.takeWhile((line) -> line.startsWith("| "))
			.toList();
	}

}
