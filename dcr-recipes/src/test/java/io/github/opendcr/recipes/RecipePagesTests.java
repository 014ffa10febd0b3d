package io.github.opendcr.recipes;

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
 * The code of the pages is that of the tests, and the index leads to each page.
 */
class RecipePagesTests {

	private static final Path PAGES = Path.of("../docs/recipes");

	private static final Pattern CODE = Pattern.compile("(?:<!-- source: (\\S+) -->\\n)?^```(\\w+)\\n(.*?)^```$",
			Pattern.DOTALL | Pattern.MULTILINE);

	@ParameterizedTest
	@MethodSource("pages")
	void codeThenIsPartOfItsSource(Path page) throws IOException {
		for (MatchResult code : CODE.matcher(Files.readString(page)).results().toList()) {
			assertThat(code.group(1)).as("the source of " + code.group(3)).isNotNull();
			assertThat(source(code.group(1))).contains("\n" + code.group(3));
		}
	}

	@Test
	void indexThenHasEachPage() throws IOException {
		assertThat(pages()).hasSizeGreaterThan(5)
			.allSatisfy((page) -> assertThat(PAGES.resolve("README.md")).content()
				.contains("](" + page.getFileName() + ")"));
	}

	static List<Path> pages() throws IOException {
		try (Stream<Path> pages = Files.list(PAGES)) {
			return pages.filter((page) -> !page.endsWith("README.md")).toList();
		}
	}

	private static String source(String name) throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("."))) {
			Path file = files.filter((path) -> path.endsWith(name) && !path.startsWith("./target"))
				.findFirst()
				.orElseThrow(() -> new AssertionError("No file " + name));
			return "\n" + Files.readString(file);
		}
	}

}
