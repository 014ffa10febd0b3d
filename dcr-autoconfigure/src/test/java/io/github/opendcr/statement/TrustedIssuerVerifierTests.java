package io.github.opendcr.statement;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.PlainObject;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.testkit.MutableClock;

import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.UrlResource;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TrustedIssuerVerifier}: which statements are believed, and which keys.
 */
class TrustedIssuerVerifierTests {

	private static final String ISSUER = "https://directory.example";

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final RSAKey KEY = rsa("key", 2048);

	private static final RSAKey OTHER_KEY = rsa("other", 2048);

	private static final ECKey EC_KEY = ec();

	private final MutableClock clock = new MutableClock(NOW);

	private final Keys keys = new Keys(KEY, EC_KEY);

	private final TrustedIssuerVerifier verifier = verifier((issuer) -> issuer);

	private TrustedIssuerVerifier verifier(UnaryOperator<TrustedIssuer> trust) {
		return new TrustedIssuerVerifier(List.of(trust.apply(TrustedIssuer.of(ISSUER, this.keys))), null, this.clock);
	}

	private static UnaryOperator<TrustedIssuer> trust(Set<String> audience, Set<String> allowed, Set<String> required,
			Duration maxAge, boolean singleUse) {
		return (issuer) -> new TrustedIssuer(issuer.issuer(), issuer.jwksLocation(), issuer.algorithms(), audience,
				allowed, required, Set.of(), maxAge, singleUse);
	}

	private static void assertRefused(TrustedIssuerVerifier verifier, String statement, RegistrationError error,
			String... words) {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> verifier.verify(statement))
			.satisfies((ex) -> {
				assertThat(ex.getError()).as(ex.getDescription()).isEqualTo(error);
				assertThat(ex.getDescription()).hasSizeLessThan(400);
				List.of(words).forEach((word) -> assertThat(ex.getDescription()).contains(word));
				assertThat(ex.getMember()).isEqualTo("software_statement");
			});
	}

	private void assertInvalid(String statement, String... words) {
		assertRefused(this.verifier, statement, RegistrationError.INVALID_SOFTWARE_STATEMENT, words);
	}

	@Test
	void verifyThenIssuerAndClaimsWithoutThoseOfTheJwt() {
		SoftwareStatement statement = this.verifier.verify(signed(Map.of("software_id", "app", "client_name", "App",
				"sub", "s", "jti", "1", "nbf", 1.5, "exp", 4_000_000_000L)));
		assertThat(statement.issuer()).isEqualTo(ISSUER);
		assertThat(statement.softwareId()).isEqualTo("app");
		assertThat(statement.claims().asMap()).isEqualTo(Map.of("software_id", "app", "client_name", "App"));
		assertThat(statement.singleUse()).isNull();
	}

	@Test
	void verifyWhenSignedWithAnEllipticCurveOrPssThenBelieved() {
		this.verifier.verify(sign(new JWSHeader(JWSAlgorithm.ES256), claims(Map.of()), signer(EC_KEY)));
		this.verifier.verify(sign(new JWSHeader(JWSAlgorithm.PS256), claims(Map.of()), signer(KEY)));
	}

	@Test
	void verifyWhenNobodySignedThenInvalid() {
		assertInvalid(new PlainObject(new Payload(claims(Map.of()))).serialize(), "signed JWT");
		String[] parts = signed(Map.of()).split("\\.");
		assertInvalid(parts[0] + "." + parts[1] + ".", "signed JWT");
		assertInvalid(parts[0] + "." + parts[1], "signed JWT");
		assertInvalid(parts[0] + "." + Base64URL.encode(claims(Map.of("scope", "admin"))) + "." + parts[2],
				"current key");
	}

	@Test
	void verifyWhenItHasCharactersThatNobodySignedThenInvalid() {
		String signed = signed(Map.of());
		for (String statement : List.of(" " + signed, "\0" + signed, signed + "\n", signed + "=",
				signed.replaceFirst("(.{9})$", "!$1"))) {
			assertInvalid(statement, "signed JWT");
		}
	}

	@Test
	void verifyWhenPublicKeyIsTakenForASecretThenInvalid() throws Exception {
		byte[] publicKey = KEY.toRSAPublicKey().getEncoded();
		assertInvalid(sign(new JWSHeader(JWSAlgorithm.HS256), claims(Map.of()), new MACSigner(publicKey)),
				"signed with one of: ES256, PS256, RS256");
		assertInvalid(
				sign(new JWSHeader(JWSAlgorithm.HS256), claims(Map.of()),
						new MACSigner(KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))),
				"signed with one of");
	}

	@Test
	void verifyWhenAlgorithmIsNotAllowedThenInvalid() {
		assertInvalid(sign(new JWSHeader(JWSAlgorithm.RS512), claims(Map.of()), signer(KEY)), "signed with one of");
	}

	@Test
	void verifyWhenAnotherKeySignedThenInvalidEvenIfTheHeaderBringsIt() {
		assertInvalid(sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key").build(), claims(Map.of()),
				signer(OTHER_KEY)), "current key");
		assertInvalid(sign(new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(OTHER_KEY.toPublicJWK()).build(),
				claims(Map.of()), signer(OTHER_KEY)), "current key");
	}

	@Test
	void verifyWhenHeaderPointsToKeysThenNotFollowed() {
		AtomicInteger asked = new AtomicInteger();
		withServer(asked, (url) -> {
			JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).jwkURL(url).x509CertURL(url).build();
			assertInvalid(sign(header, claims(Map.of()), signer(OTHER_KEY)), "current key");
			this.verifier.verify(sign(header, claims(Map.of()), signer(KEY)));
		});
		assertThat(asked).hasValue(0);
	}

	@Test
	void verifyWhenKeyIsOfAnotherIssuerThenInvalid() {
		TrustedIssuerVerifier two = new TrustedIssuerVerifier(List.of(TrustedIssuer.of(ISSUER, this.keys),
				TrustedIssuer.of("https://other.example", new Keys(OTHER_KEY))), null, this.clock);
		assertRefused(two, sign(new JWSHeader(JWSAlgorithm.RS256), claims(Map.of()), signer(OTHER_KEY)),
				RegistrationError.INVALID_SOFTWARE_STATEMENT, "current key");
	}

	@Test
	void verifyWhenHeaderHasCriticalMembersThenInvalid() {
		assertInvalid(rawHeader("{\"alg\":\"RS256\",\"crit\":[\"exp\"],\"exp\":1}"), "crit");
		assertInvalid(rawHeader("{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":false}"), "crit");
		assertInvalid(rawHeader("{\"alg\":\"RS256\",\"b64\":false}"), "b64");
	}

	@ParameterizedTest
	@ValueSource(strings = { "at+jwt", "secevent+jwt", "JOSE", "application/at+jwt" })
	void verifyWhenJwtIsOfAnotherTypeThenInvalid(String type) {
		assertInvalid(sign(new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType(type)).build(),
				claims(Map.of()), signer(KEY)), "typ");
	}

	@Test
	void verifyWhenTypeIsJwtThenBelieved() {
		this.verifier.verify(sign(new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType("jwt")).build(),
				claims(Map.of()), signer(KEY)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "[]", "\"text\"", "{\"iss\":\"https://directory.example\"",
			"{\"iss\":\"https://directory.example\",\"a\":1,\"a\":2}",
			"{\"iss\":\"https://directory.example\"}{\"iss\":\"https://directory.example\"}" })
	void verifyWhenClaimsAreNoObjectThenInvalid(String claims) {
		assertInvalid(sign(new JWSHeader(JWSAlgorithm.RS256), claims, signer(KEY)));
	}

	@Test
	void verifyWhenJsonNestsDeepThenInvalid() {
		String deep = "[".repeat(10_000) + "]".repeat(10_000);
		assertInvalid(
				sign(new JWSHeader(JWSAlgorithm.RS256), "{\"iss\":\"" + ISSUER + "\",\"a\":" + deep + "}", signer(KEY)),
				"nested");
		assertInvalid(rawHeader("{\"alg\":\"RS256\",\"a\":" + deep + "}"));
		assertInvalid(
				rawHeader("{\"alg\":\"RS256\",\"a\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000) + "}"));
	}

	@Test
	void verifyWhenIssuerIsMissingOrNoStringThenInvalidAndWhenUnknownThenUnapproved() {
		assertInvalid(sign(new JWSHeader(JWSAlgorithm.RS256), "{}", signer(KEY)), "iss");
		assertInvalid(sign(new JWSHeader(JWSAlgorithm.RS256), "{\"iss\":[\"" + ISSUER + "\"]}", signer(KEY)), "iss");
		assertRefused(this.verifier, signed(Map.of("iss", ISSUER + "/")),
				RegistrationError.UNAPPROVED_SOFTWARE_STATEMENT, "not trusted");
	}

	@Test
	void verifyWhenTimesAreOverThenInvalidWithAMinuteOfTolerance() {
		long now = NOW.getEpochSecond();
		this.verifier.verify(signed(Map.of("exp", now - 59, "nbf", now + 59, "iat", now + 59)));
		assertInvalid(signed(Map.of("exp", now - 60)), "expired");
		assertInvalid(signed(Map.of("exp", -1e300)), "expired");
		assertInvalid(signed(Map.of("nbf", now + 61)), "not valid yet");
		assertInvalid(signed(Map.of("iat", 1e300)), "not valid yet");
		this.verifier.verify(signed(Map.of("exp", 1e300)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "exp", "nbf", "iat" })
	void verifyWhenTimeIsNoNumberThenInvalid(String claim) {
		assertInvalid(signed(Map.of(claim, "4000000000")), claim, "number");
		assertInvalid(signed(Map.of(claim, List.of(1))), claim, "number");
		assertInvalid(signed(Map.of(claim, true)), claim, "number");
	}

	@Test
	void verifyWhenStatementIsOlderThanAllowedThenInvalid() {
		TrustedIssuerVerifier strict = verifier(trust(Set.of(), Set.of(), Set.of(), Duration.ofHours(1), false));
		long now = NOW.getEpochSecond();
		strict.verify(signed(Map.of("iat", now - 3600)));
		assertRefused(strict, signed(Map.of("iat", now - 3660)), RegistrationError.INVALID_SOFTWARE_STATEMENT, "3600");
		assertRefused(strict, signed(Map.of()), RegistrationError.INVALID_SOFTWARE_STATEMENT, "iat");
	}

	/**
	 * What the Host header of the request says is no issuer.
	 */
	@Test
	void verifyWhenAudienceIsThisServerThenConfiguredIssuerCountsAlone() {
		String statement = signed(Map.of("aud", "https://as.example"));
		try {
			AuthorizationServerContextHolder.setContext(context(AuthorizationServerSettings.builder()));
			assertInvalid(statement, "aud");
			AuthorizationServerContextHolder
				.setContext(context(AuthorizationServerSettings.builder().multipleIssuersAllowed(true)));
			assertInvalid(statement, "aud");
			AuthorizationServerContextHolder
				.setContext(context(AuthorizationServerSettings.builder().issuer("https://as.example")));
			this.verifier.verify(statement);
		}
		finally {
			AuthorizationServerContextHolder.resetContext();
		}
	}

	private static AuthorizationServerContext context(AuthorizationServerSettings.Builder settings) {
		AuthorizationServerSettings built = settings.build();
		return new AuthorizationServerContext() {

			@Override
			public String getIssuer() {
				return "https://as.example";
			}

			@Override
			public AuthorizationServerSettings getAuthorizationServerSettings() {
				return built;
			}

		};
	}

	@Test
	void verifyWhenAudienceIsAnotherThenInvalid() {
		assertInvalid(signed(Map.of("aud", "https://other.example")), "aud");
		assertInvalid(signed(Map.of("aud", List.of())), "aud");
		assertInvalid(signed(Map.of("aud", 7)), "aud");
		assertInvalid(signed(Map.of("aud", Map.of("a", "https://as.example"))), "aud");
		TrustedIssuerVerifier strict = verifier(
				trust(Set.of("https://as.example", "as"), Set.of(), Set.of(), null, false));
		strict.verify(signed(Map.of("aud", "as")));
		strict.verify(signed(Map.of("aud", List.of("https://other.example", "https://as.example"))));
		assertRefused(strict, signed(Map.of()), RegistrationError.INVALID_SOFTWARE_STATEMENT, "https://as.example");
		assertRefused(strict, signed(Map.of("aud", List.of(List.of("as")))),
				RegistrationError.INVALID_SOFTWARE_STATEMENT, "aud");
	}

	@Test
	void verifyWhenClaimsAreRequiredOrLimitedThenSo() {
		TrustedIssuerVerifier strict = verifier(
				trust(Set.of(), Set.of("client_name", "software_id"), Set.of("exp"), null, false));
		strict.verify(signed(Map.of("exp", 4_000_000_000L, "sub", "s", "client_name#fr", "Nom")));
		assertRefused(strict, signed(Map.of()), RegistrationError.INVALID_SOFTWARE_STATEMENT, "exp");
		assertRefused(strict, signed(Map.of("exp", 4_000_000_000L, "scope", "a")),
				RegistrationError.UNAPPROVED_SOFTWARE_STATEMENT, "'scope'");
	}

	@Test
	void verifyWhenStatementIsForOneClientThenNamedByItsId() {
		TrustedIssuerVerifier strict = verifier(trust(Set.of(), Set.of(), Set.of(), Duration.ofHours(1), true));
		long now = NOW.getEpochSecond();
		assertThat(strict.verify(signed(Map.of("jti", "1", "iat", now, "exp", now + 60))).singleUse())
			.isEqualTo(new SoftwareStatement.SingleUse("1", NOW.plusSeconds(120)));
		assertThat(strict.verify(signed(Map.of("jti", "1", "iat", now))).singleUse())
			.isEqualTo(new SoftwareStatement.SingleUse("1", NOW.plusSeconds(3660)));
		assertRefused(strict, signed(Map.of("iat", now)), RegistrationError.INVALID_SOFTWARE_STATEMENT, "jti");
		assertRefused(strict, signed(Map.of("iat", now, "jti", 1)), RegistrationError.INVALID_SOFTWARE_STATEMENT,
				"jti");
		TrustedIssuerVerifier forEver = verifier(trust(Set.of(), Set.of(), Set.of(), null, true));
		assertThat(forEver.verify(signed(Map.of("jti", "1", "exp", 1e300))).singleUse())
			.isEqualTo(new SoftwareStatement.SingleUse("1", null));
	}

	@Test
	void verifyWhenIdOrSoftwareIdIsNoStringThenInvalid() {
		assertInvalid(signed(Map.of("jti", List.of("1"))), "jti");
		assertInvalid(signed(Map.of("software_id", 7)), "software_id");
		assertInvalid(signed(Map.of("software_statement", "x")), "software_statement");
	}

	@Test
	void verifyWhenKeysRotateThenNewOneIsReadAtOnceAndOldOneStops() {
		String before = signed(Map.of());
		this.verifier.verify(before);
		this.keys.set(OTHER_KEY);
		this.verifier.verify(before); // nobody knows yet
		this.verifier.verify(sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("other").build(), claims(Map.of()),
				signer(OTHER_KEY)));
		assertInvalid(before, "current key");
	}

	@Test
	void verifyWhenKeysRotateUnderOneNameThenTheSame() {
		RSAKey next = new RSAKey.Builder(OTHER_KEY).keyID("key").build();
		String before = signed(Map.of());
		this.verifier.verify(before);
		this.keys.set(next);
		this.verifier.verify(
				sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key").build(), claims(Map.of()), signer(next)));
		assertInvalid(before, "current key");
	}

	@Test
	void verifyWhenKeyIsTakenBackThenStopsAfterFiveMinutes() {
		this.verifier.verify(signed(Map.of()));
		this.keys.set(OTHER_KEY);
		this.clock.advance(IssuerKeys.MAX_AGE.minusSeconds(1));
		this.verifier.verify(signed(Map.of()));
		this.clock.advance(Duration.ofSeconds(1));
		assertInvalid(signed(Map.of()), "current key");
	}

	@Test
	void verifyWhenManyStatementsAreForgedThenKeysAreReadOnceInTenSeconds() {
		String forged = sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("x").build(), claims(Map.of()),
				signer(OTHER_KEY));
		this.verifier.verify(signed(Map.of()));
		int before = this.keys.reads();
		for (int i = 0; i < 20; i++) {
			assertInvalid(forged, "current key");
		}
		assertThat(this.keys.reads()).isEqualTo(before + 1);
		this.clock.advance(IssuerKeys.PAUSE);
		assertInvalid(forged, "current key");
		assertThat(this.keys.reads()).isEqualTo(before + 2);
	}

	@Test
	void verifyWhenKeysCanNotBeReadThenUnavailableAndTriedAgainAfterAWhile() {
		this.keys.content = null;
		TrustedIssuerVerifier remote = this.verifier;
		assertRefused(remote, signed(Map.of()), RegistrationError.TEMPORARILY_UNAVAILABLE, "later");
		int reads = this.keys.reads();
		assertRefused(remote, signed(Map.of()), RegistrationError.TEMPORARILY_UNAVAILABLE, "later");
		assertThat(this.keys.reads()).isEqualTo(reads);
		this.keys.set(KEY);
		this.clock.advance(IssuerKeys.PAUSE);
		remote.verify(signed(Map.of()));
	}

	@Test
	void verifyWhenTheClockIsPutBackThenKeysAreReadAgain() {
		Duration step = Duration.ofDays(1);
		this.clock.advance(step);
		this.verifier.verify(signed(Map.of()));
		this.clock.advance(step.negated());
		this.keys.content = null;
		assertRefused(this.verifier, signed(Map.of()), RegistrationError.TEMPORARILY_UNAVAILABLE, "later");
		this.clock.advance(step.negated());
		this.keys.set(KEY);
		this.verifier.verify(signed(Map.of()));
	}

	@Test
	void createWhenIssuerHasNoUsableKeyThenSaysSo() throws Exception {
		List<Resource> unusable = List.of(new Keys(), new Keys(rsa("weak", 1024)),
				new Keys(new OctetSequenceKey.Builder(new byte[64]).keyID("secret").build()),
				new ByteArrayResource("[]".getBytes()), new ByteArrayResource(new byte[300 * 1024]),
				new ClassPathResource("no/such/keys.json"), new UrlResource("http://directory.example/keys"),
				new UrlResource("ftp://directory.example/keys"));
		for (Resource resource : unusable) {
			assertThatIllegalArgumentException().as(resource.getDescription())
				.isThrownBy(
						() -> new TrustedIssuerVerifier(List.of(TrustedIssuer.of(ISSUER, resource)), null, this.clock));
		}
	}

	@Test
	void createWhenIssuerIsThereTwiceThenSaysSo() {
		TrustedIssuer issuer = TrustedIssuer.of(ISSUER, this.keys);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new TrustedIssuerVerifier(List.of(issuer, issuer), null, this.clock))
			.withMessageContaining("twice");
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "HS256", "ES256K", "RS1", "EdDSA" })
	void trustWhenAlgorithmIsNotAsymmetricThenRefused(String algorithm) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TrustedIssuer(ISSUER, this.keys, Set.of(algorithm),
				Set.of(), Set.of(), Set.of(), Set.of(), null, false));
	}

	@Test
	void verifyWhenKeysAreOnTheClassPathThenTrusted(@TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("keys.json"), new JWKSet(KEY.toPublicJWK()).toString());
		try (URLClassLoader classes = new URLClassLoader(new URL[] { directory.toUri().toURL() }, null)) {
			new TrustedIssuerVerifier(List.of(TrustedIssuer.of(ISSUER, new ClassPathResource("keys.json", classes))),
					null, this.clock)
				.verify(signed(Map.of()));
		}
	}

	// RFC 7517 §5
	@ParameterizedTest
	@ValueSource(strings = { "{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\",\"pub\":\"AA\"}", "{}",
			"{\"kty\":\"RSA\",\"kid\":\"key\"}", "{\"kty\":\"EC\",\"crv\":\"new\",\"x\":\"AA\",\"y\":\"AA\"}",
			"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\",\"kid\":\"key\"}", "{\"kty\":\"oct\",\"k\":\"AA\"}" })
	void verifyWhenIssuerHasOtherKeysTooThenTheyAreIgnored(String other) {
		String key = KEY.toPublicJWK().toJSONString();
		for (String set : List.of(other + "," + key, key + "," + other)) {
			this.keys.content = "{\"keys\":[" + set + "]}";
			new TrustedIssuerVerifier(List.of(TrustedIssuer.of(ISSUER, this.keys)), null, this.clock)
				.verify(signed(Map.of()));
		}
	}

	private static void withServer(AtomicInteger asked, Consumer<URI> test) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/", (exchange) -> {
				asked.incrementAndGet();
				exchange.close();
			});
			server.start();
			test.accept(URI.create("http://localhost:" + server.getAddress().getPort() + "/"));
			server.stop(0);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String signed(Map<String, ?> claims) {
		return sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key").build(), claims(claims), signer(KEY));
	}

	private static String claims(Map<String, ?> claims) {
		Map<String, Object> all = new HashMap<>(Map.of("iss", ISSUER));
		all.putAll(claims);
		return JsonMapper.shared().writeValueAsString(all);
	}

	private static String sign(JWSHeader header, String claims, JWSSigner signer) {
		try {
			JWSObject jws = new JWSObject(header, new Payload(claims));
			jws.sign(signer);
			return jws.serialize();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	// A header as no library would write it, rightly signed
	private static String rawHeader(String header) {
		try {
			String input = Base64URL.encode(header) + "." + Base64URL.encode(claims(Map.of()));
			return input + "." + new RSASSASigner(KEY).sign(new JWSHeader(JWSAlgorithm.RS256),
					input.getBytes(StandardCharsets.US_ASCII));
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static JWSSigner signer(JWK key) {
		try {
			return (key instanceof RSAKey rsa) ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static RSAKey rsa(String id, int bits) {
		try {
			return new RSAKeyGenerator(bits, true).keyID(id).generate();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static ECKey ec() {
		try {
			return new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Keys in a place where they change.
	 */
	private static final class Keys extends AbstractResource {

		private final AtomicInteger reads = new AtomicInteger();

		private String content = "";

		Keys(JWK... keys) {
			set(keys);
		}

		void set(JWK... keys) {
			this.content = new JWKSet(List.of(keys)).toString(false);
		}

		int reads() {
			return this.reads.get();
		}

		@Override
		public String getDescription() {
			return "keys";
		}

		@Override
		public InputStream getInputStream() throws IOException {
			this.reads.incrementAndGet();
			if (this.content == null) {
				throw new IOException("Out of reach");
			}
			return new ByteArrayInputStream(this.content.getBytes(StandardCharsets.UTF_8));
		}

	}

}
