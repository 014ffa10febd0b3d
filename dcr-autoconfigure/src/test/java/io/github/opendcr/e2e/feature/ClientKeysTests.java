package io.github.opendcr.e2e.feature;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretJWT;
import com.nimbusds.oauth2.sdk.auth.JWTAuthentication;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Peer;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that authenticate by what they sign, with assertions that the Nimbus SDK makes
 * and keys that a peer of the test's serves, well or badly.
 */
class ClientKeysTests {

	private static final RSAKey RSA = rsa("rsa");

	private static final RSAKey OTHER = rsa("other");

	private static final JWK ED25519 = new OctetKeyPair.Builder(Curve.Ed25519,
			new Base64URL("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
		.build();

	// the curve's base point
	private static final JWK SECP256K1 = new ECKey.Builder(Curve.SECP256K1,
			new Base64URL("eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g"),
			new Base64URL("SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg"))
		.build();

	private static TestServer server;

	private final Peer peer = new Peer();

	@BeforeAll
	static void start() {
		server = TestServer.start(ClientLifetimeTests.WithClock.class, "dcr.fetch.allowed-hosts=localhost",
				"dcr.fetch.require-https=false", "dcr.fetch.timeout=1h", "dcr.client-secret.time-to-live=1h",
				"dcr.allowed-grant-types=client_credentials,authorization_code,refresh_token",
				"dcr.allowed-token-endpoint-auth-methods=private_key_jwt,client_secret_jwt,client_secret_basic,none",
				"dcr.keys.secret-encryption-key=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void setClock() {
		server.bean(MutableClock.class).set(Instant.now());
	}

	@AfterEach
	void close() {
		this.peer.close();
	}

	@ParameterizedTest
	@MethodSource
	void registerWhenKeysAreUnfitThenRefusedWithWhatToChange(Object jwks, String sentence) {
		Map<String, Object> metadata = byValue(RSA);
		metadata.put("jwks", jwks);
		Refusals.assertRefused(server.register(Answer.write(metadata)), "invalid_client_metadata", "jwks", sentence);
	}

	static List<Object[]> registerWhenKeysAreUnfitThenRefusedWithWhatToChange() throws JOSEException {
		Map<String, Object> exponentOfOne = new LinkedHashMap<>(RSA.toPublicJWK().toJSONObject());
		exponentOfOne.put("e", "AQ");
		Map<String, Object> notOnCurve = new LinkedHashMap<>(
				new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONObject());
		notOnCurve.put("x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE");
		return List.of(new Object[] { set(new RSAKeyGenerator(1024, true).generate()), "2048" },
				new Object[] { set(SECP256K1), "P-256" }, new Object[] { set(ED25519), "P-256" },
				new Object[] { Map.of("keys", List.of(RSA.toJSONObject())), "private" },
				new Object[] { Map.of("keys", List.of(Map.of("kty", "RSA", "d", "AQAB"))), "private" },
				new Object[] { Map.of("keys", List.of(Map.of("kty", "oct", "k", "AAAA"))), "symmetric" },
				new Object[] { beside(Map.of("kty", "oct", "kid", "x")), "symmetric" },
				new Object[] { beside(Map.of("kty", "new", "k", "AAAA")), "private" },
				new Object[] { beside(Map.of("kty", "OKP", "crv", "Ed25519", "x", "AAAA", "d", "AAAA")), "private" },
				new Object[] { beside(Map.of("kty", "AKP", "alg", "ML-DSA-44", "pub", "AAAA", "priv", "AA")),
						"private" },
				new Object[] { beside(RSA.toJSONObject()), "number 2 of jwks is a private" },
				new Object[] { set(new RSAKey.Builder(RSA).keyUse(new KeyUse("tls")).build()), "no key" },
				new Object[] { set(RSA, new RSAKey.Builder(OTHER).keyID("rsa").build()), "number 2" },
				new Object[] { set(new RSAKey.Builder(RSA).keyUse(KeyUse.ENCRYPTION).build()), "no key" },
				new Object[] { set(new RSAKey.Builder(RSA).algorithm(JWSAlgorithm.ES256).build()), "alg" },
				new Object[] { set(new RSAKey.Builder(RSA).algorithm(new JWSAlgorithm("none")).build()), "alg" },
				new Object[] { Map.of("keys", List.of(exponentOfOne)), "exponent" },
				new Object[] { rsa(BigInteger.TWO.pow(100_000), BigInteger.valueOf(65_537)), "8192" },
				new Object[] { rsa(BigInteger.TWO.pow(2047), BigInteger.TWO.pow(100_000).add(BigInteger.ONE)),
						"exponent" },
				new Object[] { Map.of("keys", Collections.nCopies(33, Map.of("kty", "new"))), "32" },
				new Object[] { Map.of("keys", List.of(notOnCurve)), "malformed" },
				new Object[] { Map.of("keys", List.of(Map.of("kty", "RSA"))), "malformed" },
				new Object[] { Map.of("keys", List.of(1)), "object" },
				new Object[] { Map.of("keys", Map.of("a", 1)), "array" },
				new Object[] { Map.of("keys", List.of(RSA.toPublicJWK().toJSONObject(), "x")), "number 2" });
	}

	private static Map<String, Object> rsa(BigInteger modulus, BigInteger exponent) {
		return Map.of("keys", List.of(Map.of("kty", "RSA", "n", Base64URL.encode(modulus).toString(), "e",
				Base64URL.encode(exponent).toString())));
	}

	private static Map<String, Object> beside(Map<String, Object> key) {
		return Map.of("keys", List.of(RSA.toPublicJWK().toJSONObject(), key));
	}

	/**
	 * Keys that somebody may have, and that this server can't use.
	 */
	static List<Map<String, Object>> otherKeys() throws JOSEException {
		return List.of(ED25519.toJSONObject(), SECP256K1.toJSONObject(),
				Map.of("kty", "OKP", "crv", "X25519", "x", "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"),
				Map.of("kty", "AKP", "alg", "ML-DSA-44", "kid", "rsa", "pub", "AAAA"), Map.of("kty", "new"),
				Map.of("kid", "without"), Map.of("kty", "RSA", "kid", "incomplete"),
				Map.of("kty", "EC", "crv", "new", "x", "AA", "y", "AA"),
				new RSAKeyGenerator(1024, true).generate().toPublicJWK().toJSONObject(),
				new RSAKey.Builder(OTHER).algorithm(new JWSAlgorithm("new")).build().toPublicJWK().toJSONObject(),
				new RSAKey.Builder(OTHER).keyUse(new KeyUse("tls")).build().toPublicJWK().toJSONObject());
	}

	// RFC 7517 §5: what isn't understood is ignored; by value and by reference alike
	@ParameterizedTest
	@MethodSource("otherKeys")
	void tokenWhenOtherKeyIsBesideThenIssuedAndRefusedAlone(Map<String, Object> other) {
		for (List<?> keys : List.of(List.of(other, RSA.toPublicJWK().toJSONObject()),
				List.of(RSA.toPublicJWK().toJSONObject(), other))) {
			Map<String, Object> jwks = Map.of("keys", keys);
			Map<String, Object> metadata = byValue(RSA);
			metadata.put("jwks", jwks);
			Registered client = registered(metadata);
			assertThat(client.read().json()).containsEntry("jwks", jwks);
			assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
			client = client.as(client.update(client.asUpdate("client_name", "renamed")));
			assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
			client = registered(byReference(this.peer.json("/jwks", Answer.write(jwks))));
			assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
		}
		Map<String, Object> metadata = byValue(RSA);
		metadata.put("jwks", Map.of("keys", List.of(other)));
		Refusals.assertRefused(server.register(Answer.write(metadata)), "invalid_client_metadata", "jwks");
		metadata.put("token_endpoint_auth_method", "client_secret_basic");
		Registered basic = registered(metadata);
		Refusals.assertRefused(basic.update(basic.asUpdate("token_endpoint_auth_method", "private_key_jwt")),
				"invalid_client_metadata", "jwks");
	}

	// RFC 7517 §4.5
	@Test
	void tokenWhenKeysOfDifferentTypesShareAnIdThenEachCounts() throws JOSEException {
		ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("rsa").generate();
		Registered client = registered(byValue(RSA, ec));
		assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
		assertThat(token(client, signed(client, ec, "ES256")).status()).isEqualTo(200);
		client = registered(byReference(this.peer.json("/jwks", json(RSA, ec))));
		assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
		assertThat(token(client, signed(client, ec, "ES256")).status()).isEqualTo(200);
	}

	@Test
	void tokenWhenSetAtUriIsLongThenLastKeyCounts() {
		List<Object> keys = new ArrayList<>(Collections.nCopies(40, Map.of("kty", "new")));
		keys.add(RSA.toPublicJWK().toJSONObject());
		Registered client = registered(byReference(this.peer.json("/jwks", Answer.write(Map.of("keys", keys)))));
		assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
	}

	@Test
	void registerWhenAlgorithmFitsNoKeyThenRefused() {
		Map<String, Object> metadata = byValue(RSA);
		metadata.put("token_endpoint_auth_signing_alg", "ES256");
		Refusals.assertRefused(server.register(Answer.write(metadata)), "invalid_client_metadata",
				"token_endpoint_auth_signing_alg", "ES256");
		metadata.put("token_endpoint_auth_signing_alg", "HS256");
		Refusals.assertRefused(server.register(Answer.write(metadata)), "invalid_client_metadata",
				"token_endpoint_auth_signing_alg", "RS256");
	}

	@Test
	void registerWhenKeysAreMissingOrTwofoldThenRefused() {
		Map<String, Object> metadata = byValue(RSA);
		metadata.put("jwks_uri", "https://client.example/jwks");
		Refusals.assertRefused(server.register(Answer.write(metadata)), "invalid_client_metadata", "jwks", "not both");
		metadata.remove("jwks");
		metadata.remove("jwks_uri");
		Refusals.assertRefused(server.register(Answer.write(metadata)), "invalid_client_metadata", "jwks_uri",
				"private_key_jwt");
	}

	@Test
	void registerWhenKeysAndAnotherMethodThenKeptAndReturned() {
		Map<String, Object> metadata = byValue(RSA);
		metadata.put("token_endpoint_auth_method", "client_secret_basic");
		Registered client = registered(metadata);
		assertThat(client.read().json()).containsEntry("jwks", set(RSA));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration" })
	void discoveryThenTellsWhatTheEndpointsSupport(String path) {
		List<String> methods = List.of("client_secret_basic", "client_secret_post", "client_secret_jwt",
				"private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth", "none");
		List<String> algorithms = List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
				"ES512", "HS256");
		assertThat(server.http().get(path).json()).containsEntry("token_endpoint_auth_methods_supported", methods)
			.containsEntry("revocation_endpoint_auth_methods_supported", methods)
			.containsEntry("token_endpoint_auth_signing_alg_values_supported", algorithms)
			.containsEntry("revocation_endpoint_auth_signing_alg_values_supported", algorithms)
			.containsEntry("introspection_endpoint_auth_signing_alg_values_supported", algorithms);
	}

	private static Registered registered(Map<String, Object> metadata) {
		return server.registered(Answer.write(metadata));
	}

	private static Map<String, Object> byValue(JWK... keys) {
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("redirect_uris", List.of("https://client.example/cb"));
		metadata.put("grant_types", List.of("client_credentials"));
		metadata.put("token_endpoint_auth_method", "private_key_jwt");
		metadata.put("jwks", set(keys));
		return metadata;
	}

	private static Map<String, Object> byReference(URI uri) {
		Map<String, Object> metadata = byValue(RSA);
		metadata.remove("jwks");
		metadata.put("jwks_uri", uri.toString());
		return metadata;
	}

	private static Map<String, Object> bySecret() {
		Map<String, Object> metadata = byValue(RSA);
		metadata.remove("jwks");
		metadata.put("token_endpoint_auth_method", "client_secret_jwt");
		return metadata;
	}

	private static Map<String, Object> set(JWK... keys) {
		return new JWKSet(List.of(keys)).toPublicJWKSet().toJSONObject();
	}

	private static String json(JWK... keys) {
		return Answer.write(set(keys));
	}

	private static RSAKey rsa(String kid) {
		try {
			return new RSAKeyGenerator(2048).keyID(kid).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ClientAuthentication signed(Registered client, JWK key, String algorithm) {
		try {
			PrivateKey privateKey = (key instanceof ECKey ec) ? ec.toPrivateKey() : key.toRSAKey().toPrivateKey();
			return new PrivateKeyJWT(new ClientID(client.id()), URI.create(client.uri()).resolve("/oauth2/token"),
					JWSAlgorithm.parse(algorithm), privateKey, key.getKeyID(), null);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ClientAuthentication signedBySecret(Registered client) throws JOSEException {
		return new ClientSecretJWT(new ClientID(client.id()), URI.create(server.base() + "/oauth2/token"),
				JWSAlgorithm.HS256, new Secret(client.secret()));
	}

	private static JWTClaimsSet claims(String issuer, String subject, String audience, Date expiry) {
		return new JWTClaimsSet.Builder().issuer(issuer)
			.subject(subject)
			.audience(audience)
			.expirationTime(expiry)
			.build();
	}

	private static String sign(JWTClaimsSet claims, RSAKey key) throws JOSEException {
		return sign(claims, key, false);
	}

	private static String sign(JWTClaimsSet claims, RSAKey key, boolean weak) throws JOSEException {
		SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
		jwt.sign(new RSASSASigner(key.toPrivateKey(), weak));
		return jwt.serialize();
	}

	private static String sign(JWTClaimsSet claims, RSAKey key, String type) throws JOSEException {
		SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType(type)).build(),
				claims);
		jwt.sign(new RSASSASigner(key));
		return jwt.serialize();
	}

	private static Map<String, String> parameters(ClientAuthentication authentication) {
		Map<String, String> form = new LinkedHashMap<>();
		((JWTAuthentication) authentication).toParameters().forEach((name, values) -> form.put(name, values.get(0)));
		return form;
	}

	private static Answer token(Registered client, ClientAuthentication authentication) {
		return token(client, parameters(authentication).get("client_assertion"));
	}

	private static Answer token(Registered client, String assertion) {
		return client.http()
			.form("/oauth2/token",
					Map.of("grant_type", "client_credentials", "client_id", client.id(), "client_assertion_type",
							"urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion", assertion));
	}

	@Test
	void pushWhenSignedThenAssertionIsNotStored() {
		Map<String, Object> metadata = byValue(RSA);
		metadata.put("grant_types", List.of("authorization_code"));
		metadata.put("redirect_uris", List.of("https://client.example/cb"));
		Registered client = registered(metadata);
		Map<String, String> form = Browser.request(client.id(), "https://client.example/cb");
		form.putAll(parameters(signed(client, RSA, "RS256")));
		server.http().form("/oauth2/par", form).expect(201);
		assertThat(server.bean(JdbcTemplate.class)
			.queryForList("SELECT UTF8TOSTRING(attributes) FROM oauth2_authorization WHERE registered_client_id = ?",
					String.class, server.find(client.id()).getId()))
			.hasSize(1)
			.noneMatch((row) -> row.contains("assertion") || row.contains(form.get("client_assertion")));
	}

	private static void assertInvalidClient(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
		assertThat(answer.json()).containsEntry("error", "invalid_client");
	}

	@Nested
	class PrivateKeyJwt {

		@ParameterizedTest
		@ValueSource(strings = { "RS256", "RS384", "RS512", "PS256", "PS384", "PS512" })
		void tokenWhenSignedByRsaThenIssued(String algorithm) {
			Registered client = registered(byValue(RSA));
			assertThat(token(client, signed(client, RSA, algorithm)).status()).isEqualTo(200);
		}

		@ParameterizedTest
		@ValueSource(strings = { "ES256", "ES384", "ES512" })
		void tokenWhenSignedByEcThenIssued(String algorithm) throws JOSEException {
			JWSAlgorithm name = JWSAlgorithm.parse(algorithm);
			ECKey key = new ECKeyGenerator(Curve.forJWSAlgorithm(name).iterator().next()).generate();
			Map<String, Object> metadata = byValue(key);
			metadata.put("token_endpoint_auth_signing_alg", algorithm);
			Registered client = registered(metadata);
			assertThat(client.answer().json()).containsEntry("token_endpoint_auth_signing_alg", algorithm)
				.containsKey("jwks")
				.doesNotContainKeys("client_secret", "client_secret_expires_at");
			assertThat(token(client, signed(client, key, algorithm)).status()).isEqualTo(200);
		}

		@Test
		void tokensByCodeWhenClientIdIsInTheAssertionAloneThenIssued() {
			Map<String, Object> metadata = byValue(RSA);
			metadata.put("grant_types", List.of("authorization_code", "refresh_token"));
			Registered client = registered(metadata);
			String code = new Browser(server.http()).code(client.id(), "https://client.example/cb", "openid");
			Map<String, String> form = TestServer.codeGrant(code, "https://client.example/cb");
			form.putAll(parameters(signed(client, RSA, "RS256")));
			assertThat(form).doesNotContainKey("client_id");
			Answer tokens = server.token(form).expect(200);
			assertThat(tokens.json()).containsKey("id_token");
			Map<String, String> refresh = new LinkedHashMap<>(parameters(signed(client, RSA, "RS256")));
			refresh.put("grant_type", "refresh_token");
			refresh.put("refresh_token", tokens.string("refresh_token"));
			refresh.put("client_id", client.id());
			assertThat(server.token(refresh).status()).isEqualTo(200);
		}

		@Test
		void tokenWhenAssertionIsUsedTwiceThenRefused() {
			Registered client = registered(byValue(RSA));
			ClientAuthentication assertion = signed(client, RSA, "RS256");
			assertThat(token(client, assertion).status()).isEqualTo(200);
			assertInvalidClient(token(client, assertion));
		}

		@Test
		void tokenWhenClaimsAreNotAsTheyMustBeThenRefused() throws JOSEException {
			Registered client = registered(byValue(RSA));
			Date soon = Date.from(Instant.now().plusSeconds(60));
			String id = client.id();
			String endpoint = server.base() + "/oauth2/token";
			for (JWTClaimsSet claims : List.of(claims("someone", id, endpoint, soon),
					claims(id, "someone", endpoint, soon), claims(id, id, "https://elsewhere.example", soon),
					claims(id, id, endpoint, Date.from(Instant.now().minusSeconds(600))),
					claims(id, id, endpoint, Date.from(Instant.now().plusSeconds(7200))),
					claims(id, id, endpoint, null))) {
				assertInvalidClient(token(client, sign(claims, RSA)));
			}
			assertThat(token(client, sign(claims(id, id, endpoint, soon), RSA)).status()).isEqualTo(200);
		}

		@Test
		void tokenWhenAssertionHasJustExpiredThenItCountsOnceToo() throws JOSEException {
			Registered client = registered(byValue(RSA));
			JWTClaimsSet justExpired = claims(client.id(), client.id(), server.base() + "/oauth2/token",
					Date.from(Instant.now().minusSeconds(20)));
			String assertion = sign(new JWTClaimsSet.Builder(justExpired).jwtID("once").build(), RSA);
			assertThat(token(client, assertion).status()).isEqualTo(200);
			assertInvalidClient(token(client, assertion));
		}

		@Test
		void tokenWhenAssertionIsOfAnotherTypeThenRefused() throws JOSEException {
			Registered client = registered(byValue(RSA));
			JWTClaimsSet claims = claims(client.id(), client.id(), server.base() + "/oauth2/token",
					Date.from(Instant.now().plusSeconds(60)));
			for (String type : List.of("oauth-client-auth+jwt", "JWT", "jwt")) {
				assertThat(token(client, sign(claims, RSA, type)).status()).isEqualTo(200);
			}
			for (String type : List.of("at+jwt", "dpop+jwt", "application/at+jwt", "logout+jwt")) {
				assertInvalidClient(token(client, sign(claims, RSA, type)));
			}
		}

		@Test
		void tokenWhenSignedBySomethingElseThenRefused() throws JOSEException {
			Registered client = registered(byValue(RSA));
			String id = client.id();
			JWTClaimsSet claims = claims(id, id, server.base() + "/oauth2/token",
					Date.from(Instant.now().plusSeconds(60)));
			assertInvalidClient(token(client, sign(claims, OTHER)));
			assertInvalidClient(token(client, sign(claims, new RSAKey.Builder(OTHER).keyID("rsa").build())));
			SignedJWT symmetric = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
			symmetric.sign(new MACSigner(RSA.toPublicJWK().toJSONString()));
			assertInvalidClient(token(client, symmetric.serialize()));
			assertInvalidClient(token(client, new PlainJWT(claims).serialize()));
			for (String garbage : List.of("x", "a.b.c", "....", "eyJhbGciOiJSUzI1NiJ9.e30.x")) {
				assertInvalidClient(token(client, garbage));
			}
		}

		@Test
		void tokenWhenAlgorithmIsNotTheRegisteredOneThenRefused() {
			Map<String, Object> metadata = byValue(RSA);
			metadata.put("token_endpoint_auth_signing_alg", "PS256");
			Registered client = registered(metadata);
			assertInvalidClient(token(client, signed(client, RSA, "RS256")));
			assertThat(token(client, signed(client, RSA, "PS256")).status()).isEqualTo(200);
		}

		@Test
		void tokenWhenKeyIsReplacedByUpdateThenNewOneCountsAtOnce() {
			Registered client = registered(byValue(RSA));
			assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
			client = client.as(client.update(client.asUpdate("jwks", set(OTHER))));
			assertThat(token(client, signed(client, OTHER, "RS256")).status()).isEqualTo(200);
			assertInvalidClient(token(client, signed(client, RSA, "RS256")));
			client = client.as(client.update(client.asUpdate("token_endpoint_auth_method", "client_secret_basic")));
			assertInvalidClient(token(client, signed(client, OTHER, "RS256")));
			assertThat(server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials")).status())
				.isEqualTo(200);
		}

		@Test
		void tokenWhenClientIsDeletedThenRefused() {
			Registered client = registered(byValue(RSA));
			client.delete().expect(204);
			assertInvalidClient(token(client, signed(client, RSA, "RS256")));
		}

	}

	@Nested
	class JwksUri {

		@Test
		void tokenWhenKeyRotatesThenNewOneCountsAtOnceAndOldOneStops() {
			URI uri = ClientKeysTests.this.peer.json("/jwks", json(RSA));
			Registered client = registered(byReference(uri));
			assertThat(ClientKeysTests.this.peer.connections()).isZero();
			assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
			assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
			assertThat(ClientKeysTests.this.peer.connections()).isEqualTo(1);
			ClientKeysTests.this.peer.json("/jwks", json(OTHER));
			assertThat(token(client, signed(client, OTHER, "RS256")).status()).isEqualTo(200);
			assertInvalidClient(token(client, signed(client, RSA, "RS256")));
		}

		@Test
		void tokenWhenKeyRotatesAndKeepsItsIdThenNewOneCountsAtOnce() {
			URI uri = ClientKeysTests.this.peer.json("/jwks", json(RSA));
			Registered client = registered(byReference(uri));
			assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
			RSAKey renewed = new RSAKey.Builder(OTHER).keyID("rsa").build();
			ClientKeysTests.this.peer.json("/jwks", json(renewed));
			assertThat(token(client, signed(client, renewed, "RS256")).status()).isEqualTo(200);
			assertInvalidClient(token(client, signed(client, RSA, "RS256")));
		}

		@Test
		void tokenWhenKeysAreUnknownThenFetchedABoundedNumberOfTimes() {
			URI uri = ClientKeysTests.this.peer.json("/jwks", json(RSA));
			Registered client = registered(byReference(uri));
			for (int i = 0; i < 20; i++) {
				RSAKey unknown = new RSAKey.Builder(OTHER).keyID("unknown-" + i).build();
				assertInvalidClient(token(client, signed(client, unknown, "RS256")));
			}
			assertThat(ClientKeysTests.this.peer.connections()).isEqualTo(6);
			assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
		}

		@Test
		void tokenWhenAssertionCouldNeverBeVerifiedThenNothingIsFetched() {
			URI uri = ClientKeysTests.this.peer.json("/jwks", json(RSA));
			Registered client = registered(byReference(uri));
			for (String garbage : List.of("x", "a.b.c", "eyJhbGciOiJIUzI1NiJ9.e30.x", "eyJhbGciOiJub25lIn0.e30.")) {
				assertInvalidClient(token(client, garbage));
			}
			assertThat(ClientKeysTests.this.peer.connections()).isZero();
		}

		@Test
		void tokenWhenCopyIsStaleByTheClockThenFetchedAgain() {
			URI uri = ClientKeysTests.this.peer.json("/jwks", json(RSA));
			Registered client = registered(byReference(uri));
			assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
			server.bean(MutableClock.class).advance(Duration.ofMinutes(5));
			assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
			assertThat(ClientKeysTests.this.peer.connections()).isEqualTo(2);
		}

		@Test
		void tokenWhenSetHasOtherKeysThenTheyAreSkipped() throws JOSEException {
			List<JWK> keys = new ArrayList<>(
					List.of(ED25519, SECP256K1, new RSAKeyGenerator(2048).keyUse(KeyUse.ENCRYPTION).generate(), RSA));
			String unknown = new JWKSet(keys).toPublicJWKSet()
				.toString()
				.replace("{\"keys\":[", "{\"keys\":[{\"kty\":\"new\"},1,");
			Registered client = registered(byReference(ClientKeysTests.this.peer.json("/jwks", unknown)));
			assertThat(token(client, signed(client, RSA, "RS256")).status()).isEqualTo(200);
		}

		@Test
		void tokenWhenSetIsOfWeakOrPrivateKeysThenRefused() throws JOSEException {
			RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
			Registered client = registered(byReference(ClientKeysTests.this.peer.json("/weak", json(weak))));
			assertInvalidClient(token(client, sign(claims(client.id(), client.id(), server.base() + "/oauth2/token",
					Date.from(Instant.now().plusSeconds(60))), weak, true)));
			client = registered(
					byReference(ClientKeysTests.this.peer.json("/private", new JWKSet(RSA).toString(false))));
			assertInvalidClient(token(client, signed(client, RSA, "RS256")));
		}

		@Test
		void tokenWhenPeerNeverAnswersThenRefused() {
			Peer peer = ClientKeysTests.this.peer;
			try (TestServer impatient = TestServer.start("dcr.fetch.allowed-hosts=localhost",
					"dcr.fetch.require-https=false", "dcr.fetch.timeout=300ms",
					"dcr.allowed-grant-types=client_credentials,authorization_code,refresh_token",
					"dcr.allowed-token-endpoint-auth-methods=private_key_jwt")) {
				Registered client = impatient
					.registered(Answer.write(byReference(peer.on("/silent", Peer.Behaviour.silence()))));
				assertInvalidClient(token(client, signed(client, RSA, "RS256")));
				assertThat(peer.connections()).isEqualTo(1);
			}
		}

		@Test
		void tokenWhenPeerIsHostileThenRefused() {
			Peer peer = ClientKeysTests.this.peer;
			Peer internal = new Peer();
			try (internal) {
				List<URI> uris = List.of(
						peer.on("/redirect",
								(out) -> Peer.head(out, "302 Found", "text/plain",
										"Location: http://169.254.169.254/latest/meta-data/\r\n")),
						peer.on("/redirect-inside",
								(out) -> Peer.head(out, "307 Temporary Redirect", "application/json",
										"Location: " + internal.json("/jwks", json(RSA)) + "\r\n")),
						peer.json("/large", "{\"keys\":[\"" + "x".repeat(10_000_000) + "\"]}"),
						peer.on("/hangs-up", (out) -> {
						}), peer.on("/html", (out) -> {
							Peer.head(out, "200 OK", "text/html", "");
							out.write(json(RSA).getBytes(StandardCharsets.UTF_8));
						}), peer.json("/nested", "{\"keys\":" + "[".repeat(30_000)), peer.json("/array", "[]"),
						peer.json("/text", "keys"), URI.create("http://127.0.0.1:" + internal.port() + "/jwks"),
						URI.create("http://localhost:1/jwks"));
				internal.json("/jwks", json(RSA));
				for (URI uri : uris) {
					Registered client = registered(byReference(uri));
					assertInvalidClient(token(client, signed(client, RSA, "RS256")));
				}
				assertThat(internal.connections()).isZero();
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "ftp://client.example/jwks", "https://user:pw@client.example/jwks",
				"https://client.example/jwks#keys", "https:/jwks", "jwks", "https://client.example:0/jwks",
				"https://client.example:65536/jwks", "https://127.0.0.1:99999/" })
		void registerWhenNeverFetchedThenRefused(String uri) {
			Map<String, Object> metadata = byValue(RSA);
			metadata.remove("jwks");
			metadata.put("jwks_uri", uri);
			Refusals.assertRefused(server.register(Answer.write(metadata)), "invalid_client_metadata", "jwks_uri");
		}

		@Test
		void registerWhenInvalidThenNothingIsFetched() {
			Map<String, Object> metadata = byReference(ClientKeysTests.this.peer.json("/jwks", json(RSA)));
			metadata.put("redirect_uris", List.of("javascript:alert(1)"));
			server.register(Answer.write(metadata)).expect(400);
			assertThat(ClientKeysTests.this.peer.connections()).isZero();
		}

	}

	@Nested
	class ClientSecretJwt {

		@Test
		void tokenWhenSignedByTheSecretThenIssuedAndSecretIsNotStoredInClear() throws JOSEException {
			Registered client = registered(bySecret());
			assertThat(token(client, signedBySecret(client)).status()).isEqualTo(200);
			String stored = server.bean(JdbcTemplate.class)
				.queryForObject("SELECT client_secret FROM oauth2_registered_client WHERE client_id = ?", String.class,
						client.id());
			assertThat(stored).startsWith("{dcr-aes-gcm}").doesNotContain(client.secret());
			for (String secret : List.of(client.secret(), stored)) {
				assertInvalidClient(server.token(client.id(), secret, Map.of("grant_type", "client_credentials")));
			}
			assertInvalidClient(token(client, signed(client, RSA, "RS256")));
		}

		@Test
		void tokenWhenSecretHasExpiredByTheClockThenRefused() throws JOSEException {
			Registered client = registered(bySecret());
			assertThat(token(client, signedBySecret(client)).status()).isEqualTo(200);
			server.bean(MutableClock.class).advance(Duration.ofHours(1));
			assertInvalidClient(token(client, signedBySecret(client)));
		}

		@Test
		void updateThenSecretStaysUntilTheMethodChanges() throws JOSEException {
			Registered client = registered(bySecret());
			Registered renamed = client.as(client.update(client.asUpdate("client_name", "renamed")));
			assertThat(renamed.answer().json()).doesNotContainKey("client_secret");
			assertThat(token(renamed, signedBySecret(client)).status()).isEqualTo(200);
			Registered basic = renamed
				.as(renamed.update(renamed.asUpdate("token_endpoint_auth_method", "client_secret_basic")));
			assertThat(basic.secret()).isNotEqualTo(client.secret());
			assertThat(server.token(basic.id(), basic.secret(), Map.of("grant_type", "client_credentials")).status())
				.isEqualTo(200);
			assertInvalidClient(token(basic, signedBySecret(client)));
			Registered again = basic
				.as(basic.update(basic.asUpdate("token_endpoint_auth_method", "client_secret_jwt")));
			assertThat(token(again, signedBySecret(again)).status()).isEqualTo(200);
		}

		@Test
		void updateWhenSecretIsSentThenItMustBeTheCurrentOne() {
			Registered client = registered(bySecret());
			assertThat(client.update(client.asUpdate("client_secret", "another")).status()).isEqualTo(400);
			assertThat(client.update(client.asUpdate("client_secret", client.secret())).status()).isEqualTo(200);
		}

		@Test
		void registerWhenAlgorithmIsNoMacThenRefused() {
			Map<String, Object> metadata = bySecret();
			metadata.put("token_endpoint_auth_signing_alg", "RS256");
			Refusals.assertRefused(server.register(Answer.write(metadata)), "invalid_client_metadata",
					"client_secret_jwt", "HS256");
		}

	}

}
