package io.github.opendcr.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is written about the console, and what its templates must not do.
 */
class ConsolePageTests {

	@Test
	void documentationThenHasEachPropertyWithItsDefaultAndDescription() throws IOException {
		String page = Files.readString(Path.of("../docs/console.md"));
		List<String> rows = new ArrayList<>();
		try (InputStream file = Console.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			for (JsonNode property : JsonMapper.builder().build().readTree(file).get("properties")) {
				rows.add("| `%s` | `%s` | %s |".formatted(property.get("name").asString(),
						property.get("defaultValue").asString(),
						property.get("description").asString().replaceAll("'([^ ']+)'", "`$1`")));
			}
		}
		assertThat(rows).hasSize(4).allSatisfy((row) -> assertThat(page).contains(row));
		assertThat(page.lines().filter((line) -> line.startsWith("| `dcr.console."))).hasSameSizeAs(rows);
	}

	@Test
	void templatesThenEscapeAllThatTheyShow() throws IOException {
		try (Stream<Path> templates = Files.list(Path.of("src/main/jte"))) {
			assertThat(templates).isNotEmpty()
				.allSatisfy((template) -> assertThat(Files.readString(template)).doesNotContain("$unsafe", "style=\"",
						"<script", "http://", "https://"));
		}
	}

}
