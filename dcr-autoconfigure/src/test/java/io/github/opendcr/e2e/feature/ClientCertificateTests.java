package io.github.opendcr.e2e.feature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.net.ssl.X509TrustManager;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Certificates;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Peer;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that authenticate by a certificate, over TLS that Tomcat ends. One server lets
 * every certificate in, which self-signed ones need, and knows the authorities by
 * property; the other one leaves them to Tomcat.
 */
class ClientCertificateTests {

	private static final String NAMES = "san=dns:client.example,uri:https://client.example/id,ip:192.0.2.1,"
			+ "email:client@client.example";

	private static Certificates certificates;

	private static TestServer server;

	private static TestServer checkedByTomcat;

	@BeforeAll
	static void start(@TempDir Path directory) {
		certificates = new Certificates(directory).with("ca", "CN=Authority", "-ext", "bc:c")
			.with("server", "CN=localhost", "-ext", "san=dns:localhost", "-signer", "ca")
			.with("client", "CN=client,O=Example\\, Inc.,C=US", "-ext", NAMES, "-signer", "ca")
			.with("neighbour", "CN=neighbour,O=Example,C=US", "-ext", "san=dns:neighbour.example", "-signer", "ca")
			.with("impostor-ca", "CN=Authority", "-ext", "bc:c")
			.with("impostor", "CN=client,O=Example\\, Inc.,C=US", "-ext", NAMES, "-signer", "impostor-ca")
			.with("self", "CN=self")
			.with("renewed", "CN=self");
		String[] tls = { "server.ssl.bundle=server", "server.ssl.client-auth=want",
				"spring.ssl.bundle.jks.server.key.alias=server",
				"spring.ssl.bundle.jks.server.keystore.location=file:" + certificates.keyStore(),
				"spring.ssl.bundle.jks.server.keystore.password=" + Certificates.PASSWORD,
				"spring.ssl.bundle.jks.server.truststore.location=file:" + certificates.trusting("ca"),
				"spring.ssl.bundle.jks.server.truststore.password=" + Certificates.PASSWORD,
				"dcr.allowed-grant-types=client_credentials,authorization_code", "dcr.fetch.require-https=false",
				"dcr.fetch.allowed-hosts=localhost,127.0.0.1", "dcr.fetch.ssl-bundle=server" };
		server = TestServer.start(LetsEveryCertificateIn.class,
				with(tls, "dcr.allowed-token-endpoint-auth-methods=tls_client_auth,self_signed_tls_client_auth",
						"dcr.keys.certificate-authorities=server"));
		checkedByTomcat = TestServer.start(with(tls, "dcr.allowed-token-endpoint-auth-methods=tls_client_auth"));
	}

	private static String[] with(String[] properties, String... more) {
		String[] all = Arrays.copyOf(properties, properties.length + more.length);
		System.arraycopy(more, 0, all, properties.length, more.length);
		return all;
	}

	@AfterAll
	static void stop() {
		server.close();
		checkedByTomcat.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "tls_client_auth_subject_dn|CN=client,O=\"Example, Inc.\",C=US",
					"tls_client_auth_subject_dn|cn=Client, o=Example\\, Inc., c=us",
					"tls_client_auth_san_dns|client.example", "tls_client_auth_san_uri|https://client.example/id",
					"tls_client_auth_san_ip|192.0.2.1", "tls_client_auth_san_email|client@client.example" })
	void tokenWhenCertificateIsIssuedToTheClientThenIssued(String member, String value) {
		Registered client = registered(server, Map.of("token_endpoint_auth_method", "tls_client_auth", member, value));
		assertThat(client.answer().json()).containsEntry(member, value).doesNotContainKey("client_secret");
		assertThat(token(server, client, certificates.client("client", 2)).status()).isEqualTo(200);
		// without its authority's
		assertThat(token(server, client, certificates.client("client", 1)).status()).isEqualTo(200);
		for (String other : List.of("neighbour", "impostor")) {
			assertInvalidClient(token(server, client, certificates.client(other, 2)));
		}
		assertInvalidClient(token(server, client, certificates.client("impostor", 1)));
		assertInvalidClient(token(server, client, certificates.client("self", 1)));
		assertInvalidClient(token(server, client, certificates.client()));
	}

	@Test
	void tokenWhenItMustBeBoundThenNamesTheCertificate() throws Exception {
		Registered client = registered(server, Map.of("token_endpoint_auth_method", "tls_client_auth",
				"tls_client_auth_san_dns", "client.example", "tls_client_certificate_bound_access_tokens", true));
		String accessToken = token(server, client, certificates.client("client", 1)).expect(200).string("access_token");
		assertThat(SignedJWT.parse(accessToken).getJWTClaimsSet().getJSONObjectClaim("cnf"))
			.isEqualTo(Map.of("x5t#S256", certificates.thumbprint("client")));
	}

	@Test
	void tokenWhenTomcatChecksAuthoritiesThenTheSame() {
		Registered client = registered(checkedByTomcat,
				Map.of("token_endpoint_auth_method", "tls_client_auth", "tls_client_auth_san_dns", "client.example"));
		for (int certificatesShown : List.of(1, 2)) {
			assertThat(token(checkedByTomcat, client, certificates.client("client", certificatesShown)).status())
				.isEqualTo(200);
		}
		assertInvalidClient(token(checkedByTomcat, client, certificates.client("neighbour", 2)));
	}

	@Test
	void tokensByCodeWhenProofKeyIsSentThenIssued() {
		Registered client = registered(server, Map.of("token_endpoint_auth_method", "tls_client_auth",
				"tls_client_auth_san_dns", "client.example", "grant_types", List.of("authorization_code")));
		String code = new Browser(new Http(server.base(), certificates.client())).code(client.id(),
				"https://client.example/cb", "openid");
		Map<String, String> form = TestServer.codeGrant(code, "https://client.example/cb");
		form.put("client_id", client.id());
		assertThat(post(server, form, certificates.client()).status()).isEqualTo(401);
		assertThat(post(server, form, certificates.client("client", 1)).expect(200).json()).containsKey("id_token");
	}

	@Test
	void tokenWhenCertificateIsRegisteredByValueThenIssued() {
		Registered client = registered(server,
				Map.of("token_endpoint_auth_method", "self_signed_tls_client_auth", "jwks", certificates.jwks("self")));
		assertThat(token(server, client, certificates.client("self", 1)).status()).isEqualTo(200);
		assertInvalidClient(token(server, client, certificates.client("renewed", 1)));
		assertInvalidClient(token(server, client, certificates.client("client", 2)));
		assertInvalidClient(token(server, client, certificates.client()));
		Registered updated = new Registered(new Http(server.base(), certificates.client()), client.answer());
		updated.update(updated.asUpdate("jwks", certificates.jwks("renewed"))).expect(200);
		assertThat(token(server, client, certificates.client("renewed", 1)).status()).isEqualTo(200);
		assertInvalidClient(token(server, client, certificates.client("self", 1)));
	}

	@Test
	void tokenWhenCertificateRotatesAtJwksUriThenNewOneCountsAtOnceAndOldOneStops() {
		try (Peer peer = new Peer()) {
			String uri = peer.json("/jwks", Answer.write(certificates.jwks("self"))).toString();
			Registered client = registered(server,
					Map.of("token_endpoint_auth_method", "self_signed_tls_client_auth", "jwks_uri", uri));
			assertThat(token(server, client, certificates.client("self", 1)).status()).isEqualTo(200);
			peer.json("/jwks", Answer.write(certificates.jwks("renewed")));
			assertThat(token(server, client, certificates.client("renewed", 1)).status()).isEqualTo(200);
			assertInvalidClient(token(server, client, certificates.client("self", 1)));
		}
	}

	@Test
	void tokenWhenJwksUriIsHttpsThenCertificateOfItsHostCounts() throws IOException {
		HttpsServer peer = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		peer.setHttpsConfigurator(new HttpsConfigurator(certificates.serverContext()));
		byte[] jwks = Answer.write(certificates.jwks("self")).getBytes(StandardCharsets.UTF_8);
		peer.createContext("/", (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "application/jwk-set+json");
			exchange.sendResponseHeaders(200, jwks.length);
			exchange.getResponseBody().write(jwks);
			exchange.close();
		});
		peer.start();
		try {
			String uri = "https://%s:" + peer.getAddress().getPort() + "/jwks";
			Map<String, Object> metadata = new LinkedHashMap<>(
					Map.of("token_endpoint_auth_method", "self_signed_tls_client_auth"));
			metadata.put("jwks_uri", uri.formatted("localhost"));
			assertThat(token(server, registered(server, metadata), certificates.client("self", 1)).status())
				.isEqualTo(200);
			metadata.put("jwks_uri", uri.formatted("127.0.0.1"));
			assertInvalidClient(token(server, registered(server, metadata), certificates.client("self", 1)));
		}
		finally {
			peer.stop(0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"tls_client_auth_subject_dn\": \"x\"", "\"tls_client_auth_san_dns\": \"a b\"",
			"\"tls_client_auth_san_uri\": \"client\"", "\"tls_client_auth_san_ip\": \"client.example\"",
			"\"tls_client_auth_san_ip\": \"192.0.2.256\"", "\"tls_client_auth_san_ip\": \"::x\"",
			"\"tls_client_auth_san_email\": \"client\"", "\"tls_client_auth_san_email\": 1", "\"client_name\": \"x\"",
			"\"tls_client_auth_san_email\": \"a@b\", \"tls_client_auth_san_dns\": \"b\"" })
	void registerWhenSubjectIsNotOneOfACertificateThenRefused(String members) {
		Answer answer = http(server, certificates.client()).post("/oauth2/register", """
				{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "tls_client_auth",
				%s}""".formatted(members));
		Refusals.assertRefused(answer, "invalid_client_metadata", "tls_client_auth");
	}

	@Test
	void registerWhenSubjectIsOfNoUseThenRefused() {
		Answer answer = http(server, certificates.client()).post("/oauth2/register",
				Answer.write(Map.of("redirect_uris", List.of("https://client.example/cb"), "token_endpoint_auth_method",
						"self_signed_tls_client_auth", "jwks", certificates.jwks("self"), "tls_client_auth_san_dns",
						"client.example")));
		Refusals.assertRefused(answer, "invalid_client_metadata", "tls_client_auth_san_dns");
	}

	@Test
	void registerWhenSelfSignedAndNoCertificateThenRefused() throws Exception {
		Map<String, Object> jwks = JWKSet
			.load(new ByteArrayInputStream(Answer.write(certificates.jwks("self")).getBytes()))
			.toJSONObject();
		((Map<?, ?>) ((List<?>) jwks.get("keys")).get(0)).remove("x5c");
		Answer answer = http(server, certificates.client()).post("/oauth2/register",
				Answer.write(Map.of("redirect_uris", List.of("https://client.example/cb"), "token_endpoint_auth_method",
						"self_signed_tls_client_auth", "jwks", jwks)));
		Refusals.assertRefused(answer, "invalid_client_metadata", "x5c");
	}

	private static Registered registered(TestServer server, Map<String, Object> members) {
		Map<String, Object> metadata = new LinkedHashMap<>(Map.of("redirect_uris", List.of("https://client.example/cb"),
				"grant_types", List.of("client_credentials")));
		metadata.putAll(members);
		Http http = http(server, certificates.client());
		return new Registered(http, http.post("/oauth2/register", Answer.write(metadata)).expect(201));
	}

	private static Answer token(TestServer server, Registered client, HttpClient.Builder shown) {
		return post(server, Map.of("grant_type", "client_credentials", "client_id", client.id()), shown);
	}

	private static Answer post(TestServer server, Map<String, String> form, HttpClient.Builder shown) {
		return http(server, shown).form("/oauth2/token", form);
	}

	private static Http http(TestServer server, HttpClient.Builder client) {
		return new Http(server.base(), client);
	}

	private static void assertInvalidClient(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
	}

	@Configuration(proxyBeanMethods = false)
	static class LetsEveryCertificateIn {

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> everyCertificate() {
			return (factory) -> factory.addConnectorCustomizers((connector) -> {
				for (var host : connector.findSslHostConfigs()) {
					host.setTrustManagerClassName(EveryCertificate.class.getName());
				}
			});
		}

	}

	/**
	 * Trusts everybody, as a connector for self-signed certificates does.
	 */
	public static final class EveryCertificate implements X509TrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
