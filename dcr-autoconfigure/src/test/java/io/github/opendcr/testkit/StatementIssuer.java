package io.github.opendcr.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of software statements with a server for its keys.
 */
public final class StatementIssuer implements AutoCloseable {

	public static final String NAME = "https://directory.example";

	private final HttpServer server;

	private final String scheme;

	private final AtomicInteger reads = new AtomicInteger();

	private volatile RSAKey key = newKey("first");

	private volatile boolean reachable = true;

	public StatementIssuer() {
		this(null);
	}

	public StatementIssuer(@Nullable SSLContext tls) {
		this.scheme = (tls != null) ? "https" : "http";
		this.server = listen(tls);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	private static HttpServer listen(@Nullable SSLContext tls) {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		try {
			if (tls == null) {
				return HttpServer.create(address, 0);
			}
			HttpsServer server = HttpsServer.create(address, 0);
			server.setHttpsConfigurator(new HttpsConfigurator(tls));
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.reads.incrementAndGet();
		byte[] body = jwks().getBytes(StandardCharsets.UTF_8);
		try (exchange) {
			exchange.sendResponseHeaders(this.reachable ? 200 : 503, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	/**
	 * The properties by which a server trusts the issuer, and more: those of the issuer,
	 * without a prefix, and any others.
	 */
	public String[] trusted(String... more) {
		String[] properties = new String[more.length + 2];
		String prefix = "dcr.software-statement.trusted-issuers[0].";
		properties[0] = prefix + "issuer=" + NAME;
		properties[1] = prefix + "jwks-location=" + url();
		for (int i = 0; i < more.length; i++) {
			boolean ofTheIssuer = more[i].matches("[a-z-]+=.*");
			properties[i + 2] = ofTheIssuer ? prefix + more[i] : more[i];
		}
		return properties;
	}

	public String url() {
		return this.scheme + "://localhost:" + this.server.getAddress().getPort() + "/jwks";
	}

	public String jwks() {
		return new JWKSet(this.key.toPublicJWK()).toString();
	}

	public RSAKey key() {
		return this.key;
	}

	public int reads() {
		return this.reads.get();
	}

	public void rotate() {
		this.key = newKey("next");
	}

	public void setReachable(boolean reachable) {
		this.reachable = reachable;
	}

	/**
	 * A statement that says what a name and a value in turn say, valid for an hour.
	 */
	public String statement(Object... claims) {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("iss", NAME);
		all.put("iat", Instant.now().getEpochSecond());
		all.put("exp", Instant.now().getEpochSecond() + 3600);
		for (int i = 0; i < claims.length; i += 2) {
			all.put((String) claims[i], claims[i + 1]);
		}
		return sign(this.key, Answer.write(all));
	}

	public static String sign(RSAKey key, String claims) {
		try {
			JWSObject jws = new JWSObject(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
					new Payload(claims));
			jws.sign(new RSASSASigner(key));
			return jws.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static RSAKey newKey(String id) {
		try {
			return new RSAKeyGenerator(2048).keyID(id).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
