package io.github.opendcr.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a page calls {@code dcr.…} is there: a property, a metric, a kind of audit line, a
 * message; and YAML on a page names properties that are there. What operators see, and
 * the tables, are on a page.
 */
class DocumentedNamesTests {

	private static final Pattern NAMED = Pattern.compile("`(dcr\\.[a-z][a-z.-]*[a-z])(?:\\[[^`]*)?(?:=[^`]*)?`");

	private static final Pattern LITERAL = Pattern.compile("\"(dcr\\.[a-z.-]*[a-z])\"");

	private static final Pattern MESSAGE = Pattern.compile("^(dcr\\.[a-z.-]+)\\s*=", Pattern.MULTILINE);

	private static final Pattern OF_CONSOLE = Pattern.compile("^\\| `(dcr\\.console\\.[a-z-]+)` \\|",
			Pattern.MULTILINE);

	private static final Pattern TABLE = Pattern.compile("^CREATE TABLE IF NOT EXISTS (\\w+)", Pattern.MULTILINE);

	/**
	 * The properties whose elements have properties, and the types of these.
	 */
	private static final Map<String, String> ELEMENTS = Map.of("dcr.software-statement.trusted-issuers",
			"DcrSoftwareStatementProperties$Issuer", "dcr.cimd.pinned", "DcrCimdFetchProperties$Pinned",
			"dcr.cimd.allowed", "DcrCimdProperties$Allowed", "dcr.cimd.denied", "DcrCimdProperties$Denied",
			"dcr.resources.allowed", "DcrResourcesProperties$Allowed");

	/**
	 * The recipe for migrations calls a file so.
	 */
	private static final Set<String> FILES = Set.of("dcr.sql");

	private static final Set<String> properties = new TreeSet<>();

	private static final Set<String> ofPolicies = new TreeSet<>();

	private static final Set<String> messages = new TreeSet<>();

	/**
	 * What else the code calls by such a name: metrics and kinds of audit lines, and
	 * properties again.
	 */
	private static final Set<String> literals = new TreeSet<>();

	@BeforeAll
	static void collect() throws IOException {
		properties.addAll(names(ConfigurationMetadata.read(), (property) -> true));
		ofPolicies.addAll(names(ConfigurationMetadata.read(), ConfigurationMetadata::isOfPolicy));
		ELEMENTS.forEach((list, type) -> names(ConfigurationMetadata.ofType(type), (property) -> true)
			.forEach((name) -> properties.add(list + "." + name)));
		// another module, whose metadata aren't here
		properties.addAll(found(OF_CONSOLE, Path.of("..", "docs", "console.md")));
		messages.addAll(found(MESSAGE, Path.of("src/main/resources/io/github/opendcr/pages/messages.properties")));
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
			for (Path source : sources.filter((path) -> path.toString().endsWith(".java")).toList()) {
				literals.addAll(found(LITERAL, source));
			}
		}
	}

	private static List<String> names(ConfigurationMetadata metadata, Predicate<JsonNode> wanted) {
		return metadata.properties().filter(wanted).map((property) -> property.get("name").asString()).toList();
	}

	private static List<String> found(Pattern pattern, Path file) throws IOException {
		return pattern.matcher(Files.readString(file)).results().map((result) -> result.group(1)).toList();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void pageWhenItNamesSomethingThenItIsThere(DocumentPage page) {
		List<String> named = NAMED.matcher(page.text()).results().map((name) -> name.group(1)).toList();
		assertThat(named).filteredOn((name) -> !FILES.contains(name))
			.allMatch(
					(name) -> isOrBegins(name, properties) || isOrBegins(name, messages) || isOrBegins(name, literals));
	}

	@Test
	void metricsAndKindsOfAuditLinesThenAreOnTheOperationsPage() throws IOException {
		String page = DocumentPage.of("docs/operations.md").text();
		assertThat(literals).filteredOn((name) -> !isOrBegins(name, properties) && !isOrBegins(name, messages))
			.hasSizeGreaterThan(30)
			.allMatch((name) -> page.contains("`" + name + "`"));
	}

	@Test
	void tablesThenAreOnTheDatabasePage() throws IOException {
		String page = DocumentPage.of("docs/database.md").text();
		assertThat(found(TABLE, Path.of("src/main/resources/io/github/opendcr/store/schema-h2.sql")))
			.hasSizeGreaterThan(10)
			.allMatch((table) -> page.contains("`" + table + "`"));
	}

	private static boolean isOrBegins(String name, Set<String> known) {
		return known.stream().anyMatch((other) -> other.equals(name) || other.startsWith(name + "."));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void yamlThenItsPropertiesAreThere(DocumentPage page) {
		assertThat(page.properties().keySet()).filteredOn((key) -> key.startsWith("dcr."))
			.allMatch((key) -> isProperty(key.replaceAll("\\[\\d+]", "")));
	}

	private static boolean isProperty(String key) {
		return properties.contains(key) || key.startsWith("dcr.consent.scopes") || (key.startsWith("dcr.policies.")
				&& ofPolicies.contains(key.replaceFirst("^dcr\\.policies\\.[^.]+", "dcr")));
	}

	static List<DocumentPage> pages() throws IOException {
		return DocumentPage.all();
	}

}
