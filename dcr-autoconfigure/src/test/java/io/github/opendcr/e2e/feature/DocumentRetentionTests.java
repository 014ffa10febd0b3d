package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.util.List;
import java.util.Map;

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

	private static String document() {
		return HOST.document(HOST.path(), Map.of("client_name", "A Client", "redirect_uris", List.of(REDIRECT_URI),
				"grant_types", List.of("authorization_code", "refresh_token")));
	}

	private static Answer authorize(TestServer server, String url) {
		Browser browser = new Browser(server.http());
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

}
