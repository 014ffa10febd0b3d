package io.github.opendcr.e2e.feature;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Quotas on living clients: 403 with what to do, and a place for each client that goes.
 */
class ClientQuotaTests {

	private static String client(String host, String softwareId) {
		return """
				{"redirect_uris": ["https://%s/cb"], "software_id": "%s"}""".formatted(host, softwareId);
	}

	private static String redirecting(String... redirectUris) {
		return Answer.write(Map.of("redirect_uris", redirectUris));
	}

	private static void assertFull(Answer answer, String which) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
		Refusals.assertRefused(answer);
		assertThat(answer.json()).containsEntry("error", "access_denied");
		assertThat(answer.string("error_description")).contains(which, "delete one", "operator");
	}

	@Test
	void registerWhenTotalIsReachedThen403UntilOneIsDeleted() {
		try (TestServer server = TestServer.start("dcr.quota.total=2")) {
			Registered first = server.registered(client("a.example", "a"));
			server.register(client("a.example", "a")).expect(201);
			Map<String, Integer> before = server.rows();
			assertFull(server.register(client("b.example", "b")), "(2) are registered here");
			assertThat(server.rows()).isEqualTo(before);
			first.update(first.asUpdate("client_name", "New")).expect(200);
			assertFull(server.register(client("b.example", "b")), "here");
			first.read();
		}
	}

	@Test
	void registerWhenClientIsDeletedThenItsPlaceIsFree() {
		try (TestServer server = TestServer.startInMemory("dcr.quota.total=1")) {
			for (int i = 0; i < 3; i++) {
				Registered client = server.registered(client("a.example", "a"));
				assertFull(server.register(client("a.example", "a")), "here");
				client.delete().expect(204);
			}
		}
	}

	@Test
	void registerWhenItFailsThenItCostsNothing() {
		try (TestServer server = TestServer.start("dcr.quota.total=1", "dcr.quota.software-id=1")) {
			for (int i = 0; i < 3; i++) {
				server.register("{\"redirect_uris\": [\"nonsense\"], \"software_id\": \"a\"}").expect(400);
			}
			server.register(client("a.example", "a")).expect(201);
		}
	}

	@Test
	void updateWhenSoftwareIdChangesThenPlaceMoves() {
		try (TestServer server = TestServer.start("dcr.quota.software-id=1")) {
			Registered a = server.registered(client("a.example", "a"));
			Registered b = server.registered(client("a.example", "b"));
			server.register(redirecting("https://a.example/cb")).expect(201);
			assertFull(server.register(client("a.example", "a")), "with this software_id");
			assertFull(a.update(a.asUpdate("software_id", "b")), "with this software_id");
			assertThat(a.read().expect(200).json()).containsEntry("software_id", "a");
			a = a.as(a.update(a.asUpdate("software_id", "c")).expect(200));
			server.register(client("a.example", "a")).expect(201);
			assertFull(server.register(client("a.example", "c")), "with this software_id");
			b.delete().expect(204);
			a.update(a.asUpdate("software_id", "b")).expect(200);
		}
	}

	@Test
	void updateWhenTokenStaysTheSameThenPlaceMovesFromWhereTheClientIs() {
		try (TestServer server = TestServer.start("dcr.quota.software-id=1",
				"dcr.registration-access-token.rotate-on-update=false")) {
			Registered client = server.registered(client("a.example", "a"));
			client.update(client.asUpdate("software_id", "b")).expect(200);
			client.update(client.asUpdate("software_id", "c")).expect(200);
			server.register(client("a.example", "a")).expect(201);
			server.register(client("a.example", "b")).expect(201);
			assertFull(server.register(client("a.example", "c")), "with this software_id");
		}
	}

	@Test
	void registerWhenRedirectHostIsFullThen403AndDevicesDontCount() {
		try (TestServer server = TestServer.start("dcr.quota.redirect-host=1",
				"dcr.redirect-uris.allowed-schemes=myapp")) {
			Registered client = server
				.registered(redirecting("https://a.example/1", "https://a.example:8443/2", "https://b.example/"));
			assertFull(server.register(redirecting("https://a.example/3")), "that redirect to a.example");
			assertFull(server.register(redirecting("https://c.example/3", "https://b.example/")),
					"that redirect to b.example");
			server.register(redirecting("https://c.example/3")).expect(201);
			client.update(client.asUpdate("redirect_uris", new String[] { "https://b.example/" })).expect(200);
			server.register(redirecting("https://a.example/3")).expect(201);
			for (int i = 0; i < 2; i++) {
				server.register("""
						{"redirect_uris": ["http://localhost/", "http://127.0.0.1:1/", "http://[::1]/", "myapp:/a",
						"com.example.app://a.example/"], "application_type": "native"}""").expect(201);
			}
		}
	}

	@Test
	void registerWhenPrincipalHasEnoughThen403AndOthersMay() {
		try (TestServer server = TestServer.start("dcr.permission=authenticated", "dcr.quota.principal=1")) {
			String[] caller = Registered.bearer(server.accessToken(TestServer.CALLER, "other"));
			server.register(client("a.example", "a"), caller).expect(201);
			assertFull(server.register(client("a.example", "a"), caller), "by you");
			server
				.register(client("a.example", "a"),
						Registered.bearer(server.accessToken(TestServer.OPAQUE_CALLER, "other")))
				.expect(201);
		}
	}

	@Test
	void registerWhenInitialAccessTokenHasEnoughThen403AndOthersMay() {
		try (TestServer server = TestServer.start("dcr.permission=initial-access-token",
				"dcr.quota.initial-access-token=1")) {
			String[] one = Registered.bearer(initialAccessToken(server));
			server.register(client("a.example", "a"), one).expect(201);
			assertFull(server.register(client("a.example", "a"), one), "with this initial access token");
			server.register(client("a.example", "a"), Registered.bearer(initialAccessToken(server))).expect(201);
		}
	}

	private static String initialAccessToken(TestServer server) {
		return server.bean(InitialAccessTokens.class).issue(InitialAccessTokenTerms.SINGLE_USE.withUses(5)).value();
	}

	@Test
	void startWhenClientsAreThereThenTheyCount() {
		TestDatabase database = TestDatabases.h2().createSpringTables();
		try (TestServer server = TestServer.start(database, "dcr.quota.total=-1")) {
			server.register(client("a.example", "a")).expect(201);
			server.register(client("a.example", "a")).expect(201);
		}
		try (TestServer server = TestServer.start(database, "dcr.quota.total=3", "dcr.quota.software-id=2")) {
			assertFull(server.register(client("a.example", "a")), "with this software_id");
			server.register(client("a.example", "b")).expect(201);
			assertFull(server.register(client("a.example", "b")), "here");
		}
	}

}
