package io.github.opendcr.sample;

import java.net.URI;
import java.util.Map;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.FormElement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample beside the registration endpoint: what any authorization server has, however
 * it was started.
 */
abstract class SampleContract {

	private static final String CALLBACK = "http://127.0.0.1:8080/callback";

	private Server server;

	/**
	 * The port on which the sample listens.
	 */
	abstract int port();

	@BeforeEach
	void setUp() {
		this.server = new Server(port());
	}

	@Test
	void healthWhenAnonymousThenUp() {
		assertThat(this.server.get("/actuator/health").body()).contains("\"UP\"").doesNotContain("dcr", "quota");
	}

	@Test
	void healthWhenOperatorThenHasDetails() {
		Answer health = this.server.get("/actuator/health", TestServer.basic("admin", "password"));
		assertThat(health.body()).contains("\"dcr\":{", "\"quotas\":{\"total\"", "\"reaper\":{");
		assertThat(this.server.get("/actuator/health/dcr").status()).isEqualTo(401);
	}

	@Test
	void tokensWhenOperatorThenIssuesListsAndRevokes() {
		Answer issued = this.server.issueToken("""
				{"uses":2,"timeToLive":"1h","policy":"partner"}""");
		assertThat(issued.status()).as(issued.toString()).isEqualTo(200);
		assertThat(issued.string("token")).startsWith("dcr_iat_");
		assertThat(issued.string("policy")).isEqualTo("partner");
		assertThat(issued.string("issuedBy")).isEqualTo("admin");
		String[] admin = TestServer.basic("admin", "password");
		Answer list = this.server.get("/actuator/dcrtokens", admin);
		assertThat(list.body()).contains(issued.string("id")).doesNotContain(issued.string("token"));
		String uri = "/actuator/dcrtokens/" + issued.string("id");
		assertThat(this.server.http().delete(uri, admin).status()).isEqualTo(204);
		assertThat(this.server.http().get(uri, admin).status()).isEqualTo(404);
	}

	@Test
	void tokensWhenBadInputThenBadRequestThatHelps() {
		Answer refused = this.server.issueToken("{\"uses\": 0}");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.string("error_description")).contains("uses must be");
	}

	@Test
	void tokensWhenNotTheOperatorThenRefused() {
		String tokens = "/actuator/dcrtokens";
		assertThat(this.server.http().post(tokens, "{}").status()).isEqualTo(401);
		assertThat(this.server.http().get(tokens, TestServer.basic("admin", "wrong")).status()).isEqualTo(401);
		assertThat(this.server.http().get(tokens, TestServer.basic("user", "password")).status()).isEqualTo(403);
		User user = new User();
		authorize(sampleClient("openid mcp:read"), user);
		assertThat(user.get(this.server.uri(tokens)).status()).isEqualTo(401);
		assertThat(this.server.get("/actuator/env", TestServer.basic("admin", "password")).status()).isEqualTo(404);
	}

	@Test
	void pageWhenAnonymousThenLogin() {
		Answer answer = this.server.get("/anything", "Accept", "text/html");
		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.header("Location")).endsWith("/login");
	}

	@Test
	void pageWhenThereForEverybodyThenNeedsNoLogin() {
		for (String path : new String[] { "/", "/dcr/try", "/dcr/try?from=cursor", "/login", "/sample.css" }) {
			Answer answer = this.server.get(path, "Accept", "text/html");
			assertThat(answer.status()).as(path).isEqualTo(200);
			Document page = Jsoup.parse(answer.body());
			assertThat(page.select("script, style, [style], img, iframe")).as(path).isEmpty();
			assertThat(page.select("link").eachAttr("href")).allMatch("/sample.css"::equals);
		}
		assertThat(this.server.get("/", "Accept", "text/html").body()).contains("/dcr/try", "/login",
				"/.well-known/oauth-authorization-server");
	}

	@Test
	void errorWhenNothingIsThereThenPageLeadsBack() {
		Visitor visitor = new Visitor().open(this.server.uri("/nothing"))
			.click("main button", "username", "user", "password", "wrong");
		assertThat(visitor.page().select("[role=alert]").text()).startsWith("That is no user of this server");
		visitor.click("main button", "username", "user", "password", "password");
		assertThat(visitor.answer().status()).isEqualTo(404);
		assertThat(visitor.page().select("h1").text()).isEqualTo("There is nothing here");
		visitor.click("main a");
		assertThat(visitor.page().select(".who").text()).isEqualTo("user is logged in Log out");
		visitor.click(".who button");
		assertThat(visitor.page().select(".who").text()).isEqualTo("Log in");
	}

	/**
	 * MCP clients try one document after the other until one is there.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "/.well-known/oauth-authorization-server/mcp", "/.well-known/openid-configuration/mcp",
			"/.well-known/webfinger", "/.well-known/security.txt" })
	void documentWhenUnknownThenNotFound(String path) {
		for (String accept : new String[] { "application/json", "text/html", "*/*" }) {
			Answer answer = this.server.get(path, "Accept", accept);
			assertThat(answer.status()).as(accept).isEqualTo(404);
		}
	}

	@Test
	void discoveryWhenEitherDocumentThenNamesRegistrationEndpoint() {
		for (String document : new String[] { "oauth-authorization-server", "openid-configuration" }) {
			Answer metadata = this.server.get("/.well-known/" + document);
			assertThat(metadata.string("registration_endpoint"))
				.isEqualTo(this.server.uri("/oauth2/register").toString());
			assertThat(metadata.strings("token_endpoint_auth_methods_supported")).contains("none");
			assertThat(metadata.strings("code_challenge_methods_supported")).containsExactly("S256");
		}
	}

	@Test
	void apiWhenNoTokenThenSaysWhereToGetOne() {
		Answer refused = this.server.get("/api/whoami");
		assertThat(refused.status()).isEqualTo(401);
		String metadata = this.server.uri("/.well-known/oauth-protected-resource").toString();
		assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer resource_metadata=\"" + metadata + "\"");
		Answer resource = this.server.get(metadata);
		assertThat(resource.strings("authorization_servers")).containsExactly(this.server.uri("").toString());
		assertThat(resource.strings("scopes_supported")).containsExactly("mcp:read");
		assertThat(resource.string("resource")).isEqualTo(CodeFlow.RESOURCE);
	}

	@Test
	void apiWhenTokenLacksScopeThenForbidden() {
		assertThat(this.server.whoami(this.server.sampleClientToken("mcp:write")).status()).isEqualTo(403);
	}

	@Test
	void apiWhenTokenIsAnIdTokenThenRefused() {
		Answer tokens = authorize(sampleClient("openid mcp:read"), new User());
		assertThat(this.server.whoami(tokens.string("access_token")).status()).isEqualTo(200);
		assertThat(this.server.whoami(tokens.string("id_token")).status()).isEqualTo(401);
	}

	@Test
	void apiWhenTokenIsForNothingInParticularThenRefused() {
		Client client = register("Without a resource");
		CodeFlow flow = new CodeFlow(this.server, client, CALLBACK);
		String request = flow.authorizationRequest().toString().replaceAll("&resource=[^&]*", "");
		String code = CodeFlow.parameters(new User().authorize(URI.create(request))).get("code");
		Answer tokens = this.server.token(client, TestServer.codeGrant(code, CALLBACK));
		assertThat(tokens.string("scope")).contains("mcp:read");
		Answer refused = this.server.whoami(tokens.string("access_token"));
		assertThat(refused.status()).isEqualTo(401);
		assertThat(refused.header("WWW-Authenticate")).contains("invalid_token");
	}

	@Test
	void authorizeWhenItCannotBeAnsweredThenPageSaysWhatIsWrong() {
		Client client = register("Elsewhere");
		assertThat(errorPage(client.id(), "https://elsewhere.example/cb"))
			.contains("an address that isn't registered for it", "Code for whoever helps you");
		assertThat(errorPage("unknown", CALLBACK)).contains("It is not registered at this server");
		assertThat(errorPage("<script>alert(1)</script>", CALLBACK)).contains("It is not registered at this server");
	}

	private String errorPage(String clientId, String redirectUri) {
		Answer answer = this.server.get(
				"/oauth2/authorize?" + Http
					.encode(Map.of("response_type", "code", "client_id", clientId, "redirect_uri", redirectUri)),
				"Accept", "text/html");
		assertThat(answer.status()).isEqualTo(400);
		Document page = Jsoup.parse(answer.body());
		assertThat(page.select("script")).isEmpty();
		return page.text();
	}

	@Test
	void authorizeWhenClientWasRegisteredByHandThenConsentPageDoesNotWarn() {
		User browser = new User();
		Answer tokens = authorize(sampleClient("profile mcp:read"), browser);
		assertThat(this.server.refresh(sampleClient(""), tokens.string("refresh_token")).status()).isEqualTo(200);
		assertThat(browser.consentPages()).singleElement()
			.satisfies((page) -> assertThat(page.text()).contains("Sample client").doesNotContain("registered itself"));
	}

	@Test
	void authorizeWhenUserDeniesThenAccessDenied() {
		CodeFlow flow = new CodeFlow(this.server, register("Denied"), CALLBACK);
		URI callback = new User().deny(flow.authorizationRequest());
		assertThat(CodeFlow.parameters(callback)).containsEntry("error", "access_denied").doesNotContainKey("code");
	}

	@Test
	void authorizeWhenAllowedBeforeThenAsksForTheRestOnly() {
		Client client = register("Step by step");
		authorize(new Client(client.id(), "", "openid mcp:read"), new User());
		User browser = new User();
		Answer tokens = authorize(client, browser);
		Document page = browser.consentPages().get(0);
		assertThat(page.select("input[name=scope]").eachAttr("value")).containsExactly("email", "mcp:write", "profile");
		assertThat(page.text()).contains("You have allowed before Know who you are Read what the sample's API tells");
		assertThat(tokens.string("scope").split(" ")).contains("mcp:read", "mcp:write");
	}

	@Test
	void consentWhenClientNameIsMarkupThenIsText() {
		User browser = new User();
		authorize(register("<img src=x onerror=alert(1)>"), browser);
		Document page = browser.consentPages().get(0);
		assertThat(page.select("img")).isEmpty();
		assertThat(page.text()).contains("<img src=x onerror=alert(1)>");
	}

	@Test
	void consentThenSaysWhoAsksAndWhereTheAnswerGoes() {
		Answer answer = this.server.register("""
				{"client_name": "Notes", "redirect_uris": ["https://notes.example/cb"], "scope": "openid mcp:read",
				"logo_uri": "https://notes.example/logo.png", "policy_uri": "https://notes.example/policy?a=%22&b=1",
				"tos_uri": "http://notes.example/terms", "token_endpoint_auth_method": "none"}
				""");
		User browser = new User();
		URI request = new CodeFlow(this.server, Client.of(answer), "https://notes.example/cb").authorizationRequest();
		assertThat(CodeFlow.parameters(browser.authorize(request))).containsKey("code")
			.containsEntry("iss", this.server.uri("").toString());
		Document page = browser.consentPages().get(0);
		assertThat(page.text()).contains("Notes wants to access your account user", "registered itself on",
				"Nobody has checked its name", "Your answer goes to notes.example",
				"It can use what you allow at " + CodeFlow.RESOURCE, "Know who you are",
				"Read what the sample's API tells");
		assertThat(page.select("img, script, [style], iframe, object")).isEmpty();
		assertThat(page.select("a").eachAttr("href")).containsExactly("https://notes.example/policy?a=%22&b=1");
		assertThat(page.select("a").attr("rel")).isEqualTo("noopener noreferrer nofollow");
	}

	@Test
	void authorizeWhenOpenidAloneThenAsks() {
		Client client = register("Who are you?");
		Client openid = new Client(client.id(), "", "openid");
		CodeFlow flow = new CodeFlow(this.server, openid, CALLBACK);
		assertThat(CodeFlow.parameters(new User().deny(flow.authorizationRequest()))).containsEntry("error",
				"access_denied");
		User browser = new User();
		assertThat(authorize(openid, browser).string("scope")).isEqualTo("openid");
		assertThat(browser.consentPages()).hasSize(1);
		authorize(openid, browser);
		assertThat(browser.consentPages()).hasSize(1);
	}

	@Test
	void pagesThenRunNoScriptAndAreShownInNoFrame() {
		Answer page = this.server.get("/dcr/try", "Accept", "text/html");
		assertThat(page.header("Content-Security-Policy"))
			.isEqualTo("default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");
		assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
	}

	@Test
	void consentWhenAnsweredTwiceThenSaysThatNothingWaits() {
		User browser = new User();
		authorize(register("Done"), browser);
		Answer again = browser.submit((FormElement) browser.consentPages().get(0).selectFirst("form"));
		assertThat(again.status()).isEqualTo(400);
		assertThat(again.body()).contains("There is nothing to decide here");
	}

	private Answer authorize(Client client, User browser) {
		Answer tokens = new CodeFlow(this.server, client, CALLBACK).run(browser);
		assertThat(tokens.status()).as(tokens.toString()).isEqualTo(200);
		return tokens;
	}

	private Client register(String name) {
		Answer client = this.server.register("""
				{"client_name": "%s", "redirect_uris": ["%s"], "token_endpoint_auth_method": "none"}
				""".formatted(name, CALLBACK));
		assertThat(client.status()).as(client.toString()).isEqualTo(201);
		return Client.of(client);
	}

	private static Client sampleClient(String scope) {
		return new Client("sample-client", "secret", scope);
	}

}
