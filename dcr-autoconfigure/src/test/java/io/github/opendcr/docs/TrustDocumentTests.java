package io.github.opendcr.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/trust.md} names a test for each defence, and all of them exist.
 */
class TrustDocumentTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern TEST = Pattern
		.compile("`([A-Z][A-Za-z0-9]*)(?:\\.([A-Z][A-Za-z0-9]*))?(?:#([a-z][A-Za-z0-9]*))?`");

	@Test
	void everyThreatHasADefenceAndATest() throws IOException {
		List<String> rows = rows();
		assertThat(rows).hasSizeGreaterThan(15);
		assertThat(rows).allSatisfy((row) -> {
			String[] cells = row.split("\\|");
			assertThat(cells).as(row).hasSize(4);
			assertThat(TEST.matcher(cells[3]).find()).as(row).isTrue();
		});
	}

	@ParameterizedTest
	@MethodSource
	void testExists(String file, String nested, String method) throws IOException {
		String source = source(file);
		if (nested != null) {
			assertThat(source).contains("class " + nested + " ");
		}
		if (method != null) {
			assertThat(source).containsPattern("void " + method + "\\(");
		}
	}

	static Stream<String[]> testExists() throws IOException {
		return rows().stream()
			.flatMap((row) -> TEST.matcher(row.split("\\|")[3]).results())
			.map((MatchResult test) -> new String[] { test.group(1), test.group(2), test.group(3) });
	}

	// Some are in the sample, whose classes aren't here
	private static String source(String file) throws IOException {
		for (String module : List.of("dcr-autoconfigure", "dcr-sample-app")) {
			try (Stream<Path> tests = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
				List<Path> found = tests.filter((path) -> path.endsWith(file + ".java")).toList();
				if (!found.isEmpty()) {
					return Files.readString(found.get(0));
				}
			}
		}
		throw new AssertionError("No test " + file);
	}

	private static List<String> rows() throws IOException {
		List<String> lines = Files.readAllLines(ROOT.resolve("docs").resolve("trust.md"));
		return lines.subList(lines.indexOf("## What could happen, and what stands against it"), lines.size())
			.stream()
			.filter((line) -> line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| threat |"))
			.toList();
	}

}
