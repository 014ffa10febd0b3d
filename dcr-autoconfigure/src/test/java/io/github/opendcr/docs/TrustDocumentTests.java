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
 * {@code docs/trust.md} names a test for each defence, and all of them exist.
 */
class TrustDocumentTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "trust.md");

	@Test
	void everyThreatHasADefenceAndATest() throws IOException {
		assertThat(rows()).hasSizeGreaterThan(15).allSatisfy((row) -> {
			assertThat(row.split("\\|")).hasSize(4);
			assertThat(NamedTest.of(row)).isNotEmpty();
		});
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
		List<String> lines = Files.readAllLines(DOCUMENT);
		return lines.subList(lines.indexOf("## What could happen, and what stands against it"), lines.size())
			.stream()
			.filter((line) -> line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| threat |"))
			.toList();
	}

}
