package io.github.opendcr.e2e.feature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.SeenEvents;
import io.github.opendcr.testkit.StatementIssuer;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A registration that only tells what would come of it: by the rules of a real one, and
 * nothing of it stays.
 */
class DryRunTests {

	private static final String DRY = "/oauth2/register?dry_run=true";

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "Notes",
			 "scope": "openid profile admin", "contacts": ["me@client.example"], "unknown": 1}""";

	private static final String[] OF_NO_CLIENT = { "client_id", "client_id_issued_at", "client_secret",
			"client_secret_expires_at", "registration_access_token", "registration_client_uri" };

	private static final StatementIssuer issuer = new StatementIssuer();

	@AfterAll
	static void stopIssuer() {
		issuer.close();
	}

	/**
	 * What must be so wherever clients are kept.
	 */
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class Cases {

		private final Supplier<TestServer> start;

		TestServer server;

		Cases(Supplier<TestServer> start) {
			this.start = start;
		}

		@BeforeAll
		void start() {
			this.server = this.start.get();
		}

		@AfterAll
		void stop() {
			this.server.close();
		}

		static String[] properties() {
			return issuer.trusted("single-use=true", "dcr.dry-run.enabled=true", "dcr.quota.redirect-host=1",
					"dcr.quota.total=-1");
		}

		private Object stored() {
			return this.server.bean(ClientLifecycle.class).list(null, null, 1000);
		}

		private Answer dry(String body, String... headers) {
			Object before = stored();
			List<Object> events = List.copyOf(this.server.bean(SeenEvents.class).seen());
			Answer answer = this.server.post(DRY, body, headers);
			assertThat(stored()).isEqualTo(before);
			assertThat(this.server.bean(SeenEvents.class).seen()).isEqualTo(events);
			return answer;
		}

		@Test
		void registerWhenFineThenTellsWhatARegistrationWouldAndStoresNothing() {
			Answer answer = dry(CLIENT).expect(200);
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(answer.json()).doesNotContainKeys(OF_NO_CLIENT)
				.containsEntry("client_name", "Notes")
				.containsEntry("scope", "openid profile")
				.containsEntry("token_endpoint_auth_method", "client_secret_basic")
				.containsEntry("grant_types", List.of("authorization_code"));
			Registered client = this.server.registered(CLIENT);
			Map<String, Object> registered = new LinkedHashMap<>(client.answer().json());
			registered.keySet().removeAll(List.of(OF_NO_CLIENT));
			assertThat(answer.json()).isEqualTo(registered);
			client.delete().expect(204);
		}

		// Who registers has one method; more are for documents
		@Test
		void registerWhenSeveralMethodsAreNamedThenTellsWhatARegistrationWould() {
			String body = """
					{"redirect_uris": ["https://client.example/cb"],
					 "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"]}""";
			Map<String, Object> told = dry(body).expect(200).json();
			Registered client = this.server.registered(body);
			Map<String, Object> registered = new LinkedHashMap<>(client.answer().json());
			registered.keySet().removeAll(List.of(OF_NO_CLIENT));
			assertThat(told).isEqualTo(registered).doesNotContainKey("token_endpoint_auth_methods_supported");
			client.delete().expect(204);
		}

		@Test
		void registerWhenManyThingsAreWrongThenAllOfThemAreTold() {
			String body = """
					{"redirect_uris": ["javascript:alert(1)"], "client_name": "%s", "contacts": "me",
					 "logo_uri": "ftp://client.example/logo", "post_logout_redirect_uris": ["http://client.example/"],
					 "token_endpoint_auth_method": "magic", "grant_types": ["password"], "jwks": {"keys": []},
					 "jwks_uri": "https://client.example/jwks", "subject_type": "pairwise",
					 "id_token_signed_response_alg": "ES256", "require_pushed_authorization_requests": "yes",
					 "tls_client_certificate_bound_access_tokens": true,
					 "tls_client_auth_subject_dn": "cn=client"}""".formatted("x".repeat(300));
			Answer answer = dry(body).expect(400);
			List<Map<String, String>> errors = errors(answer);
			assertThat(errors).extracting((error) -> error.get("member"))
				.doesNotHaveDuplicates()
				.contains("redirect_uris", "client_name", "contacts", "logo_uri", "post_logout_redirect_uris",
						"token_endpoint_auth_method", "grant_types", "jwks", "subject_type",
						"id_token_signed_response_alg", "require_pushed_authorization_requests",
						"tls_client_certificate_bound_access_tokens", "tls_client_auth_subject_dn")
				.doesNotContain("response_types", "scope");
			assertThat(errors).filteredOn((error) -> error.get("member").equals("redirect_uris"))
				.extracting((error) -> error.get("error"))
				.containsExactly("invalid_redirect_uri");
			assertThat(errors).allSatisfy((error) -> {
				assertThat(error).containsOnlyKeys("error", "member", "description");
				assertThat(error.get("error")).isIn("invalid_client_metadata", "invalid_redirect_uri");
				assertThat(error.get("description")).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
			});
			assertThat(answer.json()).containsEntry("error", errors.get(0).get("error"))
				.containsEntry("error_description", errors.get(0).get("description"));
			// a registration is told the first of them, and no more
			Answer registration = this.server.register(body);
			Refusals.assertRefused(registration);
			assertThat(registration.string("error_description")).isEqualTo(errors.get(0).get("description"));
		}

		@Test
		void registerWhenLanguageTagsAreWrongThenAllOfThemAreTold() {
			Answer answer = dry("""
					{"redirect_uris": ["javascript:x"], "client_name#en_US": "Notes", "tos_uri#ü": "x",
					 "policy_uri#": [], "contacts": "me"}""").expect(400);
			assertThat(errors(answer)).extracting((error) -> error.get("member"))
				.contains("redirect_uris", "client_name#en_US", "tos_uri#ü", "policy_uri#", "contacts");
		}

		@Test
		void registerWhenEachOfTheViolationsIsMendedThenNoneIsLeft() {
			Map<String, Object> metadata = new LinkedHashMap<>(Map.of("redirect_uris", List.of("ftp://x/"),
					"client_name", 7, "scope", "openid,profile", "grant_types", List.of("refresh_token")));
			List<Map<String, String>> errors = errors(dry(Answer.write(metadata)).expect(400));
			errors.forEach((error) -> metadata.remove(error.get("member")));
			metadata.put("redirect_uris", List.of("https://mended.example/cb"));
			dry(Answer.write(metadata)).expect(200);
		}

		@Test
		void registerWhenBodyIsNoMetadataThenRefusedAsEver() {
			Refusals.assertRefused(dry("[]"));
			Refusals.assertRefused(dry("{\"client_name\": "));
			assertThat(this.server.send("POST", DRY, CLIENT, "Content-Type", "text/plain").status()).isEqualTo(415);
		}

		@Test
		void registerWhenTokenMayBeUsedOnceThenItIsNotSpent() {
			String token = this.server.bean(InitialAccessTokens.class)
				.issue(InitialAccessTokenTerms.SINGLE_USE)
				.value();
			String body = CLIENT.replace("client.example/cb", "token.example/cb");
			dry(body, Registered.bearer(token)).expect(200);
			dry(body, Registered.bearer(token)).expect(200);
			this.server.register(body, Registered.bearer(token)).expect(201);
			Refusals.assertInvalidToken(dry(body, Registered.bearer(token)));
		}

		@Test
		void registerWhenQuotaThenItIsCheckedAndNotTaken() {
			String body = CLIENT.replace("client.example/cb", "quota.example/cb");
			dry(body).expect(200);
			dry(body).expect(200);
			Registered client = this.server.registered(body);
			assertThat(dry(body).expect(403).json()).containsEntry("error", "access_denied");
			client.delete().expect(204);
			dry(body).expect(200);
		}

		@Test
		void registerWhenStatementMayBeUsedOnceThenItIsVerifiedAndNotUsed() {
			String body = Answer.write(Map.of("software_statement", issuer.statement("jti", getClass().getName(),
					"client_name", "Stated", "redirect_uris", List.of("https://stated.example/cb"))));
			assertThat(dry(body).expect(200).json()).containsEntry("client_name", "Stated");
			Registered client = this.server.registered(body);
			client.delete().expect(204);
			Answer again = dry(body).expect(400);
			assertThat(again.json()).containsEntry("error", "invalid_software_statement");
			String forged = Answer.write(Map.of("software_statement", "a.b.c", "client_name", 7));
			assertThat(dry(forged).expect(400).json()).containsEntry("error", "invalid_software_statement");
		}

		@ParameterizedTest
		@ValueSource(strings = { "dry_run=false", "dry_run", "dry_run=", "dry_run=TRUE", "dry_run=1",
				"dry_run=true&dry_run=true", "dry_run=false&dry_run=true", "dry_run=%FF" })
		void registerWhenItIsNotClearThenRefusedAndNothingRegistered(String query) {
			Object before = stored();
			Refusals.assertRefused(this.server.post("/oauth2/register?" + query, CLIENT));
			assertThat(stored()).isEqualTo(before);
		}

		@Test
		void manageWhenDryThenRefusedAndNothingChanged() {
			Registered client = this.server.registered(CLIENT.replace("client.example/cb", "managed.example/cb"));
			String dry = client.uri() + "?dry_run=true";
			String body = Answer.write(client.asUpdate("client_name", "Renamed"));
			for (Answer answer : List.of(this.server.send("PUT", dry, body, json(client)),
					this.server.send("DELETE", dry, "", client.answer().bearer()),
					this.server.post(client.uri() + "/secret?dry_run=true", "", client.answer().bearer()))) {
				Refusals.assertRefused(answer, "invalid_request", "dry_run");
			}
			assertThat(client.read().expect(200).json()).containsEntry("client_name", "Notes");
			client.delete().expect(204);
		}

		private static String[] json(Registered client) {
			List<String> headers = new ArrayList<>(List.of(client.answer().bearer()));
			headers.addAll(List.of("Content-Type", "application/json"));
			return headers.toArray(String[]::new);
		}

		@SuppressWarnings("unchecked")
		private static List<Map<String, String>> errors(Answer answer) {
			return (List<Map<String, String>>) answer.json().get("errors");
		}

	}

	/**
	 * In a database.
	 */
	@Nested
	class Jdbc extends Cases {

		Jdbc() {
			super(() -> TestServer.start(WithEvents.class, properties()));
		}

		@Test
		void registerThenNoTableHasARowMore() {
			Map<String, Integer> rows = this.server.rows();
			this.server.post(DRY, CLIENT).expect(200);
			assertThat(this.server.rows()).isEqualTo(rows);
		}

	}

	/**
	 * In memory.
	 */
	@Nested
	class InMemory extends Cases {

		InMemory() {
			super(() -> TestServer.startInMemory(WithEvents.class, properties()));
		}

	}

	/**
	 * How often, who, and on which terms, as for a registration.
	 */
	@Nested
	class AsARegistration {

		@Test
		void registerWhenOffThenRefusedAndNothingRegistered() {
			try (TestServer server = TestServer.startInMemory()) {
				Refusals.assertRefused(server.post(DRY, CLIENT), "invalid_request", "no dry run");
				assertThat(server.bean(ClientLifecycle.class).list(null, null, 10)).isEmpty();
			}
		}

		@Test
		void registerWhenLimitedAndOnTermsThenSo() {
			try (TestServer server = TestServer.startInMemory("dcr.dry-run.enabled=true", "dcr.approval=manual",
					"dcr.client-time-to-live=30d", "dcr.rate-limit.enabled=true", "dcr.rate-limit.address.limit=2")) {
				Answer answer = server.post(DRY, CLIENT).expect(200);
				assertThat(answer.json()).containsEntry("registration_status", "pending")
					.containsKey("registration_expires_at");
				server.register(CLIENT).expect(201);
				assertThat(server.post(DRY, CLIENT).status()).isEqualTo(429);
			}
		}

		@Test
		void registerWhenNobodyIsAuthenticatedThenRefusedBeforeAnythingIsLookedAt() {
			try (TestServer server = TestServer.startInMemory("dcr.permission=authenticated",
					"dcr.dry-run.enabled=true")) {
				Refusals.assertUnauthorized(server.post(DRY, "["));
				String token = server.accessToken(TestServer.CALLER, "client.create");
				server.post(DRY, CLIENT, Registered.bearer(token)).expect(200);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(SeenEvents.class)
	static class WithEvents {

	}

}
