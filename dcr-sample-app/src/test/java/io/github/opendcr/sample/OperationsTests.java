package io.github.opendcr.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.cimd.DocumentSweep;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators are told to look at, as the sample exports it for Prometheus after a
 * little of everything has happened, with documents for clients too: the table of
 * docs/operations.md, the dashboard and the alert rules.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "dcr.rate-limit.failed-management.limit=1", "dcr.quota.software-id=1",
				"dcr.pairwise.salt=0123456789abcdef0123456789abcdef", "dcr.reaper.interval=1s", "dcr.cimd.cache.min=0s",
				"management.prometheus.metrics.export.enabled=true" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Path ALERTS = DOCS.resolve("operations/alerts.yml");

	// Of which the alerts know one thing
	private static final String REQUESTS = "http_server_requests_seconds";

	private static final String CALLBACK = "http://127.0.0.1:8080/callback";

	private static final DocumentHost HOST = new DocumentHost();

	// What a timer has beside its count
	private static final Pattern PART_OF_TIMER = Pattern.compile("_seconds_(sum|max|count)$");

	/**
	 * The labels of each metric that is exported, by its name.
	 */
	private final Map<String, Set<String>> exported = new TreeMap<>();

	@LocalServerPort
	private int port;

	@Autowired
	private DocumentSweep sweep;

	private Server server;

	@DynamicPropertySource
	static void admitDocuments(DynamicPropertyRegistry properties) {
		for (String property : HOST.admitted()) {
			String[] nameAndValue = property.split("=", 2);
			properties.add(nameAndValue[0], () -> nameAndValue[1]);
		}
	}

	@AfterAll
	static void stop() {
		HOST.close();
	}

	@BeforeAll
	void letALittleOfEverythingHappen() {
		this.server = new Server(this.port);
		Answer registered = register("\"software_id\": \"once\"").expect(201);
		Registered client = new Registered(this.server.http(), registered);
		assertThat(new CodeFlow(this.server, Client.of(registered), CALLBACK).run(new User()).status()).isEqualTo(200);
		client.read().expect(200);
		client = client.as(client.update(client.asUpdate("client_name", "b")).expect(200));
		register("\"software_id\": \"once\"").expect(403);
		client.delete().expect(204);
		register("\"logo_uri\": \"nonsense\"").expect(400);
		register("\"software_statement\": \"a.b.c\"").expect(400);
		register("\"subject_type\": \"pairwise\", \"sector_identifier_uri\": \"https://localhost:1/a\"").expect(400);
		Answer disabled = register("\"client_name\": \"disabled\"").expect(201);
		String[] admin = TestServer.basic("admin", "password");
		this.server.http()
			.post("/actuator/dcrclients/" + disabled.clientId(), "{\"status\": \"disabled\"}", admin)
			.expect(200);
		for (int i = 0; i < 3; i++) {
			this.server.get(client.uri(), Registered.bearer("wrong"));
		}
		useADocument();
		Awaitility.await()
			.forever()
			.untilAsserted(() -> assertThat(scrape()).contains("dcr_clients{status=\"disabled\"} 1.0",
					"dcr_reaper_runs_seconds_count"));
		scrape().lines().filter((line) -> line.startsWith("dcr_") || line.startsWith(REQUESTS)).forEach(this::add);
	}

	// Known by its URL, and no longer fresh at once
	private void useADocument() {
		String url = HOST.document("/client", Map.of("client_name", "a", "redirect_uris", List.of(CALLBACK)),
				"Cache-Control", "max-age=0");
		assertThat(new CodeFlow(this.server, new Client(url, "", "mcp:read"), CALLBACK).run(new User()).status())
			.isEqualTo(200);
		this.sweep.sweep();
	}

	private Answer register(String members) {
		return this.server.register("""
				{"redirect_uris": ["%s"], "token_endpoint_auth_method": "none", %s}""".formatted(CALLBACK, members));
	}

	private String scrape() {
		return this.server.get("/actuator/prometheus", TestServer.basic("admin", "password")).expect(200).body();
	}

	private void add(String line) {
		MatchResult sample = match("^(\\w+)(?:\\{(.*)})? ", line).get(0);
		Set<String> labels = match("(\\w+)=\"", (sample.group(2) != null) ? sample.group(2) : "").stream()
			.map((label) -> label.group(1))
			.collect(Collectors.toSet());
		this.exported.computeIfAbsent(sample.group(1), (name) -> new TreeSet<>()).addAll(labels);
	}

	@Test
	void metricsWhenComparedWithTheTableThenAreThoseWithTheirTags() throws IOException {
		Map<String, Set<String>> documented = new TreeMap<>();
		for (MatchResult row : match("(?m)^\\| `(dcr\\.[a-z.]+)` \\| (counter|timer|gauge) \\|([^|]*)\\|",
				Files.readString(DOCS.resolve("operations.md")))) {
			String name = row.group(1).replace('.', '_') + switch (row.group(2)) {
				case "counter" -> "_total";
				case "timer" -> "_seconds_count";
				default -> "";
			};
			documented.put(name,
					match("`([a-z.]+)`", row.group(3)).stream()
						.map((tag) -> tag.group(1).replace('.', '_'))
						.collect(Collectors.toCollection(TreeSet::new)));
		}
		Map<String, Set<String>> counted = new TreeMap<>(this.exported);
		counted.keySet().removeIf((name) -> name.matches(".*_seconds_(sum|max)|" + REQUESTS + ".*"));
		assertThat(documented).isEqualTo(counted);
	}

	@Test
	void documentsWhenUsedThenOperatorsSeeThem() {
		Answer hosts = this.server.get("/actuator/dcrdocuments", TestServer.basic("admin", "password")).expect(200);
		assertThat(hosts.body()).contains("localhost:" + HOST.port());
	}

	@Test
	void dashboardWhenComparedThenShowsWhatIsExported() throws IOException {
		JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DOCS.resolve("operations/dashboard.json")));
		List<String> expressions = new ArrayList<>();
		dashboard.get("panels").forEach((panel) -> {
			assertThat(panel.get("targets")).as(panel.get("title").asString()).isNotEmpty();
			panel.get("targets").forEach((target) -> {
				expressions.add(target.get("expr").asString());
				for (MatchResult label : match("\\{\\{(\\w+)}}", target.get("legendFormat").asString())) {
					assertThat(target.get("expr").asString()).contains(label.group(1));
				}
			});
		});
		expressions.forEach(this::assertExported);
		// nothing that is counted is missing there
		assertThat(expressions.stream().flatMap(OperationsTests::metrics).map(OperationsTests::family).distinct())
			.containsExactlyInAnyOrderElementsOf(this.exported.keySet()
				.stream()
				.filter((name) -> !name.startsWith(REQUESTS))
				.map(OperationsTests::family)
				.collect(Collectors.toSet()));
	}

	@Test
	@SuppressWarnings("unchecked")
	void alertsWhenComparedThenWatchWhatIsExported() throws IOException {
		Map<String, List<Map<String, Object>>> file = new Yaml().load(Files.readString(ALERTS));
		List<Map<String, Object>> rules = (List<Map<String, Object>>) file.get("groups").get(0).get("rules");
		assertThat(rules).hasSizeGreaterThan(8);
		String page = Files.readString(DOCS.resolve("operations.md"));
		for (Map<String, Object> rule : rules) {
			assertThat(rule.keySet()).contains("alert", "expr", "labels", "annotations")
				.isSubsetOf("alert", "expr", "for", "labels", "annotations");
			assertThat((Map<String, String>) rule.get("labels")).containsOnlyKeys("severity");
			assertThat((Map<String, String>) rule.get("annotations")).containsOnlyKeys("summary", "description");
			assertThat(page).as("what to do").contains("`" + rule.get("alert") + "`");
			assertExported((String) rule.get("expr"));
		}
	}

	@Test
	void fetchesFailWhenADocumentIsUnchangedThenItIsNoFailure() throws IOException {
		String failed = match("dcr_fetch_seconds_count\\{outcome!~\"([^\"]*)\"", Files.readString(ALERTS)).get(0)
			.group(1);
		assertThat(Set.of("SUCCESS", "NOT_MODIFIED")).allMatch((outcome) -> outcome.matches(failed));
		assertThat("UNREACHABLE".matches(failed)).isFalse();
	}

	private void assertExported(String expression) {
		assertThat(metrics(expression)).as(expression)
			.isNotEmpty()
			.allSatisfy((metric) -> assertThat(this.exported).containsKey(metric));
		Set<String> labels = metrics(expression).flatMap((metric) -> this.exported.get(metric).stream())
			.collect(Collectors.toSet());
		labels.addAll(Set.of("job", "instance")); // which Prometheus adds
		for (MatchResult grouped : match("by \\(([^)]*)\\)", expression)) {
			assertThat(labels).as(expression).contains(grouped.group(1).split(", "));
		}
		for (MatchResult matched : match("((?:dcr|" + REQUESTS + ")_\\w+)\\{([^}]*)}", expression)) {
			assertThat(match("(\\w+)(?:=|!=|=~|!~)\"", matched.group(2))).as(expression)
				.extracting((label) -> label.group(1))
				.allMatch((label) -> label.equals("job") || this.exported.get(matched.group(1)).contains(label));
		}
	}

	private static Stream<String> metrics(String expression) {
		return match("\\b(?:dcr|" + REQUESTS + ")_\\w+", expression).stream().map(MatchResult::group);
	}

	private static String family(String metric) {
		return PART_OF_TIMER.matcher(metric).replaceFirst("");
	}

	private static List<MatchResult> match(String pattern, String text) {
		return Pattern.compile(pattern).matcher(text).results().toList();
	}

}
