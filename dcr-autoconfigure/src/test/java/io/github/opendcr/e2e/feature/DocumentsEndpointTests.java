package io.github.opendcr.e2e.feature;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DocumentClient;
import io.github.opendcr.testkit.DocumentFixture;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.OwnChains;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators do with clients that are known by their documents.
 */
class DocumentsEndpointTests {

	private static final String CALLBACK = "https://client.example/callback";

	private static final DocumentHost HOST = DocumentHost.shared();

	/**
	 * Served before the server starts, which makes the clients that are listed one by
	 * one.
	 */
	private static final String IN_DEVELOPMENT = document();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.shared(OpenActuator.class,
				DocumentHost.enabled("dcr.cimd.admission=open", "dcr.cimd.denied[0].host=denied.example",
						"dcr.cimd.allowed[0].url=" + IN_DEVELOPMENT, "dcr.cimd.allowed[0].development=true",
						"dcr.public-clients.refresh-tokens=true",
						"management.endpoints.web.exposure.include=dcrdocuments"));
	}

	private static Answer act(String action, Map<String, ?> body) {
		return server.post("/actuator/dcrdocuments/" + action, Answer.write(body));
	}

	private static String document() {
		return HOST.document(HOST.path(), Map.of("client_name", "Client", "redirect_uris", List.of(CALLBACK)));
	}

	@ParameterizedTest
	@MethodSource("io.github.opendcr.testkit.DocumentFixture#all")
	void previewWhenDocumentWasSeenThenTellsWhatBecomesOfIt(DocumentFixture fixture) {
		Map<String, Object> preview = act("preview", Map.of("url", fixture.url(), "document", fixture.json()))
			.expect(200)
			.json();
		assertThat(preview).containsEntry("admitted", true)
			.containsEntry("accepted", true)
			.containsEntry("violations", List.of());
		assertThat((List<?>) preview.get("narrowings")).hasSameSizeAs(fixture.narrowed());
		assertThat((Map<?, ?>) preview.get("client")).isNotEmpty();
		assertThat(((Map<?, ?>) preview.get("client")).get("redirect_uris"))
			.isEqualTo(fixture.document().get("redirect_uris"));
	}

	@Test
	void previewWhenDocumentIsFetchedThenNothingIsStored() {
		String url = HOST.document(HOST.path(),
				Map.of("redirect_uris", List.of("javascript:x"), "client_secret", "x", "logo_uri", "x"));
		Map<String, Object> preview = act("preview", Map.of("url", url)).expect(200).json();
		assertThat(preview).containsEntry("accepted", false).doesNotContainKey("client");
		assertThat((List<?>) preview.get("violations")).hasSize(3);
		assertThat((List<?>) preview.get("narrowings")).hasSize(1);
		String good = document();
		assertThat(act("preview", Map.of("url", good)).expect(200).json()).containsEntry("accepted", true);
		assertThat(server.find(good)).isNull();
	}

	@Test
	void previewWhenUrlIsNotLetInThenSaysSo() {
		String url = "https://denied.example/client.json";
		assertThat(act("preview",
				Map.of("url", url, "document",
						Answer.write(Map.of("client_id", url, "client_name", "x", "redirect_uris", List.of(CALLBACK)))))
			.expect(200)
			.json()).containsEntry("admitted", false).containsEntry("accepted", true);
		assertThat(act("preview", Map.of("url", "http://client.example/x", "document", "{}")).expect(200).json())
			.containsEntry("admitted", false)
			.containsEntry("accepted", false);
	}

	@Test
	void previewWhenUrlIsMarkedAsInDevelopmentThenSaysSo() {
		assertThat(act("preview", Map.of("url", IN_DEVELOPMENT)).expect(200).json()).containsEntry("admitted", true)
			.containsEntry("development", true);
		assertThat(act("preview", Map.of("url", document())).expect(200).json()).doesNotContainKey("development");
		assertThat(act("preview", Map.of("url", "http://x/")).expect(200).json()).doesNotContainKey("development");
	}

	@ParameterizedTest
	@CsvSource({ "en,It is in development.", "de,Sie ist in Entwicklung.", "fr,Elle est en cours de développement.",
			"es,Está en desarrollo.", "ja,開発中" })
	void consentWhenUrlIsMarkedAsInDevelopmentThenPageSaysSo(String language, String words) {
		assertThat(consentPage(IN_DEVELOPMENT, language).select("#development").text()).contains(words);
		assertThat(consentPage(document(), language).select("#development")).isEmpty();
	}

	private static Document consentPage(String url, String language) {
		Http http = server.http();
		new Browser(http).logIn();
		Map<String, String> request = Browser.request(url, CALLBACK);
		request.put("scope", "openid profile");
		Document page = Jsoup.parse(http
			.get("/oauth2/authorize?" + Http.encode(request), "Accept", "text/html", "Accept-Language", language)
			.expect(200)
			.body());
		assertThat(page.select("#allow")).isNotEmpty();
		return page;
	}

	@Test
	void denyThenClientIsGoneAndStaysAwayUntilPermitted() {
		DocumentClient client = new DocumentClient(server, document(), CALLBACK);
		client.tokens("none").expect(200);
		assertThat(server.find(client.url())).isNotNull();
		assertThat(act("deny", Map.of("url", client.url())).expect(200).json()).containsEntry("hadClient", true);
		assertThat(server.find(client.url())).isNull();
		assertThat(server.get("/actuator/dcrdocuments/denied").expect(200).strings("denied")).contains(client.url());
		act("permit", Map.of("url", client.url())).expect(204);
		act("permit", Map.of("url", client.url())).expect(404);
		client.tokens("none").expect(200);
	}

	@Test
	void requestWhenMemberIsUnknownThen400NamesItAndNothingIsDone() {
		String url = document();
		assertThat(act("deny", Map.of("url", url, "reasn", "Ticket 7")).expect(400).string("error_description"))
			.contains("reasn", "reason");
		act("permit", Map.of("url", url)).expect(404);
		assertThat(server.get("/actuator/dcrdocuments?hst=other.example").expect(400).string("error_description"))
			.contains("hst", "host");
	}

	@Test
	void listThenClientsByHost() {
		DocumentClient client = new DocumentClient(server, document(), CALLBACK);
		client.tokens("none").expect(200);
		String host = "localhost:" + HOST.port();
		assertThat(server.get("/actuator/dcrdocuments").expect(200).body()).contains('"' + host + '"');
		assertThat(server.get("/actuator/dcrdocuments?host=" + host).expect(200).body()).contains(client.url());
		assertThat(server.get("/actuator/dcrdocuments?host=other.example").expect(200).json()).containsEntry("clients",
				List.of());
	}

	/**
	 * An operator who distrusts what is known: the host isn't asked whether it has
	 * changed, since it might confirm that.
	 */
	@Test
	void refreshWhenDocumentIsFreshThenFetchedWholeAndLands() {
		String path = HOST.path();
		Map<String, Object> document = Map.of("client_name", "Before", "redirect_uris", List.of(CALLBACK));
		DocumentClient client = new DocumentClient(server, HOST.document(path, document, "ETag", "\"one\""), CALLBACK);
		client.tokens("none").expect(200);
		byte[] after = Answer
			.write(Map.of("client_id", client.url(), "client_name", "After", "redirect_uris", List.of(CALLBACK)))
			.getBytes(StandardCharsets.UTF_8);
		HOST.on(path, (exchange) -> {
			boolean confirms = exchange.getRequestHeaders().containsKey("If-None-Match");
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.getResponseHeaders().set("ETag", "\"one\"");
			exchange.sendResponseHeaders(confirms ? 304 : 200, confirms ? -1 : after.length);
			if (!confirms) {
				exchange.getResponseBody().write(after);
			}
		});
		act("refresh", Map.of("url", client.url())).expect(204);
		assertThat(HOST.requestsTo(client.url()).get(1).header("If-None-Match")).isEmpty();
		assertThat(server.find(client.url()).getClientName()).isEqualTo("After");
		Answer again = act("refresh", Map.of("url", client.url())).expect(429);
		assertThat(again.json()).containsEntry("error", "too_many_requests");
		assertThat(again.string("error_description")).contains("try again after");
		assertThat(HOST.requests(client.url())).isEqualTo(2);
		server.bean(MutableClock.class).advance(Duration.ofMinutes(1));
		act("refresh", Map.of("url", client.url())).expect(204);
		assertThat(HOST.requests(client.url())).isEqualTo(3);
	}

	@Test
	void refreshWhenItCannotBeDoneThen400SaysWhyAndClientStays() {
		String path = HOST.path();
		DocumentClient client = new DocumentClient(server,
				HOST.document(path, Map.of("client_name", "Client", "redirect_uris", List.of(CALLBACK))), CALLBACK);
		act("refresh", Map.of("url", client.url())).expect(204); // makes it, too
		HOST.on(path, 503, "");
		server.bean(MutableClock.class).advance(Duration.ofMinutes(1));
		assertThat(refused(client.url())).contains("503");
		client.tokens("none").expect(200);
		server.bean(ClientLifecycle.class).disable(client.url());
		server.bean(MutableClock.class).advance(Duration.ofMinutes(1));
		assertThat(refused(client.url())).contains("disabled");
		assertThat(HOST.requests(client.url())).isEqualTo(2);
		assertThat(refused(TestServer.CALLER)).contains("without a document");
		assertThat(refused("https://denied.example/client.json")).contains("dcr.cimd.denied");
		assertThat(refused("https://client.example/../client.json")).contains("dot segment");
	}

	private static String refused(String url) {
		return act("refresh", Map.of("url", url)).expect(400).string("error_description");
	}

	@ParameterizedTest
	@ValueSource(strings = { "preview", "refresh", "deny", "permit" })
	void actWhenUrlIsMissingThen400(String action) {
		assertThat(act(action, Map.of()).expect(400).json()).containsEntry("error", "invalid_request");
	}

	@Test
	void actWhenActionIsUnknownThen404() {
		act("other", Map.of("url", "https://client.example/x")).expect(404);
		server.get("/actuator/dcrdocuments/other").expect(404);
	}

	/**
	 * An operator's endpoints without a lock.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OpenActuator {

		@Bean
		MutableClock clock() {
			return new MutableClock();
		}

		@Bean
		@Order(0)
		SecurityFilterChain actuator(HttpSecurity http) {
			http.securityMatcher("/actuator/**");
			http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll());
			http.csrf((csrf) -> csrf.disable());
			return http.build();
		}

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http) {
			return OwnChains.authorizationServer(http, (server) -> {
			});
		}

		@Bean
		@Order(2)
		SecurityFilterChain pages(HttpSecurity http) {
			return OwnChains.pages(http);
		}

	}

}
