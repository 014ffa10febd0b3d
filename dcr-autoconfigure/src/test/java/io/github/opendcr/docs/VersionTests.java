package io.github.opendcr.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * There is one version, wherever it is written: what {@code .ci/version} sets.
 */
class VersionTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern VERSION = Pattern.compile("<artifactId>dcr-[a-z]+</artifactId>\\s*"
			+ "<version>([0-9][^<]*)</version>|\\bio\\.github\\.opendcr:dcr-[a-z-]+:([0-9][\\w.-]*)");

	@Test
	void versionsWhenReadThenOneInEachModuleAndPage() throws IOException {
		List<String> version = versions(ROOT.resolve("pom.xml"));
		assertThat(version).hasSize(1);
		try (Stream<Path> modules = Files.list(ROOT)) {
			assertThat(modules.map((module) -> module.resolve("pom.xml")).filter(Files::exists)).hasSize(7)
				.allSatisfy((pom) -> assertThat(versions(pom)).isEqualTo(version));
		}
		try (Stream<Path> pages = Stream.concat(Stream.of(ROOT.resolve("README.md")),
				Files.walk(ROOT.resolve("docs")))) {
			assertThat(
					pages.filter((page) -> page.toString().endsWith(".md")).flatMap((page) -> versions(page).stream()))
				.hasSize(3)
				.containsOnlyElementsOf(version);
		}
	}

	private static List<String> versions(Path file) {
		try {
			return VERSION.matcher(Files.readString(file))
				.results()
				.map((found) -> Objects.requireNonNullElse(found.group(1), found.group(2)))
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
