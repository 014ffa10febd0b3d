package io.github.opendcr.wiring;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The wire format is ours alone: no application changes a byte of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireFormatTests {

	private Map<String, String> plain;

	private TestServer plainServer;

	@BeforeAll
	void plainApplication() {
		this.plainServer = start(Kind.PLAIN);
		this.plain = Exchanges.with(this.plainServer, this.plainServer.url("/oauth2/register"));
	}

	@AfterAll
	void stop() {
		this.plainServer.close();
	}

	@Test
	void answersWhenPlainApplicationThenHaveTheStatusOfTheirKind() {
		Map<String, Integer> statuses = Map.ofEntries(Map.entry("register", 201), Map.entry("read", 200),
				Map.entry("read without token", 401), Map.entry("read with wrong token", 401),
				Map.entry("update without client_id", 400), Map.entry("update as text", 415), Map.entry("update", 200),
				Map.entry("read with old token", 401), Map.entry("post to client", 405), Map.entry("patch client", 405),
				Map.entry("options of client", 204), Map.entry("delete without token", 401), Map.entry("delete", 204),
				Map.entry("read deleted", 401), Map.entry("get", 405), Map.entry("head", 405), Map.entry("patch", 405),
				Map.entry("put", 405), Map.entry("delete endpoint", 405), Map.entry("options", 204),
				Map.entry("text", 415), Map.entry("form", 415), Map.entry("malformed", 400), Map.entry("invalid", 400),
				Map.entry("too large", 413), Map.entry("anonymous", 401), Map.entry("forbidden", 403),
				Map.entry("bad bearer", 401), Map.entry("failing", 500), Map.entry("failing checked", 500));
		assertThat(this.plain.keySet()).isEqualTo(statuses.keySet());
		assertThat(this.plain).allSatisfy((what, seen) -> assertThat(seen).startsWith(statuses.get(what) + " "));
	}

	@Test
	void answersWhenPlainApplicationThenAreJsonOfTheProtocolAndNeverRedirect() {
		assertThat(this.plain).allSatisfy((what, seen) -> {
			assertThat(seen).doesNotContainIgnoringCase("location=").doesNotContainIgnoringCase("set-cookie");
			if (!seen.startsWith("204") && !what.equals("head")) {
				assertThat(seen).containsIgnoringCase("content-type=[application/json]")
					.containsIgnoringCase("cache-control=[no-store]")
					.containsIgnoringCase("pragma=[no-cache]");
			}
			if (seen.startsWith("401")) {
				assertThat(seen).containsIgnoringCase("www-authenticate=[Bearer");
			}
			if (seen.startsWith("405")) {
				assertThat(seen).containsIgnoringCase("allow=[");
			}
			if (seen.startsWith("500")) {
				assertThat(seen).contains("\"error\":\"server_error\"")
					.doesNotContain("inner", "Exception", "io.github", "timestamp");
			}
		});
		assertThat(this.plain.get("options")).containsIgnoringCase("allow=[POST, OPTIONS]");
		assertThat(this.plain.get("options of client")).containsIgnoringCase("allow=[GET, PUT, DELETE, OPTIONS]");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
	void answersWhenHostileApplicationThenAreThoseOfAPlainOne(Kind kind) {
		try (TestServer server = start(kind)) {
			String base = server.url(kind.base);
			Map<String, String> hostile = Exchanges.with(server, base + "/oauth2/register", kind.headers);
			assertThat(hostile).containsExactlyEntriesOf(this.plain);
			String[] typed = Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(kind.headers))
				.toArray(String[]::new);
			Answer registered = server.send("POST", base + "/oauth2/register", Exchanges.METADATA.formatted("app"),
					typed);
			assertThat(registered.clientUri()).isEqualTo(base + "/oauth2/register/" + registered.clientId());
			assertThat(server.get(registered.clientUri(), registered.bearer()).clientUri())
				.isEqualTo(registered.clientUri());
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "WRAPPING", "CONTEXT_PATH" })
	void discoveryWhenHostileApplicationThenShowsTheUrlThatWorks(Kind kind) {
		try (TestServer server = start(kind)) {
			String base = server.url(kind.base);
			for (String document : List.of("/.well-known/oauth-authorization-server",
					"/.well-known/openid-configuration")) {
				Answer answer = server.get(base + document);
				assertThat(answer.status()).isEqualTo(200);
				assertThat(answer.string("registration_endpoint")).isEqualTo(base + "/oauth2/register");
			}
		}
	}

	@Test
	void answerWhenErrorIsThrownThenIsJsonWithoutInnerText() {
		Answer answer = this.plainServer.post("/oauth2/register", Exchanges.METADATA.formatted("boom error"));
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.string("error")).isEqualTo("server_error");
		assertThat(answer.body()).doesNotContain("inner");
	}

	@Test
	void answersWhenApplicationTakesTrailingSlashesAwayThenAreThoseOfAPlainOne() {
		try (TestServer server = start(Kind.TRAILING_SLASHES)) {
			Answer registered = server.post("/oauth2/register/", Exchanges.METADATA.formatted("app"));
			assertThat(registered.status()).isEqualTo(201);
			assertThat(registered.clientUri()).isEqualTo(server.url("/oauth2/register/" + registered.clientId()));
			assertThat(server.get(registered.clientUri() + "/", registered.bearer()).status()).isEqualTo(200);
		}
	}

	@Test
	void trailingSlashWhenApplicationKeepsItThenIsNotOurs() {
		Answer answer = this.plainServer.post("/oauth2/register/", Exchanges.METADATA.formatted("app"));
		Answer other = this.plainServer.post("/oauth2/other/", Exchanges.METADATA.formatted("app"));
		assertThat(answer.status()).isEqualTo(other.status()).isLessThan(500);
	}

	private static TestServer start(Kind kind) {
		List<String> properties = Stream
			.concat(Stream.of("dcr.enabled=true", "dcr.allowed-scopes=openid"), kind.properties.stream())
			.toList();
		return TestServer.run(kind.application, properties.toArray(String[]::new));
	}

	/**
	 * What the application does to others' answers.
	 */
	enum Kind {

		PLAIN(HostileApplications.Base.class, ""),

		WRAPPING(HostileApplications.Wrapping.class, ""),

		CATCHING(HostileApplications.Catching.class, ""),

		RENAMING(HostileApplications.Renaming.class, ""),

		REJECTING(HostileApplications.Rejecting.class, ""),

		DENYING(HostileApplications.Denying.class, ""),

		TRAILING_SLASHES(HostileApplications.TrailingSlashes.class, ""),

		ONE_ORIGIN(HostileApplications.OneOrigin.class, "", List.of(), "Origin", "https://unknown.example.org"),

		CONTEXT_PATH(HostileApplications.Base.class, "/app", List.of("server.servlet.context-path=/app")),

		/**
		 * Spring's endpoints need the servlet's path, too, in
		 * {@code AuthorizationServerSettings}.
		 */
		SERVLET_PATH(HostileApplications.Base.class, "/mvc",
				List.of("spring.mvc.servlet.path=/mvc", "dcr.path=/mvc/oauth2/register")),

		LOCALE(HostileApplications.Base.class, "",
				List.of("spring.web.locale=tr", "spring.web.locale-resolver=fixed", "spring.jackson.locale=tr"),
				"Accept-Language", "tr", "Accept", "text/html"),

		JACKSON(HostileApplications.Base.class, "",
				List.of("spring.jackson.property-naming-strategy=UPPER_SNAKE_CASE",
						"spring.jackson.default-property-inclusion=non_empty",
						"spring.jackson.serialization.indent-output=true"));

		private final Class<?> application;

		private final String base;

		private final List<String> properties;

		private final String[] headers;

		Kind(Class<?> application, String base) {
			this(application, base, List.of());
		}

		Kind(Class<?> application, String base, List<String> properties, String... headers) {
			this.application = application;
			this.base = base;
			this.properties = properties;
			this.headers = headers;
		}

	}

}
