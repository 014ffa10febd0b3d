package io.github.opendcr.docs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/properties.md} is what the metadata says that IDEs read, and that says
 * enough.
 */
class PropertiesDocumentTests {

	private static final String HEAD = """
			# Properties

			The prefix `dcr.` is for these alone, and for those of the [console](console.md). A property below it that doesn't exist stops the start, which names the nearest right
			ones. A misspelt environment variable or system property is warned of. A time without a unit is one in seconds.

			*policy* marks what a [policy](policies.md) can set as well, below `dcr.policies.NAME`. IDEs complete all of these names, say
			what they are for, and list the values.
			""";

	private static final List<Section> SECTIONS = List.of(
			new Section("The endpoints", "operations.md", "enabled", "profile", "path", "max-request-size",
					"management", "dry-run", "cors", "pushed-authorization-requests"),
			new Section("Who may register?", "permissions.md", "permission", "registration-scope",
					"registration-scope-policy"),
			new Section("What does a client get?", "policies.md", "policy", "policies", "allowed-", "default-",
					"forced-", "refused-", "require-", "redirect-uris", "public-clients", "access-token",
					"refresh-token", "authorization-code"),
			new Section("Credentials", "trust.md", "registration-access-token", "client-secret"),
			new Section("Requests that come twice", "client-life.md", "idempotency"),
			new Section("Approval and lifetime", "approval-and-lifetime.md", "approval", "client-time-to-live",
					"reaper"),
			new Section("Limits", "limits.md", "max-clients", "rate-limit", "quota"),
			new Section("The pages that users see", "pages.md", "consent", "pages"),
			new Section("The resources that tokens are for", "resources.md", "resources"),
			new Section("Software statements", "software-statements.md", "require-software-statement",
					"software-statement"),
			new Section("Keys, and what is fetched", "keys.md", "keys", "fetch"),
			new Section("Clients that are URLs", "cimd.md", "cimd"),
			new Section("Pairwise subjects", "openid-connect.md", "pairwise"),
			new Section("Tables", "database.md", "jdbc"));

	private static final String ISSUER = """

			## One trusted issuer

			Each of `dcr.software-statement.trusted-issuers` has these, see [software-statements.md](software-statements.md):

			| property | default | | |
			| --- | --- | --- | --- |
			""";

	private static final String PINNED = """

			## One pinned document

			Each of `dcr.cimd.pinned` has these, see [cimd.md](cimd.md):

			| property | default | | |
			| --- | --- | --- | --- |
			""";

	private static final String RESOURCE = """

			## One resource

			Each of `dcr.resources.allowed` has these, see [resources.md](resources.md):

			| property | default | | |
			| --- | --- | --- | --- |
			""";

	private static final String ALLOWED = """

			## One URL or host that is admitted

			Each of `dcr.cimd.allowed` has these, see [cimd.md](cimd.md#who-is-let-in):

			| property | default | | |
			| --- | --- | --- | --- |
			""";

	private static final String DENIED = """

			## One URL or host that is denied

			Each of `dcr.cimd.denied` has these, see [cimd.md](cimd.md#who-is-let-in):

			| property | default | | |
			| --- | --- | --- | --- |
			""";

	private final ConfigurationMetadata metadata = ConfigurationMetadata.read();

	private final ConfigurationMetadata issuer = ConfigurationMetadata.ofType("DcrSoftwareStatementProperties$Issuer");

	private final ConfigurationMetadata pinned = ConfigurationMetadata.ofType("DcrCimdFetchProperties$Pinned");

	private final ConfigurationMetadata resource = ConfigurationMetadata.ofType("DcrResourcesProperties$Allowed");

	private final ConfigurationMetadata allowed = ConfigurationMetadata.ofType("DcrCimdProperties$Allowed");

	private final ConfigurationMetadata denied = ConfigurationMetadata.ofType("DcrCimdProperties$Denied");

	@Test
	void pageWhenComparedWithMetadataThenTheSame() throws IOException {
		Map<Section, List<JsonNode>> sections = this.metadata.properties()
			.collect(Collectors.groupingBy(PropertiesDocumentTests::section,
					() -> new TreeMap<>(Comparator.comparing(SECTIONS::indexOf)), Collectors.toList()));
		assertThat(sections).containsOnlyKeys(SECTIONS);
		GeneratedPage.assertUpToDate("properties.md", HEAD
				+ sections.entrySet()
					.stream()
					.map((section) -> section.getKey().heading()
							+ section.getValue().stream().map(this::row).collect(Collectors.joining()))
					.collect(Collectors.joining())
				+ ISSUER + this.issuer.properties().map(this::row).collect(Collectors.joining()) + PINNED
				+ this.pinned.properties().map(this::row).collect(Collectors.joining()) + RESOURCE
				+ this.resource.properties().map(this::row).collect(Collectors.joining()) + ALLOWED
				+ this.allowed.properties().map(this::row).collect(Collectors.joining()) + DENIED
				+ this.denied.properties().map(this::row).collect(Collectors.joining()));
	}

	@Test
	void descriptionThenStandsAlone() {
		Map<String, String> names = new HashMap<>();
		assertThat(Stream.of(this.metadata, this.issuer, this.pinned, this.resource, this.allowed, this.denied)
			.flatMap(ConfigurationMetadata::properties)).allSatisfy((property) -> {
				String name = property.get("name").asString();
				String description = property.path("description").asString("");
				assertThat(description).as(name).hasSizeGreaterThan(20).endsWith(".").doesNotStartWith("The ");
				assertThat(names.put(description, name)).as("%s says the same as another: %s", name, description)
					.isNull();
				if (property.get("type").asString().equals("java.lang.Boolean")) {
					assertThat(description).as(name).startsWith("Whether ");
				}
			});
	}

	@Test
	void valuesWhenEnumerationThenHintHasEachWithWhatItMeans() {
		List<String> enumerations = new ArrayList<>();
		this.metadata.properties().forEach((property) -> {
			Object[] constants = ConfigurationMetadata.enumConstants(property.get("type").asString());
			if (constants != null) {
				String name = property.get("name").asString();
				enumerations.add(name);
				assertThat(this.metadata.values(name)).as(name)
					.containsExactlyInAnyOrderElementsOf(
							Stream.of(constants).map(ConfigurationMetadata::valueOf).toList());
				assertThat(this.metadata.hint(name).get("values"))
					.allSatisfy((value) -> assertThat(value.path("description").asString("")).as(name).endsWith("."));
			}
		});
		assertThat(enumerations).contains("dcr.permission", "dcr.approval");
	}

	private static Section section(JsonNode property) {
		String name = property.get("name").asString();
		return SECTIONS.stream()
			.filter((section) -> section.matches(name) > 0)
			.max(Comparator.comparing((section) -> section.matches(name)))
			.orElseThrow(() -> new AssertionError("In which section is " + name + "?"));
	}

	private String row(JsonNode property) {
		String name = property.get("name").asString();
		String value = ConfigurationMetadata.defaultValue(property);
		String description = property.get("description").asString().replaceAll("'([^ ']+)'", "`$1`");
		List<String> values = this.metadata.closedValues(name);
		if (!values.isEmpty()) {
			description += " Values: `%s`.".formatted(String.join("`, `", values));
		}
		return "| `%s` | %s| %s| %s |%n".formatted(name, value.isEmpty() ? "" : "`" + value + "` ",
				ConfigurationMetadata.isOfPolicy(property) ? "*policy* " : "", description);
	}

	/**
	 * Properties that belong together.
	 *
	 * @param title what they are about
	 * @param page what says more
	 * @param names what their names begin with, less {@code dcr.}
	 */
	private record Section(String title, String page, List<String> names) {

		Section(String title, String page, String... names) {
			this(title, page, List.of(names));
		}

		int matches(String property) {
			return this.names.stream()
				.filter((name) -> property.equals("dcr." + name) || property.startsWith("dcr." + name + ".")
						|| (name.endsWith("-") && property.startsWith("dcr." + name)))
				.mapToInt(String::length)
				.max()
				.orElse(0);
		}

		String heading() {
			return "%n## %s%n%nSee [%s](%s).%n%n| property | default | | |%n| --- | --- | --- | --- |%n"
				.formatted(this.title, this.page, this.page);
		}

	}

}
