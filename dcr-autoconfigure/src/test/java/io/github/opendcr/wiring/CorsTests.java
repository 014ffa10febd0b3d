package io.github.opendcr.wiring;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages of other origins: none without the property, those that it names with it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorsTests {

	private static final String METADATA = "{\"redirect_uris\":[\"https://client.example.org/cb\"]}";

	private static final String PAGE = "https://page.example.org";

	private static final String OTHER = "https://other.example.org";

	private TestServer closed;

	private TestServer open;

	@BeforeAll
	void start() {
		this.closed = TestServer.run(Applications.InMemoryRepository.class, "dcr.enabled=true",
				"dcr.permission=allow-all");
		this.open = TestServer.run(Applications.InMemoryRepository.class, "dcr.enabled=true",
				"dcr.permission=allow-all", "dcr.cors.allowed-origins[0]=" + PAGE,
				"dcr.cors.allowed-origins[1]=http://localhost:6274");
	}

	@AfterAll
	void stop() {
		this.closed.close();
		this.open.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/oauth2/register", "/oauth2/register/some-client",
			"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration", "/oauth2/token",
			"/oauth2/jwks", "/oauth2/revoke", "/userinfo" })
	void preflightWhenOriginIsAllowedThenIsAnswered(String path) {
		String method = path.contains("some-client") ? "PUT"
				: (path.matches(".*(register|token|revoke)") ? "POST" : "GET");
		for (String origin : List.of(PAGE, "http://localhost:6274")) {
			Answer answer = preflight(this.open, path, origin, method);
			assertThat(answer.status()).isBetween(200, 204);
			assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
			assertThat(answer.header("Access-Control-Allow-Methods")).contains(method);
			assertThat(answer.header("Access-Control-Allow-Headers")).containsIgnoringCase("authorization")
				.containsIgnoringCase("content-type")
				.containsIgnoringCase("if-match")
				.containsIgnoringCase("if-none-match")
				.containsIgnoringCase("idempotency-key")
				.containsIgnoringCase("mcp-protocol-version");
			assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
			assertThat(answer.header("Vary")).contains("Origin");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/oauth2/register", "/oauth2/register/some-client",
			"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration", "/oauth2/token" })
	void preflightWhenOriginIsNotAllowedThenHasNoHeaders(String path) {
		assertThat(preflight(this.open, path, OTHER, "POST").header("Access-Control-Allow-Origin")).isEmpty();
		assertThat(preflight(this.open, path, "null", "POST").header("Access-Control-Allow-Origin")).isEmpty();
		assertThat(preflight(this.closed, path, PAGE, "POST").header("Access-Control-Allow-Origin")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/login", "/oauth2/introspect", "/oauth2/authorize", "/api/x" })
	void preflightWhenPathIsNotOursThenIsTheApplications(String path) {
		Answer answer = preflight(this.open, path, PAGE, "GET");
		assertThat(answer.status()).isEqualTo(preflight(this.closed, path, PAGE, "GET").status());
		assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
	}

	/**
	 * OpenID Connect Core §5.3: whoever logged in, a page may ask; also why it may not.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST" })
	void userInfoWhenOriginIsAllowedThenAnswerCanBeRead(String method) {
		String[] bearer = { "Authorization", "Bearer wrong" };
		Answer allowed = this.open.send(method, "/userinfo", "", bearer[0], bearer[1], "Origin", PAGE);
		assertThat(allowed.status()).isEqualTo(401);
		assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
		assertThat(allowed.header("Access-Control-Expose-Headers")).contains("WWW-Authenticate");
		Answer other = this.open.send(method, "/userinfo", "", bearer[0], bearer[1], "Origin", OTHER);
		assertThat(other.status()).isEqualTo(401);
		assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
	}

	/**
	 * RFC 9110 §9.3.2.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration",
			"/oauth2/jwks" })
	void headOfDocumentThenAsGetWithoutBody(String path) {
		for (TestServer server : List.of(this.open, this.closed)) {
			Answer get = server.get(path, "Origin", PAGE);
			Answer head = server.send("HEAD", path, "", "Origin", PAGE);
			assertThat(head.status()).isEqualTo(200);
			assertThat(head.body()).isEmpty();
			for (String header : List.of("Content-Type", "Access-Control-Allow-Origin", "X-Content-Type-Options")) {
				assertThat(head.header(header)).as(header).isEqualTo(get.header(header));
			}
		}
		assertThat(this.open.send("HEAD", "/userinfo", "").status())
			.isEqualTo(this.closed.send("HEAD", "/userinfo", "").status());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration",
			"/oauth2/jwks" })
	void documentWhenOriginIsAllowedThenCanBeRead(String path) {
		Answer allowed = this.open.get(path, "Origin", PAGE);
		assertThat(allowed.status()).isEqualTo(200);
		assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
		Answer other = this.open.get(path, "Origin", OTHER);
		assertThat(other.status()).isEqualTo(200);
		assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
		assertThat(this.closed.get(path, "Origin", PAGE).header("Access-Control-Allow-Origin")).isEmpty();
		assertThat(this.open.get(path).header("Access-Control-Allow-Origin")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:99999999999", "http://a b", "http://%zz", "http://a:b", "null", "x",
			"http://[::1", "http://a/b" })
	void requestWhenOriginIsMalformedThenIsAnsweredWithoutHeaders(String origin) {
		for (TestServer server : List.of(this.open, this.closed)) {
			for (String path : List.of("/oauth2/register", "/.well-known/openid-configuration")) {
				Answer answer = server.get(path, "Origin", origin);
				assertThat(answer.status()).as(path).isEqualTo(path.startsWith("/oauth2") ? 405 : 200);
				assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
				assertThat(preflight(server, path, origin, "POST").status()).isLessThan(500);
			}
		}
	}

	/**
	 * A page in a sandboxed frame or of a local file.
	 */
	@Test
	void requestWhenOriginIsNullThenIsAllowedWithAllOriginsOnly() {
		try (TestServer all = TestServer.run(Applications.InMemoryRepository.class, "dcr.enabled=true",
				"dcr.permission=allow-all", "dcr.cors.allowed-origins=*")) {
			for (String path : List.of("/oauth2/register", "/oauth2/token")) {
				Answer preflight = preflight(all, path, "null", "POST");
				assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("*");
				assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
			}
			Answer registered = all.post("/oauth2/register", METADATA, "Origin", "null");
			assertThat(registered.status()).isEqualTo(201);
			assertThat(registered.header("Access-Control-Allow-Origin")).isEqualTo("*");
		}
		assertThat(this.open.post("/oauth2/register", METADATA, "Origin", "null").header("Access-Control-Allow-Origin"))
			.isEmpty();
	}

	@Test
	void requestWhenMethodIsNotSupportedThenAllowedOriginReads405() {
		Answer answer = this.open.send("PATCH", "/oauth2/register", "", "Origin", PAGE);
		assertThat(answer.status()).isEqualTo(405);
		assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
		assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
		assertThat(answer.body()).startsWith("{\"error\":\"invalid_request\"");
	}

	@Test
	void clientWhenOriginIsAllowedThenLivesItsWholeLife() {
		Answer registered = this.open.post("/oauth2/register", METADATA, "Origin", PAGE);
		assertThat(registered.status()).isEqualTo(201);
		assertThat(registered.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
		String[] bearer = registered.bearer();
		Answer read = this.open.get(registered.clientUri(), bearer[0], bearer[1], "Origin", PAGE);
		assertThat(read.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
		Answer refused = this.open.get(registered.clientUri(), "Origin", PAGE);
		assertThat(refused.status()).isEqualTo(401);
		assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
		assertThat(refused.header("Access-Control-Expose-Headers")).contains("WWW-Authenticate", "ETag");
		Answer deleted = this.open.send("DELETE", registered.clientUri(), "", bearer[0], bearer[1], "Origin", PAGE);
		assertThat(deleted.status()).isEqualTo(204);
		assertThat(deleted.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
	}

	@Test
	void requestWhenOriginIsNotAllowedThenIsAnsweredWithoutHeaders() {
		for (TestServer server : List.of(this.open, this.closed)) {
			Answer answer = server.post("/oauth2/register", METADATA, "Origin", OTHER);
			assertThat(answer.status()).isEqualTo(201);
			assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
		}
	}

	@Test
	void documentWhenOriginsAreAllowedThenVariesByOriginForAll() {
		// or a cache could hand the one origin's answer to the other; ours is never
		// cached
		for (String[] headers : List.of(new String[0], new String[] { "Origin", OTHER })) {
			assertThat(this.open.get("/oauth2/jwks", headers).header("Vary")).contains("Origin");
		}
	}

	@Test
	void optionsWhenNoOriginThenNamesTheMethods() {
		Answer endpoint = this.open.send("OPTIONS", "/oauth2/register", "");
		assertThat(endpoint.status()).isEqualTo(204);
		assertThat(endpoint.header("Allow")).isEqualTo("POST, OPTIONS");
		Answer client = this.open.send("OPTIONS", "/oauth2/register/some-client", "");
		assertThat(client.status()).isEqualTo(204);
		assertThat(client.header("Allow")).isEqualTo("GET, PUT, DELETE, OPTIONS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD", "PATCH", "GET", "PUT", "DELETE" })
	void methodWhenNotOfTheEndpointThenIsNotAllowed(String method) {
		Answer answer = this.open.send(method, "/oauth2/register", "");
		assertThat(answer.status()).isEqualTo(405);
		assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD", "PATCH", "POST" })
	void methodWhenNotOfAClientThenIsNotAllowed(String method) {
		Answer answer = this.open.send(method, "/oauth2/register/some-client", "");
		assertThat(answer.status()).isEqualTo(405);
		assertThat(answer.header("Allow")).isEqualTo("GET, PUT, DELETE, OPTIONS");
	}

	/**
	 * Spring Security's firewall is in front of every chain.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "TRACE", "PROPFIND" })
	void methodWhenStoppedByTheFirewallThenReflectsNothing(String method) {
		Answer answer = this.open.send(method, "/oauth2/register", "", "X-Secret", "reflected");
		assertThat(answer.status()).isEqualTo(this.open.send(method, "/other", "").status());
		assertThat(answer.toString()).doesNotContain("reflected");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a",
			"application/json; charset=utf-16", "application/jwt", "nonsense" })
	void bodyWhenOfAnotherTypeThenIsUnsupported(String type) {
		Answer answer = this.open.send("POST", "/oauth2/register", METADATA, "Content-Type", type);
		assertThat(answer.status()).isEqualTo(415);
		assertThat(answer.string("error")).isEqualTo("invalid_request");
	}

	private static Answer preflight(TestServer server, String path, String origin, String method) {
		return server.send("OPTIONS", path, "", "Origin", origin, "Access-Control-Request-Method", method,
				"Access-Control-Request-Headers",
				"authorization,content-type,if-match,if-none-match,idempotency-key,mcp-protocol-version");
	}

}
