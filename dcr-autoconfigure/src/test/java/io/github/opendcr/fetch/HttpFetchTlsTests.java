package io.github.opendcr.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.opendcr.testkit.Certificates;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpFetch} with a peer that speaks TLS 1.2 and 1.3, as localhost.
 */
class HttpFetchTlsTests {

	private static final Set<String> TEXT = Set.of("text/plain");

	private static HttpsServer peer;

	private static Path trusted;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		Certificates certificates = new Certificates(directory).with("server", "CN=localhost", "-ext",
				"san=dns:localhost");
		trusted = certificates.trusting("server");
		peer = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		peer.setHttpsConfigurator(new HttpsConfigurator(certificates.serverContext()));
		peer.createContext("/", (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "text/plain");
			exchange.sendResponseHeaders(200, 2);
			exchange.getResponseBody().write(new byte[] { 'o', 'k' });
			exchange.close();
		});
		peer.start();
	}

	@AfterAll
	static void stop() {
		peer.stop(0);
	}

	@Test
	void getWhenBundleTrustsCertificateThenDocument() {
		assertThat(get("localhost", trusting(SslOptions.NONE))).isEqualTo("ok");
		assertThat(get("localhost", trusting(SslOptions.of(null, Set.of("TLSv1.2"))))).isEqualTo("ok");
	}

	@Test
	void getWhenCertificateIsOfAnotherHostThenFailure() {
		assertThat(get("127.0.0.1", trusting(SslOptions.NONE))).isNull();
	}

	@Test
	void getWhenNobodyTrustsCertificateThenFailure() {
		assertThat(get("localhost", null)).isNull();
	}

	@Test
	void getWhenBundleHasNoProtocolOrCipherOfThePeerThenFailure() {
		assertThat(get("localhost", trusting(SslOptions.of(null, Set.of("TLSv1.1"))))).isNull();
		// for a certificate with an RSA key, which the peer hasn't
		SslOptions rsa = SslOptions.of(Set.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), Set.of("TLSv1.2"));
		assertThat(get("localhost", trusting(rsa))).isNull();
	}

	private static SslBundle trusting(SslOptions options) {
		return SslBundle.of(
				new JksSslStoreBundle(null,
						new JksSslStoreDetails("PKCS12", null, trusted.toUri().toString(), Certificates.PASSWORD)),
				null, options);
	}

	private static @Nullable String get(String host, @Nullable SslBundle sslBundle) {
		FetchSettings settings = new FetchSettings(Set.of(), true, Duration.ofHours(1), DataSize.ofBytes(1024));
		HttpFetch fetch = new HttpFetch(sslBundle, HostResolver.SYSTEM, (address) -> true, Clock.systemUTC());
		URI uri = URI.create("https://" + host + ":" + peer.getAddress().getPort() + "/");
		try {
			FetchResult result = fetch.call(FetchRequest.of(uri, TEXT), settings).get();
			return (result instanceof FetchResult.Document document) ? document.text() : null;
		}
		finally {
			fetch.close();
		}
	}

}
