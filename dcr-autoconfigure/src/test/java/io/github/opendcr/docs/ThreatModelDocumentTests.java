package io.github.opendcr.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/threat-model.md} names a test for each defence, {@code docs/security.md}
 * one for each advisory, and all of them exist, as do the properties.
 */
class ThreatModelDocumentTests {

	private static final Path ROOT = Path.of("..");

	private static final Path THREATS = ROOT.resolve("docs/threat-model.md");

	private static final Path ADVISORIES = ROOT.resolve("docs/security.md");

	/**
	 * What is tried by a command, since no test of Java can.
	 */
	private static final Pattern COMMAND = Pattern.compile("`((?:\\.ci|reliability)/[a-z]+)[^`]*`");

	private static final Pattern PROPERTY = Pattern.compile("`(dcr\\.[a-z][a-z.-]*)(?:=[^`]*)?`");

	@Test
	void everyThreatHasADefenceAndATest() {
		assertThat(rows(THREATS)).hasSizeGreaterThan(90).allSatisfy((row) -> {
			assertThat(row.split("\\|")).hasSize(4);
			assertThat(Stream.concat(NamedTest.of(row).stream(), commands(row))).isNotEmpty();
		});
	}

	@Test
	void everyTestOfAnAdvisoryIsNamed() throws IOException {
		assertThat(rows(ADVISORIES)).allSatisfy((row) -> assertThat(row.split("\\|")).hasSize(5));
		assertThat(rows(ADVISORIES).stream()
			.flatMap((row) -> NamedTest.of(row).stream())
			.filter((test) -> test.file().equals("AdvisoryTests"))
			.map(NamedTest::method))
			.containsExactlyInAnyOrderElementsOf(Pattern.compile("^\\tvoid (\\w+)\\(", Pattern.MULTILINE)
				.matcher(Files.readString(Path.of("src/test/java/io/github/opendcr/e2e/feature/AdvisoryTests.java")))
				.results()
				.map((method) -> method.group(1))
				.toList());
	}

	@ParameterizedTest
	@MethodSource
	void testExists(NamedTest test) throws IOException {
		test.assertExists();
	}

	static Stream<NamedTest> testExists() {
		return Stream.of(THREATS, ADVISORIES)
			.flatMap((document) -> rows(document).stream())
			.flatMap((row) -> NamedTest.of(row).stream());
	}

	@Test
	void everyCommandExists() {
		assertThat(rows(THREATS).stream().flatMap(ThreatModelDocumentTests::commands)).isNotEmpty()
			.allSatisfy((command) -> assertThat(ROOT.resolve(command)).isExecutable());
	}

	@Test
	void everyPropertyExists() throws IOException {
		String tables = Files.readString(ROOT.resolve("docs/properties.md"))
				+ Files.readString(ROOT.resolve("docs/console.md"));
		assertThat(PROPERTY.matcher(Files.readString(THREATS)).results().map((property) -> property.group(1)))
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(tables).contains("| `" + property + "` |"));
	}

	private static Stream<String> commands(String row) {
		return COMMAND.matcher(row.substring(row.lastIndexOf(" | "))).results().map((command) -> command.group(1));
	}

	private static List<String> rows(Path document) {
		try {
			List<String> lines = Files.readAllLines(document);
			int heading = lines.indexOf("## What could happen, and what stands against it");
			return lines.subList(Math.max(heading, 0), lines.size())
				.stream()
				.filter((line) -> line.startsWith("| ") && !line.matches("\\| (---|threat|where) \\|.*"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
