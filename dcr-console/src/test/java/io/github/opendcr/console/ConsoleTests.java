package io.github.opendcr.console;

import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.OperatorAction;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.StatementIssuer;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.token.InitialAccessToken;
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console over HTTP, as operators and others see it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTests {

	private static final String HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>' & \u202Eevil";

	private final StatementIssuer issuer = new StatementIssuer();

	private final DocumentHost host = DocumentHost.shared();

	private TestServer server;

	private Operator operator;

	@BeforeAll
	void start() {
		List<String> properties = new ArrayList<>(List.of(this.host.admitted("dcr.cimd.allowed[0].policy=partner",
				"dcr.cimd.allowed[0].development=true", "dcr.cimd.allowed[1].host=ready.example")));
		properties.addAll(List.of(this.issuer.trusted("max-age=1h")));
		properties.addAll(List.of("dcr.console.enabled=true", "dcr.max-clients=5000",
				"dcr.policies.partner.approval=manual", "dcr.policies.partner.allowed-scopes=openid",
				"dcr.policies.partner.forced-metadata={\"tos_uri\":\"https://partner.example/tos\"}"));
		this.server = ConsoleServer.start(properties.toArray(String[]::new));
		this.operator = new Operator(this.server, "admin");
	}

	@AfterAll
	void stop() {
		this.server.close();
		this.issuer.close();
	}

	private Registered registered(String name) {
		return this.server.registered(
				Answer.write(Map.of("redirect_uris", List.of("https://client.example/cb"), "client_name", name)));
	}

	private Registered pending(String name) {
		String token = this.server.bean(InitialAccessTokens.class)
			.issue(InitialAccessTokenTerms.SINGLE_USE.withPolicy("partner"))
			.value();
		return new Registered(this.server.http(),
				this.server
					.register(
							Answer.write(
									Map.of("redirect_uris", List.of("https://client.example/cb"), "client_name", name)),
							Registered.bearer(token))
					.expect(201));
	}

	private ClientStatus status(String clientId) {
		return this.server.bean(ClientLifecycle.class).find(clientId).status();
	}

	private boolean exists(String clientId) {
		return this.server.bean(ClientLifecycle.class).find(clientId) != null;
	}

	private OperatorAction last(String clientId) {
		return this.server.bean(ClientDirectory.class).actions(clientId).get(0);
	}

	private static String act(String action, String clientId) {
		return Operator.url("/clients/act", "id", clientId) + "&do=" + action;
	}

	private static String page(String clientId) {
		return Operator.url("/clients/client", "id", clientId);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/clients", "/tokens", "/policies", "/statements", "/documents", "/nowhere" })
	void pageWhenNobodyIsLoggedInThenLeadsToTheLogin(String path) {
		Answer answer = new Operator(this.server.http(), "/dcr/console").get(path);
		assertThat(answer.status()).isEqualTo(302);
		assertThat(URI.create(answer.header("Location")).getPath()).isEqualTo("/login");
	}

	@Test
	void pageWhenAUserIsNoOperatorThenIsRefusedAndNothingIsDone() {
		Registered client = registered("Mine");
		Operator user = new Operator(this.server, "user");
		Answer refused = user.get(page(client.id()));
		assertThat(refused.status()).isEqualTo(403);
		Document page = Jsoup.parse(refused.body());
		assertThat(page.title()).startsWith("This is for operators");
		assertThat(page.text()).doesNotContain("Mine").contains("user may not see the console");
		String csrf = page.selectFirst("input[name=_csrf]").val();
		assertThat(user.post("/clients/act", Map.of("_csrf", csrf, "id", client.id(), "do", "delete")).status())
			.isEqualTo(403);
		assertThat(exists(client.id())).isTrue();
	}

	@Test
	void formWhenWithoutItsTokenThenIsRefused() {
		Registered client = registered("Forged");
		Answer refused = this.operator.post("/clients/act", Map.of("id", client.id(), "do", "delete"));
		assertThat(refused.status()).isEqualTo(403);
		assertThat(Jsoup.parse(refused.body()).selectFirst("h1").text()).isEqualTo("Nothing was done");
		assertThat(this.operator.post("/logout", Map.of()).status()).isEqualTo(403);
		assertThat(this.operator.post("/tokens/issue", Map.of("uses", "1")).status()).isEqualTo(403);
		assertThat(exists(client.id())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/clients", "/clients?status=active", "/tokens", "/tokens/issue", "/policies",
			"/statements", "/statements/withdraw", "/documents", "/documents/preview" })
	void pageThenLoadsNothingFromElsewhereAndRunsNoScript(String path) {
		registered(HOSTILE);
		Answer answer = this.operator.get(path).expect(200);
		assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'; style-src 'self'")
			.contains("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'")
			.doesNotContain("unsafe", "script-src");
		assertThat(answer.header("Cache-Control")).contains("no-store");
		assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
		assertHarmless(Jsoup.parse(answer.body()));
	}

	private static void assertHarmless(Document page) {
		assertThat(page.select("script, img, iframe, object, embed, style, base, [style]")).isEmpty();
		assertThat(page.getAllElements().stream().flatMap((element) -> element.attributes().asList().stream()))
			.noneMatch((attribute) -> attribute.getKey().startsWith("on"));
		assertThat(Stream.of("href", "src", "action", "formaction")
			.flatMap((name) -> page.select("[" + name + "]").stream().map((element) -> element.attr(name))))
			.isNotEmpty()
			.allMatch((url) -> url.startsWith("/dcr/console") || url.startsWith("#"));
		assertThat(page.select("h1")).hasSize(1);
		assertThat(page.select("html").attr("lang")).isEqualTo("en");
		assertThat(page.select("table")).allMatch((table) -> table.selectFirst("caption") != null);
		assertThat(page.select("th")).allMatch((cell) -> cell.hasAttr("scope"));
		assertThat(page.select("input:not([type=hidden]), select, textarea")).allMatch(
				(field) -> field.hasAttr("aria-label") || !page.select("label[for=" + field.id() + "]").isEmpty());
		List<String> ids = page.select("[id]").eachAttr("id");
		assertThat(ids).doesNotHaveDuplicates();
	}

	@Test
	void stylesheetThenNeedsNoLogin() {
		Answer page = this.operator.get("").expect(200);
		String url = Jsoup.parse(page.body()).selectFirst("link[rel=stylesheet]").attr("href");
		Answer stylesheet = this.server.get(url).expect(200);
		assertThat(stylesheet.header("Content-Type")).startsWith("text/css");
		assertThat(stylesheet.body()).doesNotContain("http:", "https:", "@import");
		assertThat(this.server.get("/dcr/console/icon.svg").expect(200).header("Content-Type"))
			.startsWith("image/svg+xml");
	}

	@Test
	void pagesWhenAClientIsHostileThenShowItsWordsAsText() {
		Registered client = this.server.registered(Answer.write(Map.of("redirect_uris",
				List.of("https://client.example/cb?a=%3Cscript%3E"), "client_name", HOSTILE, "client_name#fr", HOSTILE,
				"contacts", List.of(HOSTILE), "software_id", HOSTILE, "x_extension", Map.of(HOSTILE, HOSTILE))));
		this.operator.submit(act("disable", client.id()), "reason", HOSTILE.replace("\u202E", "")).expect(303);
		for (String path : List.of("", "/clients", page(client.id()), act("enable", client.id()),
				act("delete", client.id()), act("reissue-token", client.id()),
				Operator.url("/clients", "softwareId", HOSTILE))) {
			assertHarmless(this.operator.page(path));
		}
		Document page = this.operator.page(page(client.id()));
		assertThat(Operator.text(page, "h1")).startsWith("\"><script>alert(1)</script>").doesNotContain("\u202E");
		assertThat(page.selectFirst("h1 bdi")).isNotNull();
		assertThat(Operator.text(page, "#history")).contains("<script>alert(1)</script>", "admin", "Disabled");
		Document search = this.operator.page(Operator.url("/clients", "softwareId", HOSTILE));
		assertThat(search.selectFirst("#softwareId").val()).isEqualTo(HOSTILE);
	}

	@Test
	void noticeWhenALinkMakesOneUpThenIsNotShown() {
		assertThat(this.operator.page("?done=Send+your+password").text()).doesNotContain("password");
		assertHarmless(this.operator.page("?done=" + "%22%3E%3Cscript%3E"));
	}

	@Test
	void approveThenIsConfirmedAndKeptWithTheOperatorsNameAndReason() {
		Registered client = pending("Waiting");
		Document page = this.operator.page(page(client.id()));
		assertThat(page.select("#actions a").eachAttr("id")).containsExactly("approve", "reject", "reissue-token",
				"revoke-token");
		Document question = this.operator.page(page.selectFirst("#approve").attr("href"));
		assertThat(Operator.text(question, "h1")).isEqualTo("Approve this client?");
		assertThat(status(client.id())).isEqualTo(ClientStatus.PENDING);
		Document done = this.operator.page(this.operator.submit(question, "reason", "Known to us").header("Location"));
		assertThat(Operator.text(done, "#notice")).isEqualTo("The client is approved and may be used.");
		assertThat(Operator.text(done, "#status")).isEqualTo("Active");
		assertThat(Operator.text(done, "#history tbody")).contains("Approved admin Known to us");
		assertThat(status(client.id())).isEqualTo(ClientStatus.ACTIVE);
		assertThat(last(client.id())).extracting(OperatorAction::kind, OperatorAction::by, OperatorAction::reason)
			.containsExactly(OperatorAction.Kind.APPROVED, "admin", "Known to us");
	}

	@Test
	void rejectThenTheClientIsGoneAndItsHistoryStays() {
		Registered client = pending("Unwanted");
		Document done = this.operator.done(act("reject", client.id()), "reason", "Nobody knows them");
		assertThat(Operator.text(done, "#status")).isEqualTo("Gone");
		assertThat(Operator.text(done, "#history tbody")).contains("Rejected admin Nobody knows them");
		assertThat(done.select("#actions")).isEmpty();
		assertThat(exists(client.id())).isFalse();
	}

	@Test
	void rejectWhenTheClientWasApprovedMeanwhileThenConflict() {
		Registered client = pending("Approved meanwhile");
		Document question = this.operator.page(act("reject", client.id()));
		this.server.bean(ClientLifecycle.class).activate(client.id());
		Answer answer = this.operator.submit(question);
		assertThat(answer.status()).isEqualTo(409);
		assertThat(Jsoup.parse(answer.body()).text()).contains("The client is active by now");
		assertThat(exists(client.id())).isTrue();
	}

	@Test
	void disableAndEnableThenAreKeptAndAudited() {
		Registered client = registered("Switched");
		Logger log = (Logger) LoggerFactory.getLogger("io.github.opendcr.audit");
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		log.setLevel(Level.INFO);
		log.addAppender(lines);
		try {
			assertThat(Operator.text(this.operator.done(act("disable", client.id())), "#status")).isEqualTo("Disabled");
			assertThat(status(client.id())).isEqualTo(ClientStatus.DISABLED);
			assertThat(Operator.text(this.operator.done(act("enable", client.id())), "#status")).isEqualTo("Active");
		}
		finally {
			log.detachAppender(lines);
			log.setLevel(null);
		}
		assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage)
			.anyMatch((line) -> line.startsWith("dcr.client.disabled outcome=success actor=operator principal=admin")
					&& line.contains("client_id=" + client.id()))
			.anyMatch((line) -> line.startsWith("dcr.client.activated outcome=success actor=operator principal=admin"));
	}

	@Test
	void deleteThenTheClientIsGone() {
		Registered client = registered("Deleted");
		this.operator.submit(act("delete", client.id()), "reason", "Asked for").expect(303);
		assertThat(exists(client.id())).isFalse();
		assertThat(last(client.id())).extracting(OperatorAction::kind, OperatorAction::by)
			.containsExactly(OperatorAction.Kind.DELETED, "admin");
		assertThat(this.operator.get(act("delete", client.id())).status()).isEqualTo(404);
	}

	@Test
	void tokenWhenReissuedThenIsShownOnceAndWhenRevokedIsVoid() {
		Registered client = registered("Forgetful");
		Answer shown = this.operator.submit(act("reissue-token", client.id())).expect(200);
		String token = Jsoup.parse(shown.body()).selectFirst("#secret").val();
		assertThat(shown.header("Cache-Control")).contains("no-store");
		assertThat(client.read().status()).isEqualTo(401);
		assertThat(this.server.get(client.uri(), Registered.bearer(token)).status()).isEqualTo(200);
		assertThat(this.operator.page(page(client.id())).html()).doesNotContain(token);
		assertThat(last(client.id()).kind()).isEqualTo(OperatorAction.Kind.TOKEN_REISSUED);
		Document revoked = this.operator.done(act("revoke-token", client.id()));
		assertThat(Operator.text(revoked, "#registration-access-token")).isEqualTo("none");
		assertThat(revoked.select("#revoke-token")).isEmpty();
		assertThat(this.server.get(client.uri(), Registered.bearer(token)).status()).isEqualTo(401);
		assertThat(last(client.id()).by()).isEqualTo("admin");
	}

	@Test
	void reasonWhenItCannotBeKeptThenIsAskedForAgain() {
		Registered client = registered("Reasons");
		Answer answer = this.operator.submit(act("disable", client.id()), "reason", "x".repeat(1001));
		assertThat(answer.status()).isEqualTo(400);
		Document page = Jsoup.parse(answer.body());
		assertThat(Operator.text(page, "#reason-error")).contains("no more than 1000 characters");
		assertThat(page.selectFirst("#reason").attr("aria-describedby")).isEqualTo("reason-error");
		assertThat(page.selectFirst("#reason").val()).hasSize(1001);
		assertThat(status(client.id())).isEqualTo(ClientStatus.ACTIVE);
	}

	@Test
	void clientThenShowsWhereItsMetadataComeFrom() {
		String statement = this.issuer.statement("software_id", "calendar", "client_name", "Calendar");
		Registered client = this.server.registered(Answer
			.write(Map.of("redirect_uris", List.of("https://client.example/cb"), "software_statement", statement)));
		Document page = this.operator.page(page(client.id()));
		assertThat(Operator.text(page, "#source")).isEqualTo("Software statement");
		assertThat(page.select("#metadata tr").eachText())
			.anyMatch((row) -> row.equals("client_name Calendar Claimed by its software statement"))
			.anyMatch((row) -> row.startsWith("redirect_uris https://client.example/cb Said by the client"));
		Document bound = this.operator.page(page(pending("Partner").id()));
		assertThat(bound.select("#metadata tr").eachText())
			.contains("tos_uri https://partner.example/tos Set by its policy");
		assertThat(Operator.text(bound, "#policy")).isEqualTo("partner");
		assertThat(bound.selectFirst("#policy a").attr("href")).endsWith("/policies#policy-partner");
		assertThat(Operator.text(bound, "#json")).contains("\"tos_uri\" : \"https://partner.example/tos\"");
		assertThat(Operator.text(bound, "#authorizations")).isEqualTo("0");
	}

	@Test
	void clientWhenItAskedForMoreThenShownBesideWhatItGot() {
		String token = this.server.bean(InitialAccessTokens.class)
			.issue(InitialAccessTokenTerms.SINGLE_USE.withPolicy("partner"))
			.value();
		String id = this.server.register("""
				{"redirect_uris": ["https://client.example/cb"], "scope": "email openid",
				 "tos_uri": "https://client.example/tos", "request_object_signing_alg": "none",
				 "grant_types": ["authorization_code", "implicit"]}""", Registered.bearer(token))
			.expect(201)
			.clientId();
		Document page = this.operator.page(page(id));
		assertThat(page.select("#metadata tr").eachText()).contains("Member Asked for Granted Why",
				"scope email openid openid Narrowed to what is allowed",
				"tos_uri https://client.example/tos https://partner.example/tos Set by its policy",
				"grant_types authorization_code implicit authorization_code Narrowed to what is allowed",
				"redirect_uris https://client.example/cb Said by the client, as far as allowed");
		Document other = this.operator.page(page(registered("Modest").id()));
		assertThat(other.select("#metadata tr").eachText()).contains("Member Granted Why");
	}

	@Test
	void clientsWhenThereAreManyThenArePagedByKey() {
		List<String> all = new ArrayList<>();
		for (int i = 0; i < 120; i++) {
			all.add(registered("Many " + i).id());
		}
		List<String> seen = new ArrayList<>();
		String path = "/clients?name=many";
		for (Document page = this.operator.page(path); page != null;) {
			List<String> ids = page.select("#clients code.id").eachText();
			assertThat(ids).hasSizeLessThanOrEqualTo(50);
			seen.addAll(ids);
			Element next = page.selectFirst("#next-page");
			page = (next != null) ? this.operator.page(next.attr("href")) : null;
		}
		assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
	}

	@Test
	void searchThenFindsByEachTerm() {
		Registered client = this.server.registered(Answer.write(Map.of("redirect_uris",
				List.of("https://only.here.example/cb"), "client_name", "Éclair", "software_id", "pastry")));
		String today = LocalDate.now(ZoneOffset.UTC).toString();
		for (String query : List.of("name=%C3%A9cl", "redirectHost=only.here.example", "softwareId=pastry",
				"softwareId=pastry&status=active", "softwareId=pastry&registeredFrom=" + today,
				"softwareId=pastry&registeredUntil=" + today, "softwareId=pastry&order=never")) {
			assertThat(this.operator.page("/clients?" + query).select("#clients code.id").eachText()).as(query)
				.containsExactly(client.id());
		}
		assertThat(this.operator.page("/clients?softwareId=pastry&status=disabled").select("#none")).hasSize(1);
		assertThat(this.operator.page("/clients?softwareId=pastry&status=").select("#clients")).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "status=gone,status", "registeredFrom=yesterday,registeredFrom",
			"registeredFrom=%2B999999999-01-01,registeredFrom", "registeredUntil=2026-02-31," + "registeredUntil",
			"order=random,order", "usedUntil=x,usedUntil" })
	void searchWhenAFieldIsWrongThenSaysSoBesideIt(String query, String field) {
		Answer answer = this.operator.get("/clients?" + query);
		assertThat(answer.status()).isEqualTo(400);
		Document page = Jsoup.parse(answer.body());
		assertThat(Operator.text(page, "#" + field + "-error")).isNotEmpty();
		assertThat(page.selectFirst("#" + field).attr("aria-invalid")).isEqualTo("true");
	}

	@ParameterizedTest
	@CsvSource({ "/nowhere,404", "/clients/client,400", "/clients/client?id=unknown,404", "/clients/act?id=x,400",
			"/clients/act?id=unknown&do=delete,404", "/clients/act?id=unknown&do=explode,404",
			"/clients?name=a&name=b,400", "/clients?after=nonsense&order=used,400", "/tokens/revoke?id=unknown,404",
			"/documents/host?host=nobody.example,404", "/documents/deny,400", "/logout,404" })
	void pageWhenThereIsNoneThenSaysSo(String path, int status) {
		Answer answer = this.operator.get(path);
		assertThat(answer.status()).isEqualTo(status);
		Document page = Jsoup.parse(answer.body());
		assertThat(page.select("h1")).hasSize(1);
		assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
	}

	@Test
	void methodWhenAPageHasNoneThenIsRefused() {
		Document form = this.operator.page("/tokens/issue");
		Map<String, String> csrf = Map.of("_csrf", form.selectFirst("main input[name=_csrf]").val());
		Answer answer = this.operator.post("/clients", csrf);
		assertThat(answer.status()).isEqualTo(405);
		assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
	}

	@Test
	void tokenWhenReissuingIsSentAgainThenTheOneThatWasShownStays() {
		Registered client = registered("Reloaded");
		Document form = this.operator.page(act("reissue-token", client.id()));
		String token = Jsoup.parse(this.operator.submit(form).expect(200).body()).selectFirst("#secret").val();
		assertSentBefore(this.operator.submit(form));
		assertThat(this.server.get(client.uri(), Registered.bearer(token)).status()).isEqualTo(200);
		assertThat(this.server.bean(ClientDirectory.class).actions(client.id())).hasSize(1);
	}

	@Test
	void tokenWhenIssuedThenIsShownOnceAndRegistersClients() {
		Answer answer = this.operator
			.submit("/tokens/issue", "note", HOSTILE.replace("\u202E", ""), "uses", "2", "life", "3", "unit", "hours",
					"policy", "partner")
			.expect(200);
		Document shown = Jsoup.parse(answer.body());
		assertHarmless(shown);
		String value = shown.selectFirst("#secret").val();
		String clientId = this.server
			.register("{\"redirect_uris\": [\"https://client.example/cb\"]}", Registered.bearer(value))
			.expect(201)
			.clientId();
		assertThat(status(clientId)).isEqualTo(ClientStatus.PENDING);
		InitialAccessToken token = this.server.bean(InitialAccessTokens.class).list(null, 1).get(0);
		assertThat(token.issuedBy()).isEqualTo("admin");
		assertThat(token.uses()).isEqualTo(2);
		assertThat(token.expiresAt()).isEqualTo(token.issuedAt().plusSeconds(3 * 3600));
		Document list = this.operator.page("/tokens");
		assertHarmless(list);
		assertThat(list.html()).doesNotContain(value);
		assertThat(list.select("#tokens tbody tr").first().text()).contains("<script>", token.id(), "1 of 2", "partner",
				"by admin");
		Document done = this.operator.done(Operator.url("/tokens/revoke", "id", token.id()));
		assertThat(Operator.text(done, "#notice")).isEqualTo("The initial access token is revoked.");
		assertThat(this.server.bean(InitialAccessTokens.class).find(token.id())).isNull();
	}

	@Test
	void tokenWhenFormIsSentAgainThenNoneIsIssued() {
		Document form = this.operator.page("/tokens/issue");
		Document other = this.operator.page("/tokens/issue");
		InitialAccessTokens tokens = this.server.bean(InitialAccessTokens.class);
		this.operator.submit(form, "note", "sent once").expect(200);
		InitialAccessToken issued = tokens.list(null, 1).get(0);
		assertSentBefore(this.operator.submit(form, "note", "sent again"));
		assertThat(tokens.list(null, 1).get(0).id()).isEqualTo(issued.id());
		assertThat(this.operator.submit(other, "uses", "0").status()).isEqualTo(400);
		assertSentBefore(this.operator.submit(other, "uses", "1"));
		assertThat(this.operator.submit(form, "ticket", "").status()).isEqualTo(400);
		assertSentBefore(this.operator.submit(form, "ticket", "made-up"));
		Document anothers = new Operator(this.server, "admin").page("/tokens/issue");
		assertSentBefore(this.operator.submit(form, "ticket", anothers.selectFirst("input[name=ticket]").val()));
		assertThat(tokens.list(null, 1).get(0).id()).isEqualTo(issued.id());
		Document corrected = Jsoup.parse(this.operator.submit("/tokens/issue", "uses", "0").body());
		this.operator.submit(corrected, "uses", "1", "note", "corrected").expect(200);
		assertThat(tokens.list(null, 1).get(0).note()).isEqualTo("corrected");
	}

	private static void assertSentBefore(Answer answer) {
		assertThat(answer.status()).isEqualTo(409);
		Document page = Jsoup.parse(answer.body());
		assertThat(page.selectFirst("h1").text()).isEqualTo("This form was sent before");
		assertThat(page.select("#secret")).isEmpty();
	}

	@Test
	void tokenWhenManyFormsAreOpenThenTheOldestCountsNoMore() {
		Operator other = new Operator(this.server, "admin");
		Document oldest = other.page("/tokens/issue");
		Document next = other.page("/tokens/issue");
		for (int i = 0; i < 49; i++) {
			other.page("/tokens/issue");
		}
		assertSentBefore(other.submit(oldest));
		other.submit(next).expect(200);
	}

	@Test
	void tokenWhenNothingIsLimitedThenLivesForEverAndRegistersAnyNumber() {
		this.operator.submit("/tokens/issue", "note", "free", "uses", "", "life", "").expect(200);
		InitialAccessToken token = this.server.bean(InitialAccessTokens.class).list(null, 1).get(0);
		assertThat(token.uses()).isNull();
		assertThat(token.expiresAt()).isNull();
		assertThat(this.operator.page("/tokens").select("#tokens tbody tr").first().text()).contains("0 of any number",
				"never");
	}

	@ParameterizedTest
	@CsvSource({ "uses,0", "uses,many", "life,-1", "life,99999999", "policy,nobody", "note,a\u0007b" })
	void tokenWhenATermIsWrongThenSaysSoBesideIt(String field, String value) {
		Answer answer = this.operator.submit("/tokens/issue", field, value);
		assertThat(answer.status()).isEqualTo(400);
		Document page = Jsoup.parse(answer.body());
		assertThat(page.select(".problem").text()).isNotEmpty();
		assertThat(page.selectFirst("#" + field).attr("aria-invalid")).isEqualTo("true");
	}

	@Test
	void policiesThenAreShownAsInForce() {
		Document page = this.operator.page("/policies");
		assertThat(Operator.text(page, "#policy-partner")).contains("Approval by an operator yes", "Scopes openid",
				"tos_uri, always https://partner.example/tos");
		assertThat(Operator.text(page, "#policy-")).contains("Approval by an operator no", "Scopes openid, profile",
				"PKCE required yes");
	}

	@Test
	void statementsWhenWithdrawnThenTheirClientsAreDisabled() {
		String statement = this.issuer.statement("software_id", "withdrawn", "client_name", "Withdrawn");
		Registered client = this.server.registered(Answer
			.write(Map.of("redirect_uris", List.of("https://client.example/cb"), "software_statement", statement)));
		assertThat(Operator.text(this.operator.page("/statements"), "#issuers")).contains(StatementIssuer.NAME, "RS256",
				"up to 1h");
		Document done = this.operator.done("/statements/withdraw", "issuer", StatementIssuer.NAME, "software",
				"withdrawn");
		assertThat(Operator.text(done, "#withdrawals")).contains(StatementIssuer.NAME, "withdrawn");
		assertThat(status(client.id())).isEqualTo(ClientStatus.DISABLED);
		String reinstate = done.selectFirst("#withdrawals a.reinstate").attr("href");
		assertThat(this.operator.done(reinstate).select("#no-withdrawals")).hasSize(1);
		assertThat(this.operator.submit(reinstate).status()).isEqualTo(404);
	}

	@Test
	void statementsWhenTheIssuerCannotBeThenSaysSo() {
		Answer answer = this.operator.submit("/statements/withdraw", "issuer", "not an issuer");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(Jsoup.parse(answer.body()).select("#issuer-error")).hasSize(1);
		assertThat(this.operator.submit("/statements/withdraw", "issuer", "https://i.example", "software", "a\u0007b")
			.status()).isEqualTo(400);
	}

	@Test
	void documentThenIsPreviewedRefreshedDeniedAndPermitted() {
		String url = this.host.document(this.host.path(),
				Map.of("client_name", HOSTILE, "redirect_uris", List.of("https://client.example/cb"),
						"token_endpoint_auth_method", "none", "logo_uri", "javascript:alert(1)"));
		Document page = this.operator.page("/documents");
		assertThat(Operator.text(page, "#allowed")).contains("localhost:" + this.host.port(),
				"under the policy partner");
		assertThat(page.select("#allowed li").eachText()).hasSize(2)
			.filteredOn((rule) -> rule.contains("In development"))
			.singleElement()
			.asString()
			.contains("localhost:");
		Document preview = Jsoup
			.parse(this.operator.submit(this.operator.page(Operator.url("/documents/preview", "url", url)))
				.expect(200)
				.body());
		assertHarmless(preview);
		assertThat(Operator.text(preview, "#verdict")).isEqualTo("Admitted Accepted In development");
		assertThat(Operator.text(preview, "#narrowings")).contains("logo_uri", "nothing");
		assertThat(exists(url)).isFalse();
		Document client = this.operator.done(Operator.url("/documents/refresh", "url", url));
		assertHarmless(client);
		assertThat(Operator.text(client, "#source")).isEqualTo("Document");
		assertThat(client.select("#actions a").eachAttr("id")).contains("refresh", "preview", "deny")
			.doesNotContain("reissue-token");
		assertThat(this.operator.submit(Operator.url("/documents/refresh", "url", url)).status()).isEqualTo(429);
		String host = this.operator.page("/documents").selectFirst("#hosts a").attr("href");
		assertThat(Operator.text(this.operator.page(host), "#documents")).contains(url, "There");
		Document denied = this.operator.done(Operator.url("/documents/deny", "url", url), "reason", "Phishing");
		assertThat(Operator.text(denied, "#denied")).contains(url);
		assertThat(exists(url)).isFalse();
		assertThat(this.server.bean(ClientDirectory.class).actions(url))
			.anyMatch((action) -> action.kind() == OperatorAction.Kind.DENIED && "admin".equals(action.by())
					&& "Phishing".equals(action.reason()));
		Answer refused = this.operator.submit(Operator.url("/documents/refresh", "url", url));
		assertThat(refused.status()).isEqualTo(409);
		assertThat(Jsoup.parse(refused.body()).select("#form-error").text()).contains("An operator denied it");
		this.operator.done(Operator.url("/documents/permit", "url", url));
		assertThat(this.operator.submit(Operator.url("/documents/permit", "url", url)).status()).isEqualTo(404);
	}

	@Test
	void documentWhenItsUrlCannotBeThenSaysSo() {
		Answer preview = this.operator.submit(this.operator.page("/documents/preview"), "url", "http://plain.example");
		assertThat(preview.status()).isEqualTo(200);
		assertThat(Operator.text(Jsoup.parse(preview.body()), "#verdict")).isEqualTo("Not admitted Refused");
		assertThat(this.operator.submit(this.operator.page("/documents/preview"), "url", "").status()).isEqualTo(400);
		assertThat(this.operator.submit(Operator.url("/documents/deny", "url", "no URL")).status()).isEqualTo(400);
	}

	@Test
	void overviewThenCountsAndDraws() {
		pending("On the first page");
		this.server.register("{\"redirect_uris\": [\"nonsense\"]}").expect(400);
		Document page = this.operator.page("");
		long pending = this.server.bean(ClientDirectory.class).countByStatus().get(ClientStatus.PENDING);
		assertThat(Operator.text(page, "#count-pending .figure")).isEqualTo(String.valueOf(pending));
		assertThat(page.select("svg.chart rect.column")).hasSize(30);
		assertThat(page.select("svg.chart title").text()).contains("registrations in 30 days");
		assertThat(page.select("figure table tbody tr").last().text())
			.startsWith(LocalDate.now(ZoneOffset.UTC).toString());
		assertThat(page.select("#waiting li")).isNotEmpty();
		assertThat(Operator.text(page, "#quotas")).contains("All clients", "of 5\u202F000");
		assertThat(Operator.text(page, "#refusals")).contains("invalid_redirect_uri");
	}

	@Test
	void logoutThenTheConsoleIsClosed() {
		Operator leaving = new Operator(this.server, "admin");
		Document page = leaving.page("");
		String csrf = page.selectFirst("form.who input[name=_csrf]").val();
		assertThat(leaving.post("/logout", Map.of("_csrf", csrf)).expect(200).body())
			.contains("You have been logged out");
		assertThat(leaving.get("").status()).isEqualTo(302);
	}

}
