package io.github.opendcr.e2e.rfc;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.RawHttp;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that Spring Security's firewall rejects, most of them only when somebody reads
 * the header or parameter that is wrong: 400 at whatever endpoint, and nothing has
 * changed.
 */
class RejectedRequestTests {

	// In UTF-8 it has a byte that is a control character in ISO-8859-1
	private static final String REJECTED = "x⁄y";

	private static final String CLIENT = "{\"redirect_uris\": [\"https://client.example/cb\"]}";

	private static final String ORIGIN = "Origin: https://page.example";

	private static final List<String> SERVERS_OWN = List.of("POST /oauth2/token", "POST /oauth2/revoke",
			"POST /oauth2/introspect", "POST /oauth2/par", "GET /oauth2/authorize", "GET /oauth2/jwks",
			"GET /.well-known/openid-configuration", "GET /.well-known/oauth-authorization-server", "GET /userinfo",
			"OPTIONS /oauth2/token", "OPTIONS /oauth2/jwks");

	private static TestServer server;

	private static Registered client;

	@BeforeAll
	static void start() {
		server = TestServer.start(Reading.class, "dcr.cors.allowed-origins=*");
		client = server.registered(CLIENT);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Origin", "Authorization", "Content-Type", "Content-Encoding", "Access-Control-Request-Method",
					"Access-Control-Request-Headers", "X-Read", "Cookie", "Accept", "DPoP", "X-Other" })
	void headerWhenRejectedThen400AndNeverAFault(String name) {
		for (String request : ours()) {
			Answer answer = send(request, CLIENT, name + ": " + REJECTED, ORIGIN, "Content-Type: application/json",
					"Access-Control-Request-Method: POST", "Authorization: Bearer x");
			assertThat(answer.status()).as(request + " " + answer).isLessThan(500);
			if (answer.status() == 400) {
				Refusals.assertRefused(answer, "invalid_request");
			}
		}
		for (String request : SERVERS_OWN) {
			Answer answer = send(request, "client_id=x", name + ": " + REJECTED, ORIGIN,
					"Content-Type: application/x-www-form-urlencoded", "Access-Control-Request-Method: POST");
			assertThat(answer.status()).as(request + " " + answer).isLessThan(500);
		}
		assertThat(client.read().status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Origin", "Authorization", "Content-Encoding", "X-Read" })
	void registerWhenHeaderThatIsReadIsRejectedThen400(String name) {
		Refusals.assertRefused(
				send("POST /oauth2/register", CLIENT, name + ": " + REJECTED, "Content-Type: application/json"),
				"invalid_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Origin", "Authorization" })
	void manageWhenHeaderThatIsReadIsRejectedThen400(String name) {
		for (String request : ours().subList(1, 4)) {
			Refusals.assertRefused(send(request, CLIENT, name + ": " + REJECTED, "Content-Type: application/json"),
					"invalid_request");
		}
	}

	/**
	 * Tomcat takes it for an address, and Spring for no URL.
	 */
	@Test
	void registerOrManageWhenHostIsNoneThen400() {
		for (String request : ours()) {
			Refusals.assertRefused(
					send(request, CLIENT, "Host: [::ffff:192.0.2.1]", "Content-Type: application/json",
							"Authorization: Bearer " + client.answer().string("registration_access_token")),
					"invalid_request", "Host");
		}
		assertThat(client.read().status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%00=1", "%zz", "a=%zz", "a=%ff" })
	void registerWhenParameterThatIsReadIsRejectedThen400(String query) {
		Refusals.assertRefused(send("POST /oauth2/register?" + query, CLIENT, "Content-Type: application/json"),
				"invalid_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "?%zz", "?a=%zz", "?%00=1", "?a=%00", "?a=%ff", "?access_token=%zz", "?=", ";a=b", "/%zz",
			"/%00", "/%2e%2e", "/%c3%28", "/%ed%a0%80", "/%ef%bf%bf", "/%0a", "/%e2%80%a8", "//x", "/a%2fb", "/%",
			"/%c2%85" })
	void pathOrQueryWhenMalformedThenNoFault(String malformed) {
		List<String> requests = new ArrayList<>(ours());
		requests.addAll(SERVERS_OWN);
		for (String request : requests) {
			Answer answer = send(request + malformed, "a=b", ORIGIN, "Authorization: Bearer x",
					"Content-Type: application/x-www-form-urlencoded");
			assertThat(answer.status()).as(request + malformed + " " + answer).isLessThan(500);
		}
	}

	private static List<String> ours() {
		String path = URI.create(client.uri()).getPath();
		return List.of("POST /oauth2/register", "GET " + path, "PUT " + path, "DELETE " + path,
				"OPTIONS /oauth2/register");
	}

	// of several headers of one name, the first counts
	private static Answer send(String request, String body, String... headers) {
		List<String> lines = new ArrayList<>();
		for (String header : headers) {
			String name = header.substring(0, header.indexOf(':') + 1);
			if (lines.stream().noneMatch((line) -> line.startsWith(name))) {
				lines.add(header);
			}
		}
		return RawHttp.send(server.base(), request, body, lines.toArray(String[]::new));
	}

	/**
	 * An application's permission, which reads a header and a parameter.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Reading {

		@Bean
		RegistrationPermission reading() {
			return (request) -> {
				request.getBearerToken();
				request.getHttpRequest().getHeader("X-Read");
				return request.getHttpRequest().getQueryString() == null
						|| !request.getHttpRequest().getParameterMap().isEmpty();
			};
		}

	}

}
