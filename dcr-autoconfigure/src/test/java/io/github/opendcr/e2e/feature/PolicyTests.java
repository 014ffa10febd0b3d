package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Policies are bound to whoever lets a client in. A client is judged by its policy when
 * it registers and whenever it is updated, and can't slip past it.
 */
class PolicyTests {

	private static final String PERMISSION = "dcr.permission=initial-access-token";

	private static final String URIS = "\"redirect_uris\": [\"https://partner.example/cb\"]";

	private static void assertPolicyGone(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
		Refusals.assertRefused(answer);
		assertThat(answer.json()).containsEntry("error", "access_denied");
		assertThat(answer.string("error_description")).contains("policy", "operator", "read and deleted");
	}

	@Test
	void registerWhenPropertyIsForEveryoneThenHoldsWithoutAPolicyAndIsInherited() {
		try (TestServer server = TestServer.startInMemory(ByHeader.class,
				"dcr.forced-metadata={\"client_name\": \"Ours\"}", "dcr.refused-metadata=logo_uri", "dcr.max-clients=1",
				"dcr.policies.own.max-clients=2", "dcr.policies.named.approval=manual")) {
			for (String[] policy : new String[][] { {}, { "X-Policy", "named" }, { "X-Policy", "own" } }) {
				Refusals.assertRefused(
						server.register("{%s, \"logo_uri\": \"https://a.example/\"}".formatted(URIS), policy),
						"invalid_client_metadata", "logo_uri");
				assertThat(server.register("{%s}".formatted(URIS), policy).expect(201).string("client_name"))
					.isEqualTo("Ours");
			}
			server.register("{%s}".formatted(URIS), "X-Policy", "own").expect(201);
			for (String[] policy : new String[][] { {}, { "X-Policy", "named" }, { "X-Policy", "own" } }) {
				assertThat(server.register("{%s}".formatted(URIS), policy).expect(403).string("error_description"))
					.contains("under your policy");
			}
		}
	}

	/**
	 * What each policy says, one by one: by whom a client is let in is for a permission
	 * to say, and this one believes a header.
	 */
	@Nested
	class EachSetting {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer.start(ByHeader.class,
					"dcr.allowed-grant-types=authorization_code,refresh_token,implicit",
					"dcr.policies.open.require-proof-key=true", "dcr.policies.grants.allowed-grant-types=refresh_token",
					"dcr.policies.machine.allowed-grant-types=client_credentials",
					"dcr.policies.responses.allowed-grant-types=authorization_code,implicit",
					"dcr.policies.responses.allowed-response-types=code,id_token token",
					"dcr.policies.scopes.allowed-scopes=a,b", "dcr.policies.defaults.allowed-scopes=a,b",
					"dcr.policies.defaults.default-scopes=a",
					"dcr.policies.post.allowed-token-endpoint-auth-methods=client_secret_post",
					"dcr.policies.public.allowed-token-endpoint-auth-methods=none",
					"dcr.policies.public.default-metadata={\"token_endpoint_auth_method\": \"none\"}",
					"dcr.policies.public.public-clients.refresh-tokens=true",
					"dcr.policies.hosts.redirect-uris.allowed-hosts=partner.example",
					"dcr.policies.hosts.redirect-uris.allow-loopback=false",
					"dcr.policies.hosts.redirect-uris.allow-private-use-schemes=false",
					"dcr.policies.hosts.redirect-uris.allowed-schemes=com.partner.app",
					"dcr.policies.http.redirect-uris.require-https=false",
					"dcr.policies.dropping.redirect-uris.drop-refused=true",
					"dcr.policies.dropping.redirect-uris.allowed-schemes=cursor",
					"dcr.policies.native.allowed-application-types=native", "dcr.policies.few.max-clients=1",
					"dcr.policies.web.allowed-application-types=web",
					"dcr.software-statement.trusted-issuers[0].issuer=https://directory.example",
					"dcr.software-statement.trusted-issuers[0].jwks-location=http://localhost:1/jwks.json",
					"dcr.policies.statement.require-software-statement=true",
					"dcr.policies.relaxed.require-proof-key=false",
					"dcr.policies.relaxed.require-authorization-consent=false",
					"dcr.policies.secrets.client-secret.time-to-live=1h", "dcr.policies.terms.approval=manual",
					"dcr.policies.terms.client-time-to-live=2h",
					"dcr.policies.members.default-metadata={\"client_uri\": \"https://partner.example\", \"contacts\": [\"ops@partner.example\"]}",
					"dcr.policies.members.forced-metadata={\"client_name\": \"Partner, Inc.\"}",
					"dcr.policies.members.refused-metadata=logo_uri,software_id");
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
				grants    | "grant_types": ["authorization_code"]                             | refresh_token
				grants    | "grant_types": null                                               | refresh_token
				grants    | "grant_types": []                                                 | refresh_token
				grants    | "response_types": ["code"]                                        | refresh_token
				grants    | "grant_types": ["refresh_token"]                                  | another one
				machine   | "token_endpoint_auth_method": "none", "grant_types": ["client_credentials"] | none
				responses | "grant_types": ["implicit"]                                       | code, id_token token
				responses | "response_types": ["token"], "grant_types": ["implicit"]          | code, id_token token
				responses | "response_types": ["token", "token"], "grant_types": ["implicit"] | code, id_token token
				scopes    | "scope": "profile"                                                | a, b
				scopes    | "scope": "openid profile admin"                                   | a, b
				post      | "token_endpoint_auth_method": "none"                              | client_secret_post
				post      | "token_endpoint_auth_method": null                                | client_secret_post
				post      | "token_endpoint_auth_method": ""                                  | client_secret_post
				post      | "x": 1                                                            | client_secret_post
				public    | "token_endpoint_auth_method": "client_secret_basic"               | none
				native    | "application_type": "web"                                         | native
				native    | "application_type": null                                          | native
				native    | "application_type": " "                                           | native
				native    | "x": 1                                                            | native
				web       | "application_type": "native"                                      | web
				statement | "software_statement": null                                        | required
				statement | "software_statement": ""                                          | required
				statement | "x": 1                                                            | required
				members   | "logo_uri": "https://partner.example/logo.png"                    | logo_uri
				members   | "logo_uri#fr": "https://partner.example/logo.png"                 | logo_uri
				members   | "software_id": "x"                                                | software_id
				hosts     | "post_logout_redirect_uris": ["https://evil.example/bye"]         | host
				""")
		void registerOrUpdateWhenPolicyDoesNotAllowThenRefused(String policy, String members, String word) {
			Map<String, Integer> before = server.rows();
			String json = "{%s, %s}".formatted(URIS, members);
			Refusals.assertRefused(register(policy, json), "invalid_client_metadata", word);
			assertThat(server.rows()).isEqualTo(before);
			String allowed = switch (policy) {
				case "machine" -> "{\"grant_types\": [\"client_credentials\"]}";
				case "post" -> "{%s, \"token_endpoint_auth_method\": \"client_secret_post\"}".formatted(URIS);
				case "native" -> "{%s, \"application_type\": \"native\"}".formatted(URIS);
				default -> "{%s}".formatted(URIS);
			};
			if (policy.equals("statement") || policy.equals("grants")) {
				return; // nobody can register
			}
			Registered client = new Registered(server.http(), register(policy, allowed).expect(201));
			Refusals.assertRefused(client.update(json.replace("{\"", "{\"client_id\": \"" + client.id() + "\", \"")),
					"invalid_client_metadata", word);
			assertThat(client.read().expect(200).string("client_id")).isEqualTo(client.id());
		}

		@ParameterizedTest
		@ValueSource(strings = { "https://evil.example/cb", "https://a.partner.example/cb", "http://localhost/cb",
				"http://[::1]/cb", "com.evil.app:/cb", "com.partner.app2:/cb" })
		void registerOrUpdateWhenHostOrSchemeNotAllowedThenInvalidRedirectUri(String uri) {
			String uris = "\"redirect_uris\": [\"https://partner.example/cb\", \"%s\"]".formatted(uri);
			Refusals.assertRefused(register("hosts", "{%s}".formatted(uris)), "invalid_redirect_uri", uri);
			Registered client = new Registered(server.http(), register("hosts", "{%s}".formatted(URIS)).expect(201));
			Refusals.assertRefused(client.update("{\"client_id\": \"%s\", %s}".formatted(client.id(), uris)),
					"invalid_redirect_uri", uri);
		}

		@Test
		void registerOrUpdateWhenRefusedOnesAreDroppedThenAnswerHasTheOthers() {
			String uris = """
					"redirect_uris": ["https://one.example/cb", "cursor://anysphere.cursor-mcp/oauth/callback",
					"https://two.example/cb", "next-month://oauth/callback", "https://three.example/cb",
					"http://localhost:8787/callback"], "post_logout_redirect_uris": ["next-month://bye",
					"https://one.example/bye"]""";
			List<String> granted = List.of("https://one.example/cb", "cursor://anysphere.cursor-mcp/oauth/callback",
					"https://two.example/cb", "https://three.example/cb", "http://localhost:8787/callback");
			Refusals.assertRefused(register("open", "{%s}".formatted(uris)), "invalid_redirect_uri");
			Registered client = new Registered(server.http(), register("dropping", "{%s}".formatted(uris)).expect(201));
			Answer updated = client.update("{\"client_id\": \"%s\", %s}".formatted(client.id(), uris)).expect(200);
			for (Answer answer : List.of(client.answer(), updated)) {
				assertThat(answer.json()).containsEntry("redirect_uris", granted)
					.containsEntry("post_logout_redirect_uris", List.of("https://one.example/bye"));
			}
			assertThat(server.find(client.id()).getRedirectUris()).containsExactlyInAnyOrderElementsOf(granted);
		}

		@ParameterizedTest
		@ValueSource(strings = { "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JavaScript:x",
				"https://user@one.example/cb", "https://2130706433/cb", "next-month:cb", "next-month://a:99999/cb",
				"https://one.example/cb#x" })
		void registerOrUpdateWhenRefusedOnesAreDroppedButOneIsBadThenRefused(String uri) {
			String uris = "\"redirect_uris\": [\"https://one.example/cb\", \"%s\"]".formatted(uri);
			Refusals.assertRefused(register("dropping", "{%s}".formatted(uris)), "invalid_redirect_uri",
					"redirect_uris");
			Registered client = new Registered(server.http(), register("dropping", "{%s}".formatted(URIS)).expect(201));
			Refusals.assertRefused(client.update("{\"client_id\": \"%s\", %s}".formatted(client.id(), uris)),
					"invalid_redirect_uri", "redirect_uris");
		}

		@Test
		void registerWhenRefusedOnesAreDroppedAndNoneRemainsThenInvalidRedirectUri() {
			Refusals.assertRefused(register("dropping", "{\"redirect_uris\": [\"next-month://cb\", \"myapp:/cb\"]}"),
					"invalid_redirect_uri", "next-month://cb");
		}

		@Test
		void registerWhenHostOrSchemeAllowedThenRegistered() {
			register("hosts", "{\"redirect_uris\": [\"https://partner.example/cb\", \"com.partner.app:/cb\"]}")
				.expect(201);
			register("http", "{\"redirect_uris\": [\"http://partner.example/cb\"]}").expect(201);
			Refusals.assertRefused(register("open", "{\"redirect_uris\": [\"http://partner.example/cb\"]}"),
					"invalid_redirect_uri");
		}

		@ParameterizedTest
		@ValueSource(strings = { "", ", \"scope\": null", ", \"scope\": \"\"", ", \"scope\": \"openid profile\"",
				", \"scope\": \"a a\"" })
		void registerOrUpdateWhenNothingAllowedAskedThenDefaultsOfThePolicy(String scope) {
			String json = "{%s%s}".formatted(URIS, scope);
			Registered client = new Registered(server.http(), register("defaults", json).expect(201));
			assertThat(client.answer().json()).containsEntry("scope", "a");
			Answer updated = client.update(json.replace("{\"", "{\"client_id\": \"%s\", \"".formatted(client.id())))
				.expect(200);
			assertThat(updated.json()).containsEntry("scope", "a");
			assertThat(server.find(client.id()).getScopes()).containsExactly("a");
		}

		@Test
		void registerWhenPolicyListsScopesThenInheritsNoDefaultThatItDoesNotList() {
			assertThat(register("scopes", "{%s}".formatted(URIS)).expect(201).json()).doesNotContainKey("scope");
			assertThat(register("open", "{%s}".formatted(URIS)).expect(201).json()).containsEntry("scope",
					"openid profile");
		}

		@Test
		void registerWhenPolicyNarrowsThenAnswerTells() {
			Map<String, Object> answer = register("responses",
					"""
							{%s, "application_type": "native", "grant_types": ["authorization_code", "implicit", "refresh_token"],
							"response_types": ["token id_token", "token", "code", "code"], "scope": "openid admin"}"""
						.formatted(URIS))
				.expect(201)
				.json();
			assertThat(answer).containsEntry("grant_types", List.of("authorization_code", "implicit"))
				.containsEntry("response_types", List.of("token id_token", "code"))
				.containsEntry("scope", "openid");
		}

		@Test
		void registerWhenOneApplicationTypeIsAllowedThenOmittedMeansWebAndAnswerTells() {
			assertThat(register("web", "{%s}".formatted(URIS)).expect(201).json()).containsEntry("application_type",
					"web");
			assertThat(register("open", "{%s}".formatted(URIS)).expect(201).json())
				.doesNotContainKey("application_type");
		}

		@Test
		void registerOrUpdateThenMembersAreDefaultedAndForced() {
			Registered client = new Registered(server.http(), register("members", """
					{%s, "client_name": "PayPal", "client_name#fr": "PayPal", "contacts": [], "client_uri": null}"""
				.formatted(URIS)).expect(201));
			Map<String, Object> granted = Map.of("client_name", "Partner, Inc.", "client_uri",
					"https://partner.example", "contacts", List.of("ops@partner.example"));
			assertThat(client.answer().json()).containsAllEntriesOf(granted).doesNotContainKey("client_name#fr");
			Map<String, Object> update = client.asUpdate("client_name#de", "PayPal");
			update.put("client_name", "");
			update.remove("client_uri");
			client = client.as(client.update(update));
			assertThat(client.answer().json()).containsAllEntriesOf(granted).doesNotContainKey("client_name#de");
			client = client.as(client.update(client.asUpdate("client_uri", "https://partner.example/new")));
			assertThat(client.answer().json()).containsEntry("client_uri", "https://partner.example/new");
			assertThat(server.find(client.id()).getClientName()).isEqualTo("Partner, Inc.");
		}

		@Test
		void registerOrUpdateWhenPolicyRequiresLessOrMoreThenClientDoes() {
			Registered relaxed = new Registered(server.http(), register("relaxed", "{%s}".formatted(URIS)).expect(201));
			assertRequired(relaxed, false);
			assertRequired(relaxed.as(relaxed.update(relaxed.asUpdate())), false);
			Registered open = new Registered(server.http(), register("open", "{%s}".formatted(URIS)).expect(201));
			assertRequired(open, true);
		}

		private void assertRequired(Registered client, boolean required) {
			RegisteredClient registered = server.find(client.id());
			assertThat(registered.getClientSettings().isRequireProofKey()).isEqualTo(required);
			assertThat(registered.getClientSettings().isRequireAuthorizationConsent()).isEqualTo(required);
		}

		@Test
		void registerWhenPublicByPolicyThenRefreshTokenRotates() {
			Registered client = new Registered(server.http(), register("public", """
					{%s, "grant_types": ["authorization_code", "refresh_token"]}""".formatted(URIS)).expect(201));
			assertThat(client.answer().json()).containsEntry("token_endpoint_auth_method", "none")
				.containsEntry("grant_types", List.of("authorization_code", "refresh_token"))
				.doesNotContainKey("client_secret");
			String code = new Browser(server.http()).code(client.id(), "https://partner.example/cb", "openid profile");
			Map<String, String> form = TestServer.codeGrant(code, "https://partner.example/cb");
			form.put("client_id", client.id());
			assertThat(server.token(form).expect(200).json()).containsKey("refresh_token");
			// one policy's refresh tokens are not another one's
			assertThat(register("open",
					"""
							{%s, "grant_types": ["authorization_code", "refresh_token"], "token_endpoint_auth_method": "none"}"""
						.formatted(URIS))
				.expect(201)
				.json()).containsEntry("grant_types", List.of("authorization_code"));
		}

		@Test
		void registerWhenPolicyHasLifetimesOrApprovalThenClientHas() {
			Map<String, Object> answer = register("secrets", "{%s}".formatted(URIS)).expect(201).json();
			assertThat(((Number) answer.get("client_secret_expires_at")).longValue()
					- ((Number) answer.get("client_id_issued_at")).longValue())
				.isEqualTo(Duration.ofHours(1).toSeconds());
			ClientRegistration terms = registration(register("terms", "{%s}".formatted(URIS)));
			assertThat(terms.status()).isEqualTo(ClientStatus.PENDING);
			assertThat(terms.expiresAt()).isEqualTo(terms.issuedAt().plus(Duration.ofHours(2)));
			ClientRegistration open = registration(register("open", "{%s}".formatted(URIS)));
			assertThat(open.status()).isEqualTo(ClientStatus.ACTIVE);
			assertThat(open.expiresAt()).isNull();
		}

		@Test
		void registerWhenPolicyHasAllItsClientsThen403UntilOneIsDeleted() {
			Registered client = new Registered(server.http(), register("few", "{%s}".formatted(URIS)).expect(201));
			Answer answer = register("few", "{%s}".formatted(URIS)).expect(403);
			assertThat(answer.string("error")).isEqualTo("access_denied");
			assertThat(answer.string("error_description")).contains("policy");
			register("open", "{%s}".formatted(URIS)).expect(201);
			client.delete().expect(204);
			register("few", "{%s}".formatted(URIS)).expect(201);
		}

		@ParameterizedTest
		@ValueSource(strings = { "partner", "OPEN", "Open", "open%20", "null", "*", "open,defaults" })
		void registerWhenPolicyIsUnknownThen403AndNothingChanged(String policy) {
			Map<String, Integer> before = server.rows();
			assertPolicyGone(server.register("{%s}".formatted(URIS), "X-Policy", policy));
			assertThat(server.rows()).isEqualTo(before);
		}

		private Answer register(String policy, String json) {
			return server.register(json, "X-Policy", policy);
		}

		private ClientRegistration registration(Answer answer) {
			return server.bean(ClientRegistrationStore.class).findByClientId(answer.expect(201).string("client_id"));
		}

	}

	/**
	 * Who chooses a policy.
	 */
	@Nested
	class Choice {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer.start(ByHeader.class, "dcr.policy=everyone",
					"dcr.policies.everyone.allowed-scopes=openid", "dcr.policies.selected.allowed-scopes=email");
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@Test
		void registerWhenNobodyChoosesThenPolicyOfEveryone() {
			assertPolicy(server.register("{%s}".formatted(URIS)), "everyone", "openid");
		}

		@Test
		void registerWhenPermissionChoosesThenItsPolicy() {
			assertPolicy(server.register("{\"scope\": \"email\", %s}".formatted(URIS), "X-Policy", "selected"),
					"selected", "email");
		}

		@Test
		void registerWhenPermissionChoosesUnknownPolicyThen403() {
			assertPolicyGone(server.register("{%s}".formatted(URIS), "X-Policy", "../selected"));
		}

		@Test
		void registerWhenInitialAccessTokenWithoutPolicyThenPolicyOfEveryone() {
			try (TestServer tokens = TestServer.start(PERMISSION, "dcr.policy=everyone",
					"dcr.policies.everyone.allowed-scopes=openid")) {
				String token = tokens.bean(InitialAccessTokens.class).issue(InitialAccessTokenTerms.SINGLE_USE).value();
				assertThat(tokens.register("{%s}".formatted(URIS), Registered.bearer(token)).expect(201).json())
					.containsEntry("scope", "openid");
			}
		}

		private void assertPolicy(Answer answer, String policy, String scope) {
			ClientRegistration registration = server.bean(ClientRegistrationStore.class)
				.findByClientId(answer.expect(201).string("client_id"));
			assertThat(registration.registrant().policy()).isEqualTo(policy);
			if (!policy.equals("selected")) {
				assertThat(answer.json()).containsEntry("scope", scope);
			}
			Registered client = new Registered(server.http(), answer);
			assertThat(client.update(client.asUpdate("scope", "openid profile email")).expect(200).json())
				.containsEntry("scope", scope);
		}

	}

	/**
	 * An initial access token is bound to a policy.
	 */
	@Nested
	class BoundToken {

		@Test
		void registerWhenTokenIsBoundThenItsPolicyAndWhenThatIsGoneThen403AndNoUseIsSpent() {
			TestDatabase database = TestDatabases.h2().createSpringTables();
			String token;
			try (TestServer server = TestServer.start(database, PERMISSION, "dcr.policy=everyone",
					"dcr.policies.everyone.allowed-scopes=openid", "dcr.policies.partner.allowed-scopes=profile")) {
				InitialAccessTokens tokens = server.bean(InitialAccessTokens.class);
				assertThatIllegalArgumentException()
					.isThrownBy(() -> tokens.issue(InitialAccessTokenTerms.SINGLE_USE.withPolicy("partners")));
				token = tokens.issue(InitialAccessTokenTerms.SINGLE_USE.withUses(2).withPolicy("partner")).value();
				Registered client = new Registered(server.http(),
						server.register("{\"scope\": \"openid profile\", %s}".formatted(URIS), Registered.bearer(token))
							.expect(201));
				assertThat(client.answer().json()).containsEntry("scope", "profile");
				assertThat(client.update(client.asUpdate("scope", "openid profile")).expect(200).json())
					.containsEntry("scope", "profile");
				String unbound = tokens.issue(InitialAccessTokenTerms.SINGLE_USE).value();
				assertThat(server.register("{%s}".formatted(URIS), Registered.bearer(unbound)).expect(201).json())
					.containsEntry("scope", "openid");
			}
			try (TestServer server = TestServer.start(database, PERMISSION)) {
				Map<String, Integer> before = server.rows();
				assertPolicyGone(server.register("{%s}".formatted(URIS), Registered.bearer(token)));
				assertThat(server.rows()).isEqualTo(before);
			}
			try (TestServer server = TestServer.start(database, PERMISSION,
					"dcr.policies.partner.allowed-scopes=profile")) {
				server.register("{%s}".formatted(URIS), Registered.bearer(token)).expect(201);
				Refusals.assertInvalidToken(server.register("{%s}".formatted(URIS), Registered.bearer(token)));
			}
		}

	}

	/**
	 * The policies of a server change, its clients stay: a policy is never replaced by a
	 * wider one.
	 */
	@Nested
	class Restart {

		@Test
		void updateWhenPolicyWasNarrowedThenByTheNarrowedAndWhenGoneThenRefused() {
			TestDatabase database = TestDatabases.h2().createSpringTables();
			Map<String, Object> granted = new LinkedHashMap<>();
			Registered client;
			try (TestServer server = TestServer.start(database, "dcr.policy=partner",
					"dcr.policies.partner.allowed-scopes=a,b", "dcr.policies.partner.require-proof-key=false")) {
				client = new Registered(server.http(), server.register("""
						{%s, "scope": "a b", "client_name": "A"}""".formatted(URIS)).expect(201));
				granted.putAll(client.asUpdate());
			}
			try (TestServer server = TestServer.start(database, "dcr.policies.partner.allowed-scopes=b",
					"dcr.policies.partner.redirect-uris.allowed-hosts=partner.example")) {
				Refusals.assertRefused(put(server, client, "redirect_uris", List.of("https://other.example/cb")),
						"invalid_redirect_uri");
				Answer updated = put(server, client, "client_name", "B").expect(200);
				assertThat(updated.json()).containsEntry("scope", "b").containsEntry("client_name", "B");
				assertThat(server.find(client.id()).getScopes()).containsExactly("b");
				assertThat(server.find(client.id()).getClientSettings().isRequireProofKey()).isTrue();
				client = new Registered(server.http(), updated);
			}
			try (TestServer server = TestServer.start(database, "dcr.allowed-scopes=a,b,c", "dcr.default-scopes=a",
					"dcr.policies.other.allowed-scopes=a,b,c")) {
				assertPolicyGone(put(server, client, "scope", "a b c"));
				assertPolicyGone(put(server, client, "client_name", "C"));
				Answer read = server.http().get(path(client), Registered.bearer(client.token())).expect(200);
				assertThat(read.json()).containsEntry("scope", "b").containsEntry("client_name", "B");
				server.http().delete(path(client), Registered.bearer(client.token())).expect(204);
				assertThat(server.find(client.id())).isNull();
			}
		}

		private Answer put(TestServer server, Registered client, String member, Object value) {
			return server.http()
				.put(path(client), Answer.write(client.asUpdate(member, value)), Registered.bearer(client.token()));
		}

		// The port is another one
		private String path(Registered client) {
			return "/oauth2/register/" + client.id();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByHeader {

		@Bean
		RegistrationPermission byHeader() {
			return (request) -> {
				request.admitAs(request.getRegistrant().withPolicy(request.getHttpRequest().getHeader("X-Policy")));
				return true;
			};
		}

	}

}
