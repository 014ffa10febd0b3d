package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.cimd.DocumentSweep;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many clients of documents there are, and for how long, in memory.
 */
class DocumentRetentionTests {

	private static final String REDIRECT_URI = "https://client.example/callback";

	private static final DocumentHost HOST = DocumentHost.shared();

	private static final Map<String, Object> DOCUMENT = Map.of("client_name", "A Client", "redirect_uris",
			List.of(REDIRECT_URI), "grant_types", List.of("authorization_code", "refresh_token"));

	private static String document() {
		return HOST.document(HOST.path(), DOCUMENT);
	}

	private static Answer authorize(TestServer server, String url) {
		return authorize(new Browser(server.http()), url);
	}

	private static Answer authorize(Browser browser, String url) {
		browser.logIn();
		return browser.authorize(url, REDIRECT_URI, Map.of("scope", "openid profile"));
	}

	@Test
	void authorizeWhenThereAreTooManyClientsThenRefusedUnfetchedUntilOneGoes() {
		try (TestServer server = TestServer.startInMemory(MutableClock.class,
				HOST.admitted("dcr.public-clients.refresh-tokens=true", "dcr.cimd.max-clients=1",
						"dcr.cimd.cache.default=10m", "dcr.cimd.retention=2h"))) {
			MutableClock clock = server.bean(MutableClock.class);
			String first = document();
			String second = document();
			assertThat(authorize(server, first).status()).isEqualTo(200);
			assertThat(authorize(server, second).status()).isEqualTo(400);
			assertThat(HOST.requests(second)).isZero();
			// the one that is there is looked at whatever their number is
			clock.advance(Duration.ofMinutes(10));
			assertThat(authorize(server, first).status()).isEqualTo(200);
			assertThat(HOST.requests(first)).isEqualTo(2);
			// without anything that was granted it isn't, but stays for a while
			clock.advance(Duration.ofMinutes(90));
			server.bean(DocumentSweep.class).sweep();
			assertThat(server.find(first)).isNotNull();
			clock.advance(Duration.ofMinutes(90));
			server.bean(DocumentSweep.class).sweep();
			assertThat(HOST.requests(first)).isEqualTo(2);
			assertThat(server.find(first)).isNull();
			assertThat(server.bean(ClientMetadataDocumentStore.class).count()).isZero();
			assertThat(authorize(server, second).status()).isEqualTo(200);
		}
	}

	/**
	 * A client that begins with a pushed request can't be made by that.
	 */
	@Test
	void sweepWhenHostOfAListedDocumentWasDownAtTheStartThenItsClientIsMade() {
		String path = HOST.path();
		String url = HOST.on(path, 503, "");
		try (TestServer server = TestServer.startInMemory(MutableClock.class,
				HOST.admitted("dcr.cimd.allowed[1].url=" + url))) {
			// nobody waits for the thread that makes those which are listed
			while (HOST.requests(url) == 0 || isRunning("dcr-cimd-listed")) {
				LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
			}
			Map<String, String> request = Browser.request(url, REDIRECT_URI);
			assertThat(server.http().form("/oauth2/par", request).status()).isEqualTo(401);
			HOST.document(path, DOCUMENT);
			server.bean(MutableClock.class).advance(Duration.ofMinutes(2));
			server.bean(DocumentSweep.class).sweep();
			server.http().form("/oauth2/par", request).expect(201);
		}
	}

	private static boolean isRunning(String thread) {
		return Thread.getAllStackTraces().keySet().stream().anyMatch((running) -> running.getName().equals(thread));
	}

	/**
	 * A sweep takes its time, in which users come.
	 */
	@Test
	void sweepWhenSomebodyUsesAClientMeanwhileThenItStays() {
		try (TestServer server = TestServer.startInMemory(MutableClock.class,
				HOST.admitted("dcr.cimd.cache.default=10m", "dcr.cimd.retention=2h", "dcr.cimd.timeout=10m"))) {
			MutableClock clock = server.bean(MutableClock.class);
			String path = HOST.path();
			String granted = HOST.document(path, DOCUMENT);
			Browser browser = new Browser(server.http());
			browser.consent(authorize(browser, granted).expect(200)).expect(302);
			clock.advance(Duration.ofSeconds(1));
			String url = document();
			authorize(server, url).expect(200);
			clock.advance(Duration.ofHours(3));
			HOST.on(path, (exchange) -> {
				authorize(server, url).expect(200);
				exchange.sendResponseHeaders(503, -1);
			});
			server.bean(DocumentSweep.class).sweep();
			assertThat(HOST.requests(granted)).isEqualTo(2);
			assertThat(HOST.requests(url)).isEqualTo(2);
			assertThat(server.find(url)).isNotNull();
		}
	}

}
