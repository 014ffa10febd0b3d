package io.github.opendcr.docs;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.FailureKind;
import io.github.opendcr.fetch.FetchRequest;
import io.github.opendcr.fetch.FetchResult;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.TestServer;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README and the pages it leads to say what is true: their properties, their beans,
 * their snippets, their links.
 */
class ReadmeTests {

	private static final Path ROOT = Path.of("..");

	private final String readme = read(ROOT.resolve("README.md"));

	@Test
	void readmeWhenReadThenInOneSittingAndLeadsToEachPage() throws IOException {
		assertThat(this.readme.lines().count()).isLessThanOrEqualTo(250);
		try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
			pages.filter((page) -> page.toString().endsWith(".md"))
				.forEach((page) -> assertThat(this.readme).contains("](docs/" + page.getFileName()));
		}
	}

	@Test
	void decisionsWhenReadThenTheirIndexHasEachOnce() throws IOException {
		List<String> index = Pattern.compile("^\\| \\[\\d{4}]\\(([^)]*)\\)", Pattern.MULTILINE)
			.matcher(page("decisions/README.md"))
			.results()
			.map((row) -> row.group(1))
			.toList();
		try (Stream<Path> decisions = Files.list(ROOT.resolve("docs/decisions"))) {
			assertThat(index).containsExactlyElementsOf(decisions.map((file) -> file.getFileName().toString())
				.filter((name) -> !name.equals("README.md"))
				.sorted()
				.toList());
		}
	}

	@Test
	void readmePropertiesWhenComparedWithMetadataThenTenOfThem() {
		assertThat(documentedProperties(this.readme)).hasSize(10)
			.allSatisfy((name, value) -> assertThat(properties()).containsEntry(name, value));
	}

	private static Map<String, String> documentedProperties(String page) {
		Map<String, String> documented = new LinkedHashMap<>();
		Matcher row = Pattern.compile("^\\| `(dcr\\.[a-z.-]+)` \\| (?:`([^`]*)`)? ?\\|", Pattern.MULTILINE)
			.matcher(page);
		while (row.find()) {
			documented.put(row.group(1), Objects.toString(row.group(2), ""));
		}
		return documented;
	}

	@Test
	void beanTablesWhenComparedWithClassesThenTheyAreThere() {
		List<String> all = beans(section(page("extending.md"), "## Which beans can you override?"));
		assertThat(all).hasSizeGreaterThan(10);
		assertThat(beans(section(this.readme, "## Ten beans you may override"))).hasSize(10).isSubsetOf(all);
		for (String type : all) {
			assertThat(Stream
				.of("io.github.opendcr.", "io.github.opendcr.token.", "io.github.opendcr.statement.",
						"io.github.opendcr.consent.", "io.github.opendcr.quota.", "io.github.opendcr.subject.",
						"io.github.opendcr.fetch.", "io.github.opendcr.resource.", "io.github.opendcr.use.",
						"io.github.opendcr.cimd.", "io.github.opendcr.idempotency.", "io.github.opendcr.storage.",
						"io.github.opendcr.pages.", "io.github.bucket4j.distributed.proxy.")
				.map((packageName) -> packageName + type)
				.filter((name) -> ClassUtils.isPresent(name, null))
				.map((name) -> ClassUtils.resolveClassName(name, null))).as(type)
				.singleElement()
				.matches((found) -> Modifier.isPublic(found.getModifiers())
						&& (found.isInterface() || found.isRecord()));
		}
	}

	@Test
	void beanTableWhenABeanBacksOffThenOffersIt() {
		List<String> all = beans(section(page("extending.md"), "## Which beans can you override?"));
		assertThat(new ClassFileImporter().importPackages("io.github.opendcr.autoconfigure")
			.stream()
			.flatMap((type) -> type.getMethods().stream())
			.filter((method) -> method.isAnnotatedWith(ConditionalOnMissingBean.class)
					&& method.getAnnotationOfType(ConditionalOnMissingBean.class).name().length == 0)
			.map(JavaMethod::getRawReturnType))
			.hasSizeGreaterThan(10)
			.allSatisfy((type) -> assertThat(
					Stream.concat(Stream.of(type), type.getAllRawInterfaces().stream()).map(JavaClass::getSimpleName))
				.containsAnyElementsOf(all));
	}

	private static List<String> beans(String section) {
		return Pattern.compile("^\\| `([A-Z][A-Za-z]+)`(?: named `[A-Za-z]+`)? \\|", Pattern.MULTILINE)
			.matcher(section)
			.results()
			.map((row) -> row.group(1))
			.toList();
	}

	@Test
	void dependencyWhenComparedWithPomThenTheSameVersion() {
		Matcher version = Pattern.compile("<artifactId>dcr-parent</artifactId>\\s*<version>([^<]+)</version>")
			.matcher(read(ROOT.resolve("pom.xml")));
		assertThat(version.find()).isTrue();
		assertThat(this.readme).contains("<version>" + version.group(1) + "</version>")
			.contains("io.github.opendcr:dcr-starter:" + version.group(1));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksWhenRelativeThenToFilesAndHeadingsThatAreThere(Path page) {
		Matcher link = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)").matcher(read(page));
		while (link.find()) {
			Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
			assertThat(target).exists();
			if (link.group(2) != null) {
				assertThat(anchors(target)).as(target.toString()).contains(link.group(2));
			}
		}
	}

	static List<Path> pages() throws IOException {
		try (Stream<Path> docs = Files.walk(ROOT.resolve("docs")); Stream<Path> root = Files.list(ROOT)) {
			return Stream.concat(docs, root).filter((path) -> path.toString().endsWith(".md")).toList();
		}
	}

	// As GitHub makes them of headings
	private static List<String> anchors(Path page) {
		return Pattern.compile("^#+ (.*)$", Pattern.MULTILINE)
			.matcher(read(page))
			.results()
			.map((heading) -> heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-'))
			.toList();
	}

	@Test
	void yamlAndPermissionExampleWhenInAnApplicationThenOnlyTheKeyRegisters(@TempDir Path classes) throws Exception {
		Properties properties = yaml(snippet("yaml", section(this.readme, "## Add it to your server")));
		properties.putAll(Map.of("server.port", "0", "registration.api-key", "k3y",
				"spring.security.oauth2.authorizationserver.client.x.registration.client-id", "x",
				"spring.security.oauth2.authorizationserver.client.x.registration.client-secret", "{noop}x",
				"spring.security.oauth2.authorizationserver.client.x.registration.client-authentication-methods",
				"client_secret_basic",
				"spring.security.oauth2.authorizationserver.client.x.registration.authorization-grant-types",
				"client_credentials", "spring.autoconfigure.exclude",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"));
		Class<?> example = compile("ApiKeyPermission", snippet("java", section(page("extending.md"), "## Example")),
				classes);
		assertThat(RegistrationPermission.class).isAssignableFrom(example);
		SpringApplication application = new SpringApplication(new DefaultResourceLoader(example.getClassLoader()),
				Application.class, example);
		application.setDefaultProperties(properties);
		try (ConfigurableApplicationContext context = application.run()) {
			int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
			assertThat(register(port, "k3y").statusCode()).isEqualTo(201);
			assertThat(register(port, "k3y").body()).contains("\"scope\":\"orders:read\"");
			assertThat(register(port, "guess").statusCode()).isEqualTo(401);
		}
	}

	@Test
	void yamlsWhenInAnApplicationThenItsAccessTokenRegisters() throws Exception {
		String section = section(this.readme, "## Add it to your server");
		Properties properties = yaml(snippet("yaml", section));
		properties
			.putAll(yaml(snippet("yaml", section.substring(section.indexOf("If your application has no client yet")))));
		properties.putAll(Map.of("server.port", "0", "spring.autoconfigure.exclude",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"));
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(properties);
		try (ConfigurableApplicationContext context = application.run()) {
			int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
			HttpResponse<String> token = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/oauth2/token"))
					.header("Content-Type", "application/x-www-form-urlencoded")
					.header("Authorization", "Basic " + Base64.getEncoder().encodeToString("some:secret".getBytes()))
					.POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
					.build(), HttpResponse.BodyHandlers.ofString());
			String bearer = "Bearer " + JsonMapper.shared().readTree(token.body()).get("access_token").asString();
			String metadata = "{ \"redirect_uris\": [\"https://client.example/cb\"] }";
			assertThat(post(port, metadata, "Authorization", bearer).statusCode()).isEqualTo(201);
			assertThat(post(port, metadata, "X-None", "").statusCode()).isEqualTo(401);
		}
	}

	@Test
	void mcpYamlWhenInAnApplicationThenRealClientsRegisterAndGetWhatTheyNeed(@TempDir Path directory) throws Exception {
		String yaml = snippet("yaml", section(this.readme, "## MCP in ten lines"));
		assertThat(yaml.lines()).hasSizeLessThanOrEqualTo(10);
		Path file = Files.writeString(directory.resolve("application.yml"), yaml);
		SpringApplication application = new SpringApplication(Application.class);
		try (ConfigurableApplicationContext context = application.run("--spring.config.location=" + file.toUri(),
				"--server.port=0",
				"--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
				Stream<Path> clients = Files.list(ROOT.resolve("dcr-sample-app/src/main/resources/mcp-clients"))) {
			int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
			for (Path client : clients.toList()) {
				JsonNode payload = JsonMapper.shared().readTree(client).get("payload");
				HttpResponse<String> answer = post(port, payload.toString(), "Origin", "https://any.example");
				assertThat(answer.statusCode()).as(client + " " + answer.body()).isEqualTo(201);
				assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
				JsonNode granted = JsonMapper.shared().readTree(answer.body());
				for (String member : List.of("client_name", "redirect_uris", "token_endpoint_auth_method")) {
					assertThat(granted.get(member)).as(client + " " + member).isEqualTo(payload.get(member));
				}
				assertThat(granted.get("grant_types").toString())
					.isEqualTo("[\"authorization_code\",\"refresh_token\"]");
				assertThat(granted.get("scope").asString()).contains("mcp:read");
				if (granted.get("token_endpoint_auth_method").asString().equals("none")) {
					assertAskedAndLetIn(new Http("http://localhost:" + port), granted);
				}
			}
		}
	}

	@Test
	void documentsYamlWhenBesideTheMcpYamlThenBothDiscoveryDocumentsSaySo(@TempDir Path directory) throws Exception {
		String yaml = snippet("yaml", section(this.readme, "## Clients that are URLs, in ten lines"));
		assertThat(yaml.lines()).hasSizeLessThanOrEqualTo(10);
		Path file = Files.writeString(directory.resolve("application.yml"),
				snippet("yaml", section(this.readme, "## MCP in ten lines")) + "\n" + yaml);
		SpringApplication application = new SpringApplication(Application.class, WithoutNetwork.class);
		try (ConfigurableApplicationContext context = application.run("--spring.config.location=" + file.toUri(),
				"--server.port=0",
				"--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")) {
			int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
			for (String document : List.of("oauth-authorization-server", "openid-configuration")) {
				HttpResponse<String> answer = HttpClient.newHttpClient()
					.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/.well-known/" + document))
						.build(), HttpResponse.BodyHandlers.ofString());
				assertThat(answer.body()).contains("\"client_id_metadata_document_supported\":true");
			}
		}
	}

	// The application has no code, and its users see who asks
	private static void assertAskedAndLetIn(Http http, JsonNode client) {
		Browser browser = new Browser(http);
		browser.logIn();
		String id = client.get("client_id").asString();
		String redirectUri = client.get("redirect_uris").get(0).asString();
		Answer page = browser.authorize(id, redirectUri, Map.of("scope", "mcp:read"));
		Document shown = Jsoup.parse(page.expect(200).body());
		assertThat(shown.select("bdi.name").text()).isEqualTo(client.get("client_name").asString());
		assertThat(shown.select("#self-registered").text()).contains("registered itself");
		assertThat(shown.select("#consent input[type=checkbox]").eachAttr("value")).containsExactly("mcp:read");
		String code = Browser.parameter(browser.consent(page).expect(302).header("Location"), "code");
		Map<String, String> form = TestServer.codeGrant(code, redirectUri);
		form.put("client_id", id);
		assertThat(http.form("/oauth2/token", form).expect(200).string("scope")).isEqualTo("mcp:read");
	}

	private static HttpResponse<String> register(int port, String apiKey) throws Exception {
		return post(port, """
				{ "redirect_uris": ["https://client.example/cb"], "scope": "orders:read admin" }
				""", "X-API-Key", apiKey);
	}

	private static HttpResponse<String> post(int port, String metadata, String header, String value) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/oauth2/register"))
				.header("Content-Type", "application/json")
				.header(header, value)
				.POST(HttpRequest.BodyPublishers.ofString(metadata))
				.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static Map<String, String> properties() {
		return ConfigurationMetadata.read()
			.properties()
			.collect(Collectors.toMap((property) -> property.get("name").asString(),
					ConfigurationMetadata::defaultValue));
	}

	private static Class<?> compile(String name, String source, Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve(name + ".java"), source);
		int result = ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-proc:none", "-classpath", System.getProperty("java.class.path"), "-d",
					directory.toString(), file.toString());
		assertThat(result).isZero();
		return new URLClassLoader(new URL[] { directory.toUri().toURL() }, ReadmeTests.class.getClassLoader())
			.loadClass(name);
	}

	private static Properties yaml(String yaml) {
		YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
		factory.setResources(new ByteArrayResource(yaml.getBytes()));
		Properties properties = new Properties();
		properties.putAll(factory.getObject());
		return properties;
	}

	private static String section(String page, String heading) {
		int start = page.indexOf("\n" + heading);
		assertThat(start).as(heading).isPositive();
		String level = heading.substring(0, heading.indexOf(' ') + 1);
		int end = page.indexOf("\n" + level, start + 1);
		return page.substring(start, (end > 0) ? end : page.length());
	}

	private static String page(String name) {
		return read(ROOT.resolve("docs").resolve(name));
	}

	private static String snippet(String language, String section) {
		Matcher snippet = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(section);
		assertThat(snippet.find()).isTrue();
		return snippet.group(1);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An application with an authorization server by Boot's auto-configuration.
	 */
	@SpringBootApplication
	static class Application {

	}

	/**
	 * The documents that an application lists are asked for when it starts.
	 */
	@Configuration(proxyBeanMethods = false)
	static class WithoutNetwork {

		@Bean
		ClientUriFetcher nothing() {
			return new ClientUriFetcher() {

				@Override
				public void check(URI uri) {
				}

				@Override
				public FetchResult fetch(FetchRequest request) {
					return new FetchResult.Failure(FailureKind.UNREACHABLE, "There is no network", null, null);
				}

			};
		}

	}

}
