package io.github.opendcr.e2e.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataMember.Type;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.StatementIssuer;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A URI that one reader takes for another one than the next does, as the value of every
 * member that is a URI: those of the catalogue are found in it, so a new one is tested,
 * too.
 */
class UriMembersTests {

	private static final List<String> AMBIGUOUS = List.of("https://2130706433/", "https://0x7f000001/",
			"https://0x7f.0.0.1/", "https://017700000001/", "https://0177.0.0.1/", "https://127.1/",
			"https://1.2.3.256/", "https://[fe80::1%eth0]/", "https://[fe80::1%25eth0]/", "https://[FE80::1]/",
			"https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[0:0:0:0:0:0:0:1]/", "https://xn--a/",
			"https://xn--/", "https://xn--zzzzzz99999999.example/", "https://xn--a-ecp.example/",
			"https://%63lient.example/", "https://client%2Eexample/", "https://client..example/",
			"https://client.example./", "https://CLIENT.example/", "HTTPS://client.example/",
			"https://user@client.example/", "https://client.example\\@evil.example/", "https:\\\\client.example/",
			"https:client.example", "https:///client.example", "https://client.example:0/",
			"https://client.example:65536/", "https://client.example:99999999999/", "https://client.example:/",
			"https://client.example/a/../b", "https://client.example/%2e%2e/b", "https://client.example//b",
			"https://client.example/\u0001", "https://client.example/\t", "https://cl\u00efent.example/",
			"https://client\u3002example/");

	private static StatementIssuer issuer;

	private static TestServer server;

	private static Registered client;

	@BeforeAll
	static void start() {
		issuer = new StatementIssuer();
		server = TestServer.start(Documents.class, issuer.trusted("dcr.allowed-grant-types=authorization_code"));
		client = server.registered("""
				{"redirect_uris": ["https://client.example/cb"]}""");
	}

	@AfterAll
	static void stop() {
		server.close();
		issuer.close();
	}

	static Stream<String> uriMembers() {
		return server.bean(ClientMetadataCatalogue.class)
			.members()
			.stream()
			.filter((member) -> member.type() == Type.URL || member.name().matches(".*_uris?"))
			// A name, whatever it is called
			.filter((member) -> !member.name().equals("tls_client_auth_san_uri"))
			.flatMap((member) -> member.localizable() ? Stream.of(member.name(), member.name() + "#fr")
					: Stream.of(member.name()));
	}

	private static Object value(String member, String uri) {
		return server.bean(ClientMetadataCatalogue.class)
			.members()
			.stream()
			.anyMatch((candidate) -> candidate.name().equals(member) && candidate.array()) ? List.of(uri) : uri;
	}

	private static Map<String, Object> request(String member, String uri) {
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("client_id", client.id());
		request.put("redirect_uris", List.of("https://client.example/cb"));
		request.put(member, value(member, uri));
		return request;
	}

	private static void assertRefused(Answer answer, String member) {
		Refusals.assertRefused(answer,
				member.equals("redirect_uris") ? "invalid_redirect_uri" : "invalid_client_metadata", member);
	}

	@Test
	void uriMembersThenAllThatSpecificationsHave() {
		assertThat(uriMembers()).contains("redirect_uris", "client_uri", "client_uri#fr", "logo_uri", "tos_uri",
				"policy_uri", "jwks_uri", "post_logout_redirect_uris", "sector_identifier_uri", "initiate_login_uri",
				"request_uris", "frontchannel_logout_uri", "backchannel_logout_uri", "documents");
	}

	@ParameterizedTest
	@MethodSource("uriMembers")
	void whenReadInTwoWaysThenRefused(String member) {
		for (String uri : AMBIGUOUS) {
			String request = Answer.write(request(member, uri));
			assertRefused(server.register(request), member);
			assertRefused(client.update(request), member);
		}
	}

	@ParameterizedTest
	@MethodSource("uriMembers")
	void whenReadInTwoWaysInSoftwareStatementThenRefused(String member) {
		for (String uri : List.of("https://2130706433/", "https://[fe80::1%eth0]/", "https://xn--a/",
				"https://client.example:65536/")) {
			Map<String, Object> request = request("software_statement", issuer.statement(member, value(member, uri)));
			assertRefused(server.register(Answer.write(request)), member);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://client.example", "https://client.example:8443/a?b=c#/d",
			"https://xn--bcher-kva.example/", "https://xn--strae-oqa.example/", "https://192.0.2.1/",
			"https://[2001:db8::1]/", "http://localhost:8080/", "https://client.example/a,b" })
	void whenReadAlikeThenComesBackByteForByte(String uri) {
		for (String member : List.of("client_uri", "logo_uri#fr", "tos_uri", "policy_uri", "documents")) {
			Registered registered = server.registered(Answer.write(request(member, uri)));
			assertThat(registered.answer().json()).containsEntry(member, value(member, uri));
			assertThat(registered.read().expect(200).json()).containsEntry(member, value(member, uri));
		}
	}

	@Nested
	class AuthorizationEndpoint {

		@ParameterizedTest
		@CsvSource({ "http://127.0.0.1/a/b", "http://[::1]/a/b", "http://localhost/a/b" })
		void whenLoopbackUriDiffersInMoreThanAPossiblePortThenRefused(String registered) {
			Registered app = server.registered("""
					{"redirect_uris": ["%s"], "token_endpoint_auth_method": "none"}""".formatted(registered));
			Browser browser = new Browser(server.http());
			browser.logIn();
			String host = registered.replace("/a/b", "");
			for (String uri : List.of(":0/a/b", ":65536/a/b", ":99999/a/b", ":99999999999/a/b", ":/a/b", ":080/a/b",
					":-1/a/b", ":x/a/b", ":8080/a//b", ":8080/a/b?", ":8080/a/b?code=x", ":8080/a/b#", ":8080/a")) {
				Answer answer = browser.authorize(app.id(), host + uri, Map.of("scope", "openid profile"));
				assertThat(answer.status()).as(uri + answer).isEqualTo(400);
			}
			for (String uri : List.of("/a/b", ":1/a/b", ":8080/a/b", ":65535/a/b")) {
				Answer answer = browser.authorize(app.id(), host + uri, Map.of("scope", "openid profile"));
				assertThat(answer.status()).as(uri + answer).isEqualTo(200);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Documents {

		@Bean
		ClientMetadataMember documents() {
			return ClientMetadataMember.of("documents", Type.URL).asArray();
		}

	}

}
