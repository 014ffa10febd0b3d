package io.github.opendcr.e2e.rfc;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.registration.AnswerKeeper;
import io.github.opendcr.registration.ClientConfigurationService;
import io.github.opendcr.registration.ClientInformation;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 7592, section by section, against a running server. Many requests at once and what
 * a deprovisioning takes along are in {@code RegistrationLifecycleContract}, secrets in
 * {@code ClientSecretTests}.
 */
class Rfc7592Tests {

	private static final String FULL = """
			{"redirect_uris": ["https://client.example/cb", "com.example.app:/cb"],
			"token_endpoint_auth_method": "client_secret_post",
			"grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
			"client_name": "Client", "client_name#fr": "Le client", "client_uri": "https://client.example/",
			"logo_uri": "https://client.example/logo", "scope": "openid email", "contacts": ["ops@client.example"],
			"tos_uri": "https://client.example/tos", "policy_uri": "https://client.example/policy",
			"software_id": "id", "software_version": "1", "application_type": "web",
			"post_logout_redirect_uris": ["https://client.example/bye"]}""";

	private static final String MINIMAL = """
			{"redirect_uris": ["https://client.example/cb"]}""";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.shared();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private void assertUnchanged(Registered client) {
		Map<String, Object> expected = client.answer().json();
		expected.remove("client_secret");
		assertThat(client.read().expect(200).json()).isEqualTo(expected);
	}

	@Nested
	class Section1Introduction {

		@Test
		void registerThenFullUrl() {
			Registered client = server.registered(MINIMAL);
			assertThat(client.uri()).isEqualTo(server.base() + "/oauth2/register/" + client.id());
		}

		@Test
		void registerWhenPathConfiguredThenUrlThere() {
			try (TestServer elsewhere = TestServer.start("dcr.path=/connect/clients")) {
				Answer answer = elsewhere.http().post("/connect/clients", MINIMAL);
				Registered client = new Registered(elsewhere.http(), answer.expect(201));
				assertThat(client.uri()).isEqualTo(elsewhere.base() + "/connect/clients/" + client.id());
				assertThat(client.read().status()).isEqualTo(200);
				assertThat(elsewhere.register(MINIMAL).status()).isNotEqualTo(201);
			}
		}

	}

	@Nested
	class Section2ClientConfigurationEndpoint {

		@ParameterizedTest
		@ValueSource(strings = { "GET", "PUT", "DELETE" })
		void requestWhenNoTokenThen401(String method) {
			Registered client = server.registered(MINIMAL);
			Refusals.assertUnauthorized(server.http().send(method, client.uri(), BodyPublishers.noBody()));
			assertUnchanged(client);
		}

		@ParameterizedTest
		@ValueSource(strings = { "Basic %s", "%s", "Token %s", "Bearer_%s", "BearerX %s" })
		void requestWhenOtherCredentialsThen401WithoutErrorCode(String authorization) {
			Registered client = server.registered(MINIMAL);
			String header = authorization.formatted(client.token());
			Refusals.assertUnauthorized(server.http().get(client.uri(), "Authorization", header));
			Refusals.assertUnauthorized(server.http().put(client.uri(), "{", "Authorization", header));
			Refusals.assertUnauthorized(server.http().delete(client.uri(), "Authorization", header));
			assertUnchanged(client);
		}

		@ParameterizedTest
		@ValueSource(strings = { "Bearer wrong", "Basic x" })
		void requestWhenTwoAuthorizationHeadersThen400(String other) {
			Registered client = server.registered(MINIMAL);
			String[] first = { "Authorization", "Bearer " + client.token(), "Authorization", other };
			String[] last = { "Authorization", other, "Authorization", "Bearer " + client.token() };
			for (String[] headers : List.of(first, last)) {
				Refusals.assertRefused(server.http().get(client.uri(), headers), "invalid_request");
				Refusals.assertRefused(server.http().put(client.uri(), "{", headers), "invalid_request");
				Refusals.assertRefused(server.http().delete(client.uri(), headers), "invalid_request");
			}
			assertUnchanged(client);
		}

		@ParameterizedTest
		@ValueSource(strings = { "Bearer wrong", "Bearer", "Bearer  ", "Bearer %sx", "Bearer x%s", "Bearer %s,x",
				"Bearer \"%s\"" })
		void requestWhenTokenWrongThen401AndBodyNotRead(String authorization) {
			Registered client = server.registered(MINIMAL);
			String header = authorization.formatted(client.token());
			Refusals.assertInvalidToken(server.http().get(client.uri(), "Authorization", header));
			Refusals.assertInvalidToken(server.http().put(client.uri(), "{", "Authorization", header));
			Refusals.assertInvalidToken(server.http().delete(client.uri(), "Authorization", header));
			assertUnchanged(client);
		}

		@Test
		void requestWhenTokenInUrlOrFormThen401() {
			Registered client = server.registered(MINIMAL);
			Refusals.assertUnauthorized(server.http().get(client.uri() + "?access_token=" + client.token()));
			Refusals.assertUnauthorized(server.http()
				.send("PUT", client.uri(), BodyPublishers.ofString("access_token=" + client.token()), "Content-Type",
						"application/x-www-form-urlencoded"));
		}

		@Test
		void requestWhenSchemeInOtherCaseThenAccepted() {
			Registered client = server.registered(MINIMAL);
			assertThat(server.http().get(client.uri(), "Authorization", "bearer " + client.token()).status())
				.isEqualTo(200);
		}

		@ParameterizedTest
		@ValueSource(strings = { "POST", "PATCH" })
		void requestWhenMethodNotSupportedThen405WithAllow(String method) {
			Registered client = server.registered(MINIMAL);
			Answer answer = server.http()
				.send(method, client.uri(), BodyPublishers.ofString("{}"), Registered.bearer(client.token()));
			assertThat(answer.status()).isEqualTo(405);
			assertThat(answer.header("Allow")).contains("GET", "PUT", "DELETE");
			Refusals.assertRefused(answer);
		}

		@Test
		void headThen405() {
			Registered client = server.registered(MINIMAL);
			Answer answer = server.http()
				.send("HEAD", client.uri(), BodyPublishers.noBody(), Registered.bearer(client.token()));
			assertThat(answer.status()).isEqualTo(405);
			assertThat(answer.header("Allow")).contains("GET");
		}

		@Test
		void requestWhenTokenIsAnAccessTokenThen401() {
			Registered client = server.registered(MINIMAL);
			Refusals.assertInvalidToken(server.http()
				.get(client.uri(), Registered.bearer(server.accessToken(TestServer.CALLER, "client.create"))));
		}

	}

	@Nested
	class Section21Read {

		@Test
		void readThenClientInformationResponse() {
			Registered client = server.registered(FULL);
			Answer answer = client.read();
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Content-Type")).isEqualTo("application/json");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(answer.header("Pragma")).isEqualTo("no-cache");
			assertUnchanged(client);
		}

		// The secret is shown once; what isn't issued anew is not void
		@Test
		void readThenNoSecretAndNothingIsVoid() {
			Registered client = server.registered(FULL);
			assertThat(client.read().json()).doesNotContainKey("client_secret")
				.containsEntry("client_secret_expires_at", 0);
			assertThat(client.read().json()).containsEntry("registration_access_token", client.token())
				.containsEntry("client_id", client.id());
		}

		@Test
		void readWhenTokenOfAnotherClientThenAsIfUnknown() {
			Registered client = server.registered(MINIMAL);
			Registered other = server.registered(MINIMAL);
			Answer foreign = server.http().get(client.uri(), Registered.bearer(other.token()));
			Answer unknown = server.http()
				.get(server.base() + "/oauth2/register/unknown", Registered.bearer(other.token()));
			Refusals.assertInvalidToken(foreign);
			assertThat(unknown.body()).isEqualTo(foreign.body());
			assertThat(unknown.header("WWW-Authenticate")).isEqualTo(foreign.header("WWW-Authenticate"));
			assertThat(foreign.body()).doesNotContain(client.id());
		}

		@ParameterizedTest
		@ValueSource(strings = { "caller", "'%20OR%20'1'='1", "é", "%F0%9F%98%80", "..%2Fx", "a%00b" })
		void readWhenClientIdStrangeThen4xx(String clientId) {
			Registered client = server.registered(MINIMAL);
			Answer answer = server.http()
				.get(server.base() + "/oauth2/register/" + clientId.replace("'", "%27").replace("é", "%C3%A9"),
						Registered.bearer(client.token()));
			// Spring's firewall refuses some of these before us
			assertThat(answer.status()).isBetween(400, 499);
			assertThat(answer.body()).doesNotContain(client.id());
		}

		@Test
		void readWhenClientIdOfHandRegisteredClientThen401() {
			Refusals.assertInvalidToken(server.http().get("/oauth2/register/caller", Registered.bearer("x")));
		}

		// 2.1: "the registration access token … SHOULD be immediately revoked"; it is of
		// no use, and would be again if the repository only lagged behind
		@Test
		void readWhenRepositoryDoesNotFindTheClientThen401AndNothingIsForgotten() {
			Registered client = server.registered(MINIMAL);
			RegisteredClient registered = server.find(client.id());
			server.bean(JdbcTemplate.class)
				.update("DELETE FROM oauth2_registered_client WHERE client_id = ?", client.id());
			Refusals.assertInvalidToken(client.read());
			Refusals.assertInvalidToken(client.update(client.asUpdate()));
			Refusals.assertInvalidToken(client.delete());
			server.bean(RegisteredClientRepository.class).save(registered);
			assertThat(client.read().status()).isEqualTo(200);
		}

		// 2.1.f, no permission: nothing to test, since a token is for all methods or
		// invalid

	}

	@Nested
	class Section22Update {

		// Open Finance Brazil: the answer, less the forbidden members, is an update
		@ParameterizedTest
		@ValueSource(strings = { FULL, MINIMAL,
				"{\"redirect_uris\": [\"http://localhost/cb\"], \"token_endpoint_auth_method\": \"none\"}" })
		void updateWhenAnswerIsSentBackThenNothingChanges(String json) {
			Registered client = server.registered(json);
			Answer answer = client.update(client.asUpdate());
			Map<String, Object> expected = client.answer().json();
			assertThat(answer.expect(200).json()).containsKey("registration_access_token");
			expected.remove("client_secret");
			expected.put("registration_access_token", answer.string("registration_access_token"));
			assertThat(answer.json()).isEqualTo(expected);
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		}

		@ParameterizedTest
		@ValueSource(strings = { "1", "[]", "{}", "true", "[\"%s\"]", "{\"a\": \"%s\"}" })
		void updateWhenClientIdIsNoStringThen400(String value) {
			Registered client = server.registered(MINIMAL);
			Refusals.assertRefused(client.update("""
					{"client_id": %s, "redirect_uris": ["https://client.example/cb"]}"""
				.formatted(value.formatted(client.id()))), "invalid_client_metadata", "client_id");
			assertUnchanged(client);
		}

		@ParameterizedTest
		@CsvSource({ "registration_access_token,\"x\"", "registration_access_token,[]", "registration_client_uri,{}",
				"client_secret_expires_at,[]", "client_id_issued_at,false",
				"registration_client_uri,\"https://as.example/x\"", "client_secret_expires_at,0",
				"client_id_issued_at,1" })
		void updateWhenForbiddenMemberThen400AndNothingChanges(String member, String value) {
			Registered client = server.registered(MINIMAL);
			Refusals
				.assertRefused(
						client.update("""
								{"client_id": "%s", "redirect_uris": ["https://client.example/new"], "%s": %s}"""
							.formatted(client.id(), member, value.replace("'", "\""))),
						"invalid_client_metadata", member);
			assertUnchanged(client);
		}

		@Test
		void updateThenValuesReplaceAndOmittedOnesAreGone() {
			Registered client = server.registered(FULL);
			Registered updated = client.as(client.update("""
					{"client_id": "%s", "redirect_uris": ["https://client.example/new"], "client_name": "New"}"""
				.formatted(client.id())));
			assertThat(updated.read().json()).containsEntry("redirect_uris", List.of("https://client.example/new"))
				.containsEntry("client_name", "New")
				.containsEntry("token_endpoint_auth_method", "client_secret_basic")
				.containsEntry("grant_types", List.of("authorization_code"))
				.containsEntry("scope", "openid profile")
				.doesNotContainKeys("client_name#fr", "client_uri", "logo_uri", "contacts", "tos_uri", "policy_uri",
						"software_id", "software_version", "application_type", "post_logout_redirect_uris");
			assertThat(server.find(client.id()).getRedirectUris()).containsExactly("https://client.example/new");
			assertThat(server.find(client.id()).getPostLogoutRedirectUris()).isEmpty();
			assertThat(server.find(client.id()).getScopes()).containsExactlyInAnyOrder("openid", "profile");
			assertThat(server.find(client.id()).getAuthorizationGrantTypes()).hasSize(1);
		}

		@Test
		void updateWhenNullOrEmptyThenAsIfOmitted() {
			Registered client = server.registered(FULL);
			Answer answer = client
				.update("""
						{"client_id": "%s", "redirect_uris": ["https://client.example/cb"], "client_name": null,
						"client_uri": "", "contacts": [], "grant_types": null, "scope": "", "post_logout_redirect_uris": []}"""
					.formatted(client.id()));
			assertThat(answer.expect(200).json())
				.doesNotContainKeys("client_name", "client_uri", "contacts", "post_logout_redirect_uris")
				.containsEntry("grant_types", List.of("authorization_code"))
				.containsEntry("scope", "openid profile");
		}

		@ParameterizedTest
		@ValueSource(strings = { "null", "\"\"", "\"caller\"", "5", "[\"x\"]", "{}" })
		void updateWhenClientIdIsAnotherThen400AndNothingChanges(String clientId) {
			Registered client = server.registered(MINIMAL);
			Refusals.assertRefused(client.update("""
					{"client_id": %s, "redirect_uris": ["https://client.example/new"]}""".formatted(clientId)),
					"invalid_client_metadata", "client_id");
			assertUnchanged(client);
		}

		@Test
		void updateWhenClientIdMissingThen400() {
			Registered client = server.registered(MINIMAL);
			Refusals.assertRefused(client.update(MINIMAL), "invalid_client_metadata", "client_id");
			assertUnchanged(client);
		}

		@Test
		void updateWhenCurrentSecretThenAccepted() {
			Registered client = server.registered(MINIMAL);
			Answer answer = client.update(client.asUpdate("client_secret", client.secret()));
			assertThat(answer.expect(200).json()).doesNotContainKey("client_secret");
		}

		@ParameterizedTest
		@ValueSource(strings = { "\"chosen-by-the-client\"", "5", "0", "1.5", "[\"x\"]", "[]", "[[]]", "{}",
				"{\"a\": 1}", "true", "false", "\"{noop}x\"" })
		void updateWhenAnotherSecretThen400AndNothingChanges(String secret) {
			Registered client = server.registered(MINIMAL);
			Refusals.assertRefused(client.update("""
					{"client_id": "%s", "client_secret": %s, "redirect_uris": ["https://client.example/cb"]}"""
				.formatted(client.id(), secret)), "invalid_client_metadata", "client_secret");
			assertUnchanged(client);
		}

		@Test
		void updateWhenSecretOfAPublicClientThen400() {
			Registered client = server.registered("""
					{"redirect_uris": ["http://localhost/cb"], "token_endpoint_auth_method": "none"}""");
			Refusals.assertRefused(client.update(client.asUpdate("client_secret", "x")), "invalid_client_metadata",
					"client_secret");
		}

		@ParameterizedTest
		@ValueSource(strings = { "\"redirect_uris\": [\"http://client.example/cb\"]",
				"\"redirect_uris\": [\"https://a.example/cb\", \"javascript:alert(1)\"]", "\"client_name\": \"x\"",
				"\"redirect_uris\": [\"https://a.example/cb\"], \"logo_uri\": \"data:x\"",
				"\"redirect_uris\": [\"https://a.example/cb\"], \"token_endpoint_auth_method\": \"private_key_jwt\"",
				"\"redirect_uris\": [\"https://a.example/cb\"], \"grant_types\": [\"implicit\"]",
				"\"redirect_uris\": [\"https://a.example/cb\"], \"software_statement\": \"x\"" })
		void updateWhenValueInvalidThen400AndNothingChanges(String members) {
			Registered client = server.registered(FULL);
			Map<String, Integer> before = server.rows();
			assertThat(client.update("{\"client_id\": \"%s\", %s}".formatted(client.id(), members)).status())
				.isEqualTo(400);
			assertUnchanged(client);
			assertThat(server.rows()).isEqualTo(before);
			assertThat(server.find(client.id()).getRedirectUris()).contains("https://client.example/cb");
		}

		@Test
		void updateWhenServerReplacesValueThenAnswerTells() {
			Registered client = server.registered(MINIMAL);
			assertThat(client.update(client.asUpdate("scope", "email admin")).expect(200).json()).containsEntry("scope",
					"email");
		}

		@Test
		void updateThenAuthorizationUsesNewRedirectUri() {
			Registered client = server.registered(MINIMAL);
			client.as(client.update(client.asUpdate("redirect_uris", List.of("https://client.example/new"))));
			Browser browser = new Browser(server.http());
			assertThat(browser.authorizeStatus(client.id(), "https://client.example/cb")).isEqualTo(400);
			assertThat(browser.code(client.id(), "https://client.example/new", "openid profile")).isNotEmpty();
		}

		@Test
		void updateKeepsTokensOfUsers() {
			Registered client = server.registered(MINIMAL);
			Answer tokens = server.tokensByCode(client, "https://client.example/cb", "openid").expect(200);
			client.update(client.asUpdate("client_name", "New")).expect(200);
			assertThat(server.introspect(tokens.string("access_token")).json()).containsEntry("active", true);
		}

	}

	@Nested
	class Section23Delete {

		// 204 and what goes along: RegistrationLifecycleContract
		@Test
		void deleteThenRowsAreGone() {
			Map<String, Integer> before = server.rows();
			Registered client = server.registered(MINIMAL);
			server.tokensByCode(client, "https://client.example/cb", "openid profile").expect(200);
			assertThat(server.rows()).isNotEqualTo(before);
			assertThat(client.delete().status()).isEqualTo(204);
			assertThat(server.rows()).isEqualTo(before);
		}

		@Test
		void deleteWithBodyThenBodyIgnored() {
			Registered client = server.registered(MINIMAL);
			assertThat(server.http()
				.send("DELETE", client.uri(), BodyPublishers.ofString("{"), Registered.bearer(client.token()))
				.status()).isEqualTo(204);
		}

		@Test
		void deleteWhenRepositoryCannotRemoveThen405() {
			try (TestServer server = TestServer.start(OwnRepository.class,
					"spring.main.allow-bean-definition-overriding=true")) {
				Registered client = server.registered(MINIMAL);
				Answer answer = client.delete();
				assertThat(answer.status()).isEqualTo(405);
				assertThat(answer.header("Allow")).contains("GET", "PUT").doesNotContain("DELETE");
				Refusals.assertRefused(answer);
				assertThat(client.update(client.asUpdate()).status()).isEqualTo(200);
			}
		}

		@Configuration(proxyBeanMethods = false)
		static class OwnRepository {

			@Bean
			RegisteredClientRepository registeredClientRepository() {
				RegisteredClientRepository clients = new InMemoryRegisteredClientRepository(
						TestServer.handRegistered());
				return new RegisteredClientRepository() {

					@Override
					public void save(RegisteredClient registeredClient) {
						clients.save(registeredClient);
					}

					@Override
					public RegisteredClient findById(String id) {
						return clients.findById(id);
					}

					@Override
					public RegisteredClient findByClientId(String clientId) {
						return clients.findByClientId(clientId);
					}

				};
			}

		}

	}

	@Nested
	class Section3InformationResponse {

		@Test
		void everyAnswerHasUrlAndToken() {
			Registered client = server.registered(MINIMAL);
			Answer read = client.read();
			Answer update = client.update(client.asUpdate());
			for (Answer answer : List.of(client.answer(), read, update)) {
				assertThat(answer.json()).containsEntry("registration_client_uri", client.uri())
					.containsKeys("registration_access_token", "client_id", "client_id_issued_at");
			}
			assertThat(update.json().get("client_id_issued_at")).isEqualTo(read.json().get("client_id_issued_at"));
		}

	}

	@Nested
	class Section5Security {

		@Test
		void tokenIsStoredAsHashOnly() {
			Registered client = server.registered(MINIMAL);
			List<Map<String, Object>> rows = server.bean(JdbcTemplate.class)
				.queryForList("SELECT * FROM dcr_client_registration WHERE client_id = ?", client.id());
			assertThat(rows).hasSize(1);
			assertThat(rows.toString()).doesNotContain(client.token()).doesNotContain(client.secret());
		}

		@Test
		void updateThenTokenRotates() {
			Registered client = server.registered(MINIMAL);
			Registered updated = client.as(client.update(client.asUpdate()));
			assertThat(updated.token()).isNotEqualTo(client.token());
			assertThat(updated.read().status()).isEqualTo(200);
			Refusals.assertInvalidToken(client.read());
			Refusals.assertInvalidToken(client.update(client.asUpdate()));
			Refusals.assertInvalidToken(client.delete());
		}

		@Test
		void updateWhenRefusedThenTokenStays() {
			Registered client = server.registered(MINIMAL);
			client.update("{").expect(400);
			client.update("{}").expect(400);
			assertThat(client.read().status()).isEqualTo(200);
		}

		@Test
		void updateWhenRotationIsOffThenTokenStays() {
			try (TestServer still = TestServer.shared("dcr.registration-access-token.rotate-on-update=false")) {
				Registered client = still.registered(MINIMAL);
				for (int i = 0; i < 3; i++) {
					assertThat(client.update(client.asUpdate("client_name", "Name " + i)).expect(200).json())
						.containsEntry("registration_access_token", client.token());
				}
				assertThat(client.read().json()).containsEntry("client_name", "Name 2");
				assertThat(client.delete().status()).isEqualTo(204);
			}
		}

		// Begun before another one that ends first, as with a body that comes slowly
		@Test
		void updateWhenRotationIsOffAndAnotherCameBetweenThenNoSecretComesBack() {
			try (TestServer still = TestServer.shared("dcr.registration-access-token.rotate-on-update=false")) {
				Registered client = still.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
				ClientConfigurationService service = still.bean(ClientRegistrationService.class).configuration();
				StoredClient slow = service.authenticate(client.id(), client.token());
				client.update(client.asUpdate("token_endpoint_auth_method", "none")).expect(200);
				ClientInformation updated = service.update(slow, client.token(),
						ClientMetadata
							.of(Map.of("client_id", client.id(), "redirect_uris", List.of("https://client.example/cb"),
									"token_endpoint_auth_method", "client_secret_post")),
						(any) -> {
						}, AnswerKeeper.NONE);
				assertThat(updated.clientSecret()).isNotNull().isNotEqualTo(client.secret());
				assertThat(still.find(client.id()).getClientSecret()).isNotEqualTo(slow.client().getClientSecret());
			}
		}

		@Test
		void requestWhenTokenExpiredThen401() {
			try (TestServer brief = TestServer.start("dcr.registration-access-token.time-to-live=0s")) {
				Registered client = brief.registered(MINIMAL);
				Refusals.assertInvalidToken(client.read());
				Refusals.assertInvalidToken(client.update(client.asUpdate()));
				Refusals.assertInvalidToken(client.delete());
				assertThat(brief.find(client.id())).isNotNull();
			}
		}

		@Test
		void updateWhenTokenLivesForAWhileThenNewOneLivesAsLong() {
			try (TestServer brief = TestServer.start(MutableClock.class, MutableClock.HOURLY)) {
				MutableClock clock = brief.bean(MutableClock.class);
				Registered client = brief.registered(MINIMAL);
				clock.advance(Duration.ofHours(1).minus(Duration.ofMinutes(1)));
				Registered updated = client.as(client.update(client.asUpdate()));
				clock.advance(Duration.ofMinutes(2));
				assertThat(updated.read().status()).isEqualTo(200);
				clock.advance(Duration.ofHours(1));
				Refusals.assertInvalidToken(updated.read());
			}
		}

		@Test
		void requestWhenScopeOfTokensChangedThen401() {
			TestDatabase database = TestDatabases.h2().createSpringTables();
			try (TestServer before = TestServer.start(database);
					TestServer after = TestServer.start(database, "dcr.registration-access-token.scope=other")) {
				Registered client = before.registered(MINIMAL);
				String path = "/oauth2/register/" + client.id();
				assertThat(before.http().get(path, Registered.bearer(client.token())).status()).isEqualTo(200);
				Refusals.assertInvalidToken(after.http().get(path, Registered.bearer(client.token())));
				assertThat(after.registered(MINIMAL).read().status()).isEqualTo(200);
			}
		}

	}

	@Nested
	class ManagementDisabled {

		private static TestServer unmanaged;

		@BeforeAll
		static void start() {
			unmanaged = TestServer.start("dcr.management.enabled=false");
		}

		@AfterAll
		static void stop() {
			unmanaged.close();
		}

		@Test
		void registerThenNoTokenAndNoUrl() {
			assertThat(unmanaged.register(MINIMAL).expect(201).json())
				.doesNotContainKeys("registration_access_token", "registration_client_uri")
				.containsKeys("client_id", "client_secret");
		}

		@ParameterizedTest
		@ValueSource(strings = { "GET", "PUT", "DELETE" })
		void requestThenNoSuchEndpoint(String method) {
			String clientId = unmanaged.register(MINIMAL).string("client_id");
			Answer answer = unmanaged.http()
				.send(method, "/oauth2/register/" + clientId, BodyPublishers.noBody(), Registered.bearer("x"));
			// What the application answers for any path that it doesn't have
			Answer none = unmanaged.http()
				.send(method, "/no/such/path", BodyPublishers.noBody(), Registered.bearer("x"));
			assertThat(answer.status()).isEqualTo(none.status()).isNotEqualTo(200);
			assertThat(unmanaged.find(clientId)).isNotNull();
		}

		@Test
		void requestWhenRegisteredWithManagementThenTokenWorksOnlyThere() {
			TestDatabase database = TestDatabases.h2().createSpringTables();
			try (TestServer off = TestServer.start(database, "dcr.management.enabled=false");
					TestServer on = TestServer.start(database)) {
				String path = "/oauth2/register/" + off.register(MINIMAL).string("client_id");
				Refusals.assertInvalidToken(on.http().get(path, Registered.bearer("null")));
				Refusals.assertInvalidToken(on.http().get(path, Registered.bearer("x")));
			}
		}

	}

}
