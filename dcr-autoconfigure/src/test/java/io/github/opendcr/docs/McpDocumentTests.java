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
 * The table of MCP's demands in {@code docs/mcp.md} names tests that exist, and no line
 * without one.
 */
class McpDocumentTests {

	private static final Path PAGE = Path.of("..", "docs", "mcp.md");

	@Test
	void everyDemandNamesATest() throws IOException {
		assertThat(demands()).hasSizeGreaterThan(15).allSatisfy((row) -> assertThat(NamedTest.of(row)).isNotEmpty());
	}

	@ParameterizedTest
	@MethodSource
	void testExists(NamedTest test) throws IOException {
		test.assertExists();
	}

	static Stream<NamedTest> testExists() throws IOException {
		return demands().stream().flatMap((row) -> NamedTest.of(row).stream()).distinct();
	}

	private static List<String> demands() throws IOException {
		return Files.readAllLines(PAGE)
			.stream()
			.filter((line) -> line.matches("\\| (MUST|SHOULD|MAY)( NOT)? \\|.*"))
			.toList();
	}

}
