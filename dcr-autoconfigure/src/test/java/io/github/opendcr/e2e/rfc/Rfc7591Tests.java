package io.github.opendcr.e2e.rfc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 7591, section by section, against a running server. Which values the properties
 * allow is in {@code AllowedValuesTests}, who may register in
 * {@code RegistrationPermissionTests}, what is malformed in {@link BadInputTests}.
 */
class Rfc7591Tests {

	private static final String MINIMAL = """
			{"redirect_uris": ["https://client.example/cb"]}""";

	private static TestServer server;

	/**
	 * A server that allows all grants and has no default scopes.
	 */
	private static TestServer liberal;

	@BeforeAll
	static void start() {
		server = TestServer.shared();
		liberal = TestServer.start("dcr.default-scopes=",
				"dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials,implicit,"
						+ "urn:ietf:params:oauth:grant-type:device_code");
	}

	@AfterAll
	static void stop() {
		server.close();
		liberal.close();
	}

	private String clientWith(String member, String json) {
		return """
				{"redirect_uris": ["https://client.example/cb"], "%s": %s}""".formatted(member, json);
	}

	@Nested
	class Section2ClientMetadata {

		@Test
		void registerWhenRedirectUrisThenAllRegistered() {
			Answer answer = server.register("""
					{"redirect_uris": ["https://client.example/cb", "https://client.example/cb2?a=b"]}""");
			assertThat(answer.status()).isEqualTo(201);
			assertThat(answer.json()).containsEntry("redirect_uris",
					List.of("https://client.example/cb", "https://client.example/cb2?a=b"));
			assertThat(server.find(answer.string("client_id")).getRedirectUris())
				.containsExactlyInAnyOrder("https://client.example/cb", "https://client.example/cb2?a=b");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{}", "{\"redirect_uris\": []}", "{\"redirect_uris\": null}",
				"{\"grant_types\": [\"authorization_code\", \"refresh_token\"]}" })
		void registerWhenRedirectUrisMissingFromRedirectBasedClientThenInvalidRedirectUri(String json) {
			Refusals.assertRefused(server.register(json), "invalid_redirect_uri", "redirect_uris");
		}

		@Test
		void registerWhenRedirectUrisMissingFromOtherClientThenRegistered() {
			Answer answer = liberal.register("""
					{"grant_types": ["client_credentials"]}""");
			assertThat(answer.status()).isEqualTo(201);
			assertThat(answer.json()).doesNotContainKey("redirect_uris");
		}

		@Test
		void registerWhenAuthMethodOmittedThenClientSecretBasic() {
			Registered client = server.registered(MINIMAL);
			assertThat(client.answer().json()).containsEntry("token_endpoint_auth_method", "client_secret_basic");
			assertThat(server.find(client.id()).getClientAuthenticationMethods()).singleElement()
				.extracting("value")
				.isEqualTo("client_secret_basic");
		}

		@ParameterizedTest
		@ValueSource(strings = { "none", "client_secret_post", "client_secret_basic" })
		void registerWhenAuthMethodSupportedThenRegisteredAsAsked(String method) {
			Answer answer = server.register(clientWith("token_endpoint_auth_method", "\"" + method + "\""));
			assertThat(answer.status()).isEqualTo(201);
			assertThat(answer.json()).containsEntry("token_endpoint_auth_method", method);
			assertThat(server.find(answer.string("client_id")).getClientAuthenticationMethods()).singleElement()
				.extracting("value")
				.isEqualTo(method);
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "client_secret_jwt", "tls_client_auth", "https://method.example/x", "Client_Secret_Basic" })
		void registerWhenAuthMethodNotSupportedThenRefusedAndNotSwapped(String method) {
			Refusals.assertRefused(server.register(clientWith("token_endpoint_auth_method", "\"" + method + "\"")),
					"invalid_client_metadata", "token_endpoint_auth_method", "client_secret_basic");
		}

		@Test
		void registerWhenGrantAndResponseTypesOmittedThenCode() {
			assertThat(server.register(MINIMAL).json()).containsEntry("grant_types", List.of("authorization_code"))
				.containsEntry("response_types", List.of("code"));
		}

		@Test
		void registerWhenSeveralGrantTypesThenAllRegistered() {
			Answer answer = liberal.register(
					clientWith("grant_types", "[\"authorization_code\", \"refresh_token\", \"client_credentials\"]"));
			assertThat(answer.json()).containsEntry("grant_types",
					List.of("authorization_code", "refresh_token", "client_credentials"));
			assertThat(liberal.find(answer.string("client_id")).getAuthorizationGrantTypes()).hasSize(3);
		}

		@Test
		void registerWhenMembersForPeopleThenKeptAndReturned() {
			Answer answer = server.register("""
					{"redirect_uris": ["https://client.example/cb"],
					"client_name": "A (fine) \\"client\\" 🚀",
					"client_uri": "https://client.example/",
					"logo_uri": "https://client.example/logo.png",
					"tos_uri": "https://client.example/tos",
					"policy_uri": "http://client.example/policy"}""");
			Map<String, String> expected = Map.of("client_name", "A (fine) \"client\" 🚀", "client_uri",
					"https://client.example/", "logo_uri", "https://client.example/logo.png", "tos_uri",
					"https://client.example/tos", "policy_uri", "http://client.example/policy");
			assertThat(answer.expect(201).json()).containsAllEntriesOf(expected);
			Registered client = new Registered(server.http(), answer);
			assertThat(client.read().json()).containsAllEntriesOf(expected);
			assertThat(server.find(client.id()).getClientName()).isEqualTo("A (fine) \"client\" 🚀");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"redirect_uris\": [\"https://client.example/cb\"]}",
				"{\"redirect_uris\": [\"https://client.example/cb\"], \"scope\": \"\"}",
				"{\"redirect_uris\": [\"https://client.example/cb\"], \"scope\": null}" })
		void registerWhenScopeOmittedThenDefaultScopes(String json) {
			Answer answer = server.register(json);
			assertThat(answer.json()).containsEntry("scope", "openid profile");
			assertThat(server.find(answer.string("client_id")).getScopes()).containsExactlyInAnyOrder("openid",
					"profile");
		}

		@Test
		void registerWhenScopeOmittedAndNoDefaultsThenNoScope() {
			Answer answer = liberal.register(MINIMAL);
			assertThat(answer.expect(201).json()).doesNotContainKey("scope");
			assertThat(liberal.find(answer.string("client_id")).getScopes()).isEmpty();
		}

		@Test
		void registerWhenContactsAndSoftwareThenKeptAndReturned() {
			Registered client = server.registered("""
					{"redirect_uris": ["https://client.example/cb"],
					"contacts": ["ops@client.example", "Ann <ann@client.example>"],
					"software_id": "4NRB1-0XZABZI9E6-5SM3R", "software_version": "2.0 beta"}""");
			for (Answer answer : List.of(client.answer(), client.read())) {
				assertThat(answer.json())
					.containsEntry("contacts", List.of("ops@client.example", "Ann <ann@client.example>"))
					.containsEntry("software_id", "4NRB1-0XZABZI9E6-5SM3R")
					.containsEntry("software_version", "2.0 beta");
			}
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', value = { "jwks_uri|\"http://client.example/jwks\"", "jwks|{\"keys\": []}",
				"jwks|{\"keys\": [{\"kty\": \"oct\", \"k\": \"AAAA\"}]}", "jwks|\"x\"", "jwks_uri|{\"keys\": []}" })
		void registerWhenKeysUnfitThenRefusedByName(String member, String value) {
			Refusals.assertRefused(server.register(clientWith(member, value)), "invalid_client_metadata", member);
		}

		@Test
		void registerWhenUnknownMembersThenIgnored() {
			Answer answer = server.register("""
					{"redirect_uris": ["https://client.example/cb"], "resource": "https://mcp.example/",
					"x": {"deep": [1, null, {"er": true}]}, "x#fr": "y", "client_namé": "z"}""");
			assertThat(answer.expect(201).json()).doesNotContainKeys("resource", "x", "x#fr", "client_namé");
		}

		@Test
		void registerWhenSeveralAuthMethodsAreListedThenTheOneCounts() {
			Answer answer = server.register(
					"""
							{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "client_secret_basic",
							"token_endpoint_auth_methods_supported": ["none", "private_key_jwt", 5]}""");
			assertThat(answer.expect(201).json()).containsEntry("token_endpoint_auth_method", "client_secret_basic")
				.doesNotContainKey("token_endpoint_auth_methods_supported");
			assertThat(server.find(answer.clientId()).getClientAuthenticationMethods()).hasSize(1);
		}

	}

	@Nested
	class Section2OpenIdConnectMembers {

		@ParameterizedTest
		@ValueSource(strings = { "web", "native" })
		void registerWhenApplicationTypeThenKeptAndReturned(String type) {
			Registered client = server.registered(clientWith("application_type", "\"" + type + "\""));
			assertThat(client.answer().json()).containsEntry("application_type", type);
			assertThat(client.read().json()).containsEntry("application_type", type);
		}

		@Test
		void registerWhenApplicationTypeUnknownThenRefused() {
			Refusals.assertRefused(server.register(clientWith("application_type", "\"browser\"")),
					"invalid_client_metadata", "application_type", "web", "native");
		}

		@ParameterizedTest
		@ValueSource(strings = { "http://localhost/cb", "http://127.0.0.1/cb", "https://localhost/cb" })
		void registerWhenImplicitWebClientAndNotRemoteHttpsThenInvalidRedirectUri(String uri) {
			Refusals.assertRefused(liberal.register("""
					{"redirect_uris": ["%s"], "grant_types": ["implicit"], "application_type": "web"}"""
				.formatted(uri)), "invalid_redirect_uri");
		}

		@ParameterizedTest
		@ValueSource(strings = { "http://localhost:3000/cb", "http://127.0.0.1/cb", "com.example.app:/cb" })
		void registerWhenNativeClientAndLoopbackOrCustomSchemeThenRegistered(String uri) {
			assertThat(server.register("""
					{"redirect_uris": ["%s"], "application_type": "native"}""".formatted(uri)).status()).isEqualTo(201);
		}

		@Test
		void registerWhenPostLogoutRedirectUrisThenKeptAndReturned() {
			Registered client = server
				.registered(clientWith("post_logout_redirect_uris", "[\"https://client.example/bye\"]"));
			assertThat(client.read().json()).containsEntry("post_logout_redirect_uris",
					List.of("https://client.example/bye"));
			assertThat(server.find(client.id()).getPostLogoutRedirectUris())
				.containsExactly("https://client.example/bye");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', value = { "subject_type|\"pairwise\"", "id_token_signed_response_alg|\"ES256\"",
				"id_token_signed_response_alg|\"none\"", "id_token_encrypted_response_alg|\"RSA-OAEP\"",
				"id_token_encrypted_response_enc|\"A128GCM\"", "userinfo_signed_response_alg|\"RS256\"",
				"userinfo_encrypted_response_alg|\"RSA-OAEP\"", "userinfo_encrypted_response_enc|\"A128GCM\"",
				"request_uris|[\"javascript:alert(1)\"]", "request_object_signing_alg|1",
				"token_endpoint_auth_signing_alg|\"none\"", "default_max_age|3600", "default_acr_values|[\"1\"]",
				"initiate_login_uri|\"http://client.example/l\"",
				"frontchannel_logout_uri|\"https://client.example/f\"", "frontchannel_logout_session_required|1",
				"backchannel_logout_uri|\"https://client.example/b\"", "tls_client_auth_subject_dn|\"CN=x\"",
				"tls_client_auth_san_dns|\"x.example\"", "tls_client_auth_san_uri|\"https://x.example\"",
				"tls_client_auth_san_ip|\"192.0.2.1\"", "tls_client_auth_san_email|\"a@x.example\"",
				"tls_client_certificate_bound_access_tokens|true", "authorization_details_types|[\"x\"]",
				"require_signed_request_object|true", "authorization_signed_response_alg|\"RS256\"" })
		void registerWhenServerCannotHonourThenRefusedByName(String member, String value) {
			Refusals.assertRefused(server.register(clientWith(member, value)), "invalid_client_metadata", member);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|',
				value = { "request_uris|[\"https://client.example/r\"]", "request_object_signing_alg|\"RS256\"",
						"request_object_encryption_alg|\"RSA-OAEP\"", "request_object_encryption_enc|\"A128GCM\"",
						"frontchannel_logout_session_required|true", "backchannel_logout_session_required|true",
						"backchannel_logout_session_required|false",
						"sector_identifier_uri|\"https://client.example/s\"" })
		void registerOrUpdateWhenServerCannotHonourAndClientIsNoneTheLessSafeThenLeftOut(String member, String value) {
			Registered client = server.registered(clientWith(member, value));
			assertThat(client.answer().json()).doesNotContainKey(member);
			assertThat(client.read().expect(200).json()).doesNotContainKey(member);
			Answer updated = client
				.update(clientWith(member, value).replaceFirst("\\{", "{\"client_id\": \"" + client.id() + "\", "));
			assertThat(updated.expect(200).json()).doesNotContainKey(member);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', value = { "subject_type|\"public\"", "id_token_signed_response_alg|\"RS256\"",
				"require_auth_time|false" })
		void registerWhenServerDoesSoAnywayThenRegistered(String member, String value) {
			assertThat(server.register(clientWith(member, value)).expect(201).json()).containsKey(member);
		}

	}

	@Nested
	class Section21GrantAndResponseTypes {

		@ParameterizedTest
		@CsvSource(delimiter = '|', nullValues = "-", value = {
				// grant types asked for | response types asked for | grant types |
				// response types
				"authorization_code|code|authorization_code|code", "-|code|authorization_code|code",
				"authorization_code|-|authorization_code|code", "implicit|-|implicit|token", "-|token|implicit|token",
				"-|code token|authorization_code,implicit|code token", "client_credentials|-|client_credentials|",
				"client_credentials||client_credentials|",
				"authorization_code,implicit|code,token|authorization_code,implicit|code,token",
				"authorization_code,client_credentials|-|authorization_code,client_credentials|code" })
		void registerWhenTypesAgreeOrOneIsOmittedThenCompleted(String grantTypes, String responseTypes,
				String grantedGrantTypes, String grantedResponseTypes) {
			Answer answer = liberal.register(client(grantTypes, responseTypes)).expect(201);
			assertThat(answer.json()).containsEntry("grant_types", list(grantedGrantTypes))
				.containsEntry("response_types", list(grantedResponseTypes));
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|',
				value = { "authorization_code|token", "implicit|code", "authorization_code|code,token",
						"client_credentials|code", "authorization_code,implicit|token", "refresh_token|code",
						"authorization_code|code token" })
		void registerWhenTypesContradictThenRefused(String grantTypes, String responseTypes) {
			Map<String, Integer> before = liberal.rows();
			Refusals.assertRefused(liberal.register(client(grantTypes, responseTypes)), "invalid_client_metadata");
			assertThat(liberal.rows()).isEqualTo(before);
		}

		@Test
		void registerWhenRefreshTokenAloneThenRefused() {
			Refusals.assertRefused(liberal.register("{\"grant_types\": [\"refresh_token\"]}"),
					"invalid_client_metadata", "refresh_token");
		}

		private static String client(String grantTypes, String responseTypes) {
			Map<String, Object> client = new LinkedHashMap<>();
			client.put("redirect_uris", List.of("https://client.example/cb"));
			if (grantTypes != null) {
				client.put("grant_types", list(grantTypes));
			}
			if (responseTypes != null) {
				client.put("response_types", list(responseTypes));
			}
			return Answer.write(client);
		}

		private static List<String> list(String values) {
			return (values == null || values.isEmpty()) ? List.of() : List.of(values.split(","));
		}

	}

	@Nested
	class Section22LocalizedMembers {

		@Test
		void registerWhenLocalizedThenAllReturnedAsSent() {
			Registered client = server.registered(
					"""
							{"redirect_uris": ["https://client.example/cb"],
							"client_name": "My Client", "client_name#fr": "Mon client", "client_name#ja-Jpan-JP": "クライアント名",
							"logo_uri#de": "https://client.example/de.png", "tos_uri#fr": "https://client.example/fr/tos",
							"policy_uri#zh-Hant": "https://client.example/zh", "client_uri#en-GB-oed": "https://client.example/gb"}""");
			for (Answer answer : List.of(client.answer(), client.read())) {
				assertThat(answer.json()).containsEntry("client_name", "My Client")
					.containsEntry("client_name#fr", "Mon client")
					.containsEntry("client_name#ja-Jpan-JP", "クライアント名")
					.containsEntry("logo_uri#de", "https://client.example/de.png")
					.containsEntry("tos_uri#fr", "https://client.example/fr/tos")
					.containsEntry("policy_uri#zh-Hant", "https://client.example/zh")
					.containsEntry("client_uri#en-GB-oed", "https://client.example/gb");
			}
		}

		@Test
		void updateWhenLocalizedMemberOmittedThenGone() {
			Registered client = server.registered(clientWith("client_name#fr", "\"Mon client\""));
			Map<String, Object> members = client.asUpdate();
			members.remove("client_name#fr");
			members.put("client_name#de", "Mein Client");
			assertThat(client.as(client.update(members)).read().json()).containsEntry("client_name#de", "Mein Client")
				.doesNotContainKey("client_name#fr");
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "client_name#", "client_name#f r", "client_name#fr_FR", "client_name#toolonglanguage" })
		void registerWhenLanguageTagMalformedThenRefused(String member) {
			Refusals.assertRefused(server.register(clientWith(member, "\"x\"")), "invalid_client_metadata",
					"language tag");
		}

		@ParameterizedTest
		@ValueSource(strings = { "logo_uri#fr", "tos_uri#fr", "policy_uri#fr", "client_uri#fr" })
		void registerWhenLocalizedUriIsBadThenRefused(String member) {
			Refusals.assertRefused(server.register(clientWith(member, "\"javascript:alert(1)\"")),
					"invalid_client_metadata", member);
		}

	}

	@Nested
	class Section23SoftwareStatement {

		// RFC 7591 §3.1.1 lets us ignore what we don't trust; the rest is in
		// SoftwareStatementTests
		@Test
		void registerWhenNoIssuerIsTrustedThenUnapproved() {
			Refusals.assertRefused(server.register(clientWith("software_statement", "\"eyJhbGciOiJub25lIn0.e30.\"")),
					"unapproved_software_statement", "software_statement");
		}

	}

	@Nested
	class Section3ClientRegistrationEndpoint {

		@ParameterizedTest
		@ValueSource(strings = { "GET", "PUT", "DELETE", "PATCH" })
		void requestWhenMethodNotSupportedThen405WithAllow(String method) {
			Answer answer = server.http().send(method, "/oauth2/register", BodyPublishers.noBody());
			assertThat(answer.status()).isEqualTo(405);
			assertThat(answer.header("Allow")).contains("POST").doesNotContain("GET");
			assertThat(answer.json()).containsKeys("error", "error_description");
		}

		@Test
		void optionsThenAllow() {
			Answer answer = server.http().send("OPTIONS", "/oauth2/register", BodyPublishers.noBody());
			assertThat(answer.status()).isBetween(200, 204);
			assertThat(answer.header("Allow")).contains("POST");
		}

		@Test
		void registerWhenOpenThenNoTokenNeeded() {
			assertThat(server.register(MINIMAL).status()).isEqualTo(201);
		}

		// §3 "over TLS" is the deployer's; the URLs that we hand out follow the issuer
		@Test
		void registerWhenIssuerIsHttpsThenHttpsUrl() {
			try (TestServer https = TestServer
				.start("spring.security.oauth2.authorizationserver.issuer=https://as.example.com")) {
				Registered client = https.registered(MINIMAL);
				assertThat(client.uri()).isEqualTo("https://as.example.com/oauth2/register/" + client.id());
			}
		}

	}

	@Nested
	class Section31Request {

		@Test
		void registerWhenClientIdSentThenIgnored() {
			Answer answer = server.register(clientWith("client_id", "\"caller\""));
			assertThat(answer.expect(201).string("client_id")).isNotEqualTo("caller");
		}

		@Test
		void registerTwiceThenTwoClients() {
			assertThat(server.registered(MINIMAL).id()).isNotEqualTo(server.registered(MINIMAL).id());
		}

	}

	@Nested
	class Section321InformationResponse {

		@Test
		void registerThen201AndNotStored() {
			Answer answer = server.register(MINIMAL);
			assertThat(answer.status()).isEqualTo(201);
			assertThat(answer.header("Content-Type")).isEqualTo("application/json");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(answer.header("Pragma")).isEqualTo("no-cache");
		}

		@Test
		void registerWhenConfidentialThenSecretAndItsExpiry() {
			long before = Instant.now().getEpochSecond();
			Map<String, Object> answer = server.register(MINIMAL).json();
			assertThat(answer).containsKeys("client_id", "client_secret").containsEntry("client_secret_expires_at", 0);
			assertThat(((Number) answer.get("client_id_issued_at")).longValue()).isBetween(before,
					Instant.now().getEpochSecond());
		}

		@Test
		void registerWhenPublicThenNoSecretAndNoExpiry() {
			Answer answer = server.register(clientWith("token_endpoint_auth_method", "\"none\""));
			assertThat(answer.expect(201).json()).doesNotContainKeys("client_secret", "client_secret_expires_at");
			assertThat(server.find(answer.string("client_id")).getClientSecret()).isNull();
		}

		@Test
		void registerThenWhatTheServerFilledInIsReturned() {
			Registered client = server.registered(MINIMAL);
			for (Answer answer : List.of(client.answer(), client.read())) {
				assertThat(answer.json()).containsKeys("redirect_uris", "token_endpoint_auth_method", "grant_types",
						"response_types", "scope");
			}
		}

		@Test
		void registerWhenMemberHasNoValueThenOmittedFromAnswer() {
			Answer answer = server.register("""
					{"redirect_uris": ["https://client.example/cb"], "client_name": "", "client_uri": null,
					"contacts": [], "logo_uri": "", "post_logout_redirect_uris": null, "application_type": ""}""");
			assertThat(answer.expect(201).json())
				.doesNotContainKeys("client_name", "client_uri", "contacts", "logo_uri", "post_logout_redirect_uris")
				.doesNotContainValue(null)
				.doesNotContainValue("");
		}

	}

	@Nested
	class Section322ErrorResponse {

		@Test
		void registerWhenRefusedThen400AndNotStored() {
			Answer answer = server.register(clientWith("client_name", "5"));
			Refusals.assertRefused(answer, "invalid_client_metadata", "client_name");
			assertThat(answer.header("Content-Type")).isEqualTo("application/json");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(answer.header("Pragma")).isEqualTo("no-cache");
		}

		@Test
		void registerWhenDescriptionRepeatsWhatWasSentThenAscii() {
			Answer answer = server.register(clientWith("logo_uri", "\"https://clïent \\\"\\\\ 🚀\""));
			Refusals.assertRefused(answer, "invalid_client_metadata", "logo_uri");
			assertThat(answer.string("error_description")).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
		}

	}

	@Nested
	class Section5Security {

		@ParameterizedTest
		@ValueSource(strings = { "https://client.example/cb", "https://client.example:8443/cb?x=y%2Cz",
				"http://localhost/cb", "http://localhost:3000/cb", "http://127.0.0.1:3000/", "http://[::1]:3000/cb",
				"com.example.app:/cb", "com.example.app://cb", "https://client.example/a%20b" })
		void registerWhenRedirectUriIsSafeThenRegistered(String uri) {
			assertThat(server.register("{\"redirect_uris\": [\"%s\"]}".formatted(uri)).expect(201).json())
				.containsEntry("redirect_uris", List.of(uri));
		}

		// What is accepted here is what the authorization endpoint sends the browser to
		@ParameterizedTest
		@ValueSource(strings = { "https://client.example", "https://client.example?a=b", "https://client.example/",
				"https://client.example:443/cb", "https://client.example/cb?x=%2F%20%2C&y=a+b",
				"https://a.b-c.example/~x;y=z", "https://[2001:db8::1]:8443/cb", "https://192.0.2.1/cb",
				"https://client.example/cb?next=https://client.example/a//b", "https://client.example/%C3%BC",
				"https://client.example/a'(b)*!$&=:@", "https://xn--clent-3ra.example/cb", "http://localhost:3000/cb",
				"http://127.0.0.1/cb", "http://[::1]:9/cb", "com.example.app:/cb", "com.example.app://host/cb?a=b",
				"com.example.app://cb" })
		void authorizeWhenRedirectUriWasAcceptedThenLocationByteForByte(String uri) {
			Registered client = server.registered(Answer.write(Map.of("redirect_uris", List.of(uri))));
			Browser browser = new Browser(server.http());
			browser.logIn();
			Answer page = browser.authorize(client.id(), uri, Map.of("scope", "openid profile"));
			assertThat(browser.consent(page).expect(302).header("Location"))
				.startsWith(uri + (uri.contains("?") ? "&" : "?") + "code=");
		}

		@ParameterizedTest
		@ValueSource(strings = { "http://client.example/cb", "http://localhost.example/cb", "http://127.0.0.2.nip.io/",
				"http://10.0.0.1/cb", "myapp:/cb", "cursor://anysphere.cursor/cb" })
		void registerWhenRedirectUriIsUnsafeThenInvalidRedirectUri(String uri) {
			Refusals.assertRefused(server.register("{\"redirect_uris\": [\"%s\"]}".formatted(uri)),
					"invalid_redirect_uri");
		}

		@Test
		void authorizeWhenRedirectUriDiffersThenRefused() {
			Registered client = server.registered(MINIMAL);
			Browser browser = new Browser(server.http());
			browser.logIn();
			Answer answer = browser.authorize(client.id(), "https://client.example/cb/other",
					Map.of("scope", "openid"));
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.header("Location")).isEmpty();
		}

		@Test
		void registerThenCredentialsAreUnguessable() {
			Set<String> seen = new HashSet<>();
			for (int i = 0; i < 20; i++) {
				Registered client = server.registered(MINIMAL);
				// 256 bits are 43 characters of base64url, 128 are 22
				assertThat(client.secret()).matches("[A-Za-z0-9_-]{43,}");
				assertThat(client.token()).matches("[A-Za-z0-9_-]{43,}");
				assertThat(client.id()).matches("[A-Za-z0-9_-]{22,}");
				for (String credential : List.of(client.id(), client.secret(), client.token())) {
					assertThat(seen.add(credential)).isTrue();
				}
			}
		}

		@Test
		void authorizeThenUserIsAskedAndSeesWhichClient() {
			Registered client = server.registered(clientWith("client_name", "\"<b>Bank</b>\""));
			Browser browser = new Browser(server.http());
			browser.logIn();
			Answer page = browser.authorize(client.id(), "https://client.example/cb",
					Map.of("scope", "openid profile"));
			assertThat(page.status()).isEqualTo(200);
			assertThat(page.body()).contains("consent").doesNotContain("<b>Bank</b>");
		}

		@Test
		void authorizeWithoutProofKeyThenRefused() {
			Registered client = server.registered(MINIMAL);
			Browser browser = new Browser(server.http());
			browser.logIn();
			Answer answer = browser.authorize(client.id(), "https://client.example/cb",
					Map.of("scope", "profile", "code_challenge", "", "code_challenge_method", ""));
			assertThat(answer.header("Location")).contains("error=invalid_request").doesNotContain("code=");
		}

		@Test
		void tokenWhenPublicClientThenNoSecretIsAccepted() {
			Registered client = liberal.registered("""
					{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "none"}""");
			for (String secret : List.of("", "null", "x", URLEncoder.encode(client.id(), StandardCharsets.UTF_8))) {
				assertThat(liberal
					.token(client.id(), secret, Map.of("grant_type", "authorization_code", "code", "x", "redirect_uri",
							"https://client.example/cb"))
					.status()).isIn(400, 401);
			}
		}

		@Test
		void registerAndAuthorizeThenNothingIsFetched() throws IOException {
			AtomicInteger requests = new AtomicInteger();
			HttpServer client = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
			client.createContext("/", (exchange) -> {
				requests.incrementAndGet();
				exchange.sendResponseHeaders(200, -1);
				exchange.close();
			});
			client.start();
			try {
				String uri = "http://127.0.0.1:" + client.getAddress().getPort();
				Registered registered = server.registered("""
						{"redirect_uris": ["%1$s/cb"], "logo_uri": "%1$s/logo", "tos_uri": "%1$s/tos",
						"policy_uri": "%1$s/policy", "client_uri": "%1$s/", "logo_uri#fr": "%1$s/fr"}"""
					.formatted(uri));
				server.register(clientWith("jwks_uri", "\"" + uri + "/jwks\"")).expect(400);
				server.registered(clientWith("sector_identifier_uri", "\"" + uri + "/s\""));
				server.registered(clientWith("request_uris", "[\"" + uri + "/r\"]"));
				server.tokensByCode(registered, uri + "/cb", "openid").expect(200);
				assertThat(requests).hasValue(0);
			}
			finally {
				client.stop(0);
			}
		}

	}

}
