package io.github.opendcr.e2e.feature;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.FetchRequest;
import io.github.opendcr.fetch.FetchResult;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hosts that want to be taken for another one: what a user reads on the consent page is
 * whom the host belongs to.
 */
class DocumentHostnameTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static TestServer server;

	private static Documents documents;

	@BeforeAll
	static void start() {
		server = TestServer.start(AnyHost.class, "dcr.cimd.enabled=true", "dcr.cimd.admission=open",
				"dcr.cimd.budget.per-caller=-1");
		documents = server.bean(Documents.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Answer authorize(String url, String redirectUri) {
		Browser browser = new Browser(server.http());
		browser.logIn();
		return browser.authorize(url, redirectUri, Map.of("scope", "openid profile"));
	}

	private static Map<String, Object> model(String url, Map<String, ?> members, String redirectUri) {
		documents.members().put(url, members);
		Http http = server.http();
		Browser browser = new Browser(http);
		browser.logIn();
		Answer page = browser.authorize(url, redirectUri, Map.of("scope", "openid profile"));
		return http.get(page.expect(302).header("Location")).expect(200).json();
	}

	private static void assertRefusedUnfetched(String url) {
		int fetches = documents.fetched().size();
		for (Answer answer : List.of(authorize(url, REDIRECT_URI),
				new Browser(server.http()).authorize(url, REDIRECT_URI, Map.of()))) {
			assertThat(answer.status()).as(url).isEqualTo(400);
			assertThat(answer.header("Location")).as(url).isEmpty();
		}
		assertThat(documents.fetched()).as(url).hasSize(fetches);
	}

	@ParameterizedTest
	@CsvSource({ "https://xn--pple-43d.example/c, xn--pple-43d.example, xn--pple-43d.example",
			"https://accounts.google.com.evil.example/c, accounts.google.com.evil.example, accounts.google.com.evil.example",
			"https://accounts.google.com.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.evil.example/c, "
					+ "accounts.google.com.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.evil.example, …evil.example",
			"https://accounts-google-com-signin-continue-with-your-account.example/c, "
					+ "accounts-google-com-signin-continue-with-your-account.example, "
					+ "…gnin-continue-with-your-account.example",
			"https://evil.example:8443/accounts.google.com, evil.example, evil.example",
			"https://evil.example/c?https://accounts.google.com/, evil.example, evil.example" })
	void consentWhenHostIsMeantForAnotherThenItsEndIsShownInAscii(String url, String host, String shortened) {
		Map<String, Object> model = model(url, Map.of("client_name", "Google"), REDIRECT_URI);
		assertThat(model).containsEntry("clientHost", host).containsEntry("shortClientHost", shortened);
		assertThat(host).isEqualTo(URI.create(url).getHost()).matches("\\p{ASCII}+");
		assertThat(shortened).hasSizeLessThanOrEqualTo(40);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://accounts.google.com@evil.example/c",
			"https://accounts.google.com:443@evil.example/c", "https://accounts.google.com%40evil.example/c",
			"https://accounts.google.com%2Fevil.example/c", "https://accounts.google.com\\@evil.example/c",
			"https://\u0430pple.example/c", "https://\u202Emoc.elgoog.example/c", "https://google.example\u202E/c",
			"https://\u05D0.example/c", "https://google.com\u2044c.evil.example/c",
			"https://google.com\u3002evil.example/c", "https://goo\u00ADgle.example/c" })
	void authorizeWhenUserInformationOrOtherThanAsciiPosesAsAHostThenRefusedUnfetched(String url) {
		assertRefusedUnfetched(url);
	}

	@Test
	void consentWhenRedirectHostOrNameIsMeantForAnotherThenShownForWhatItIs() {
		String elsewhere = "https://xn--pple-43d.example/cb";
		assertThat(model("https://client.example/idn",
				Map.of("client_name", "Your \u202Eknab\u202C\u200B bank", "redirect_uris", List.of(elsewhere)),
				elsewhere))
			.containsEntry("redirectHost", "xn--pple-43d.example")
			.containsEntry("clientHost", "client.example")
			.hasEntrySatisfying("clientName",
					(name) -> assertThat(name.toString()).doesNotContain("\u202E", "\u202C", "\u200B"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://google.com@evil.example/cb", "https://\u0430pple.example/cb",
			"https://\u202Emoc.elgoog.example/cb", "https://google.com\\@evil.example/cb" })
	void authorizeWhenRedirectUriPosesAsAHostThenDocumentIsRefused(String redirectUri) {
		String url = "https://client.example/" + documents.members().size();
		documents.members().put(url, Map.of("redirect_uris", List.of(redirectUri)));
		Answer answer = authorize(url, REDIRECT_URI);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Location")).isEmpty();
		assertThat(server.find(url)).isNull();
		assertThat(documents.fetched()).contains(url);
	}

	/**
	 * A document at each URL, without a network.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(OwnConsentPage.class)
	static class AnyHost {

		@Bean
		Documents documents() {
			return new Documents(new ConcurrentHashMap<>(), new CopyOnWriteArrayList<>());
		}

	}

	record Documents(Map<String, Map<String, ?>> members, List<String> fetched) implements ClientUriFetcher {

		@Override
		public void check(URI uri) {
		}

		@Override
		public FetchResult fetch(FetchRequest request) {
			String url = request.uri().toString();
			this.fetched.add(url);
			Map<String, Object> document = new TreeMap<>(
					Map.of("client_id", url, "client_name", "A Client", "redirect_uris", List.of(REDIRECT_URI)));
			document.putAll(this.members.getOrDefault(url, Map.of()));
			return new FetchResult.Document(Answer.write(document), null, null);
		}

	}

}
