package io.github.opendcr.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test that a document names: a class, perhaps one nested in it, perhaps a method.
 */
record NamedTest(String file, @Nullable String nested, @Nullable String method) {

	private static final Pattern TEST = Pattern
		.compile("`([A-Z][A-Za-z0-9]*)(?:\\.([A-Z][A-Za-z0-9]*))?(?:#([a-z][A-Za-z0-9]*))?`");

	/**
	 * What the last cell of a table's row names.
	 */
	static List<NamedTest> of(String row) {
		String[] cells = row.split("\\|");
		return TEST.matcher(cells[cells.length - 1])
			.results()
			.map((test) -> new NamedTest(test.group(1), test.group(2), test.group(3)))
			.toList();
	}

	void assertExists() throws IOException {
		String source = source();
		if (this.nested != null) {
			assertThat(source).contains("class " + this.nested + " ");
		}
		if (this.method != null) {
			assertThat(source).containsPattern("void " + this.method + "\\(");
		}
	}

	// Some are in other modules, whose classes aren't here
	private String source() throws IOException {
		for (String module : List.of("dcr-autoconfigure", "dcr-console", "dcr-sample-app")) {
			try (Stream<Path> tests = Files.walk(Path.of("..", module, "src", "test", "java"))) {
				List<Path> found = tests.filter((path) -> path.endsWith(this.file + ".java")).toList();
				if (!found.isEmpty()) {
					return Files.readString(found.get(0));
				}
			}
		}
		throw new AssertionError("No test " + this.file);
	}

}
