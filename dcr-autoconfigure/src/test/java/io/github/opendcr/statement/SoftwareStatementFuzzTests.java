package io.github.opendcr.statement;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.fuzz.Effort;
import io.github.opendcr.fuzz.Leaks;
import io.github.opendcr.metadata.ClientMetadataReader;
import io.github.opendcr.testkit.StatementIssuer;

import org.springframework.core.io.ByteArrayResource;

/**
 * Whatever a client sends as a software statement is refused with a sentence, unless its
 * issuer signed it; and whatever an issuer signs is refused, or within its bounds.
 */
class SoftwareStatementFuzzTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final RSAKey KEY = StatementIssuer.newKey("key");

	private static final TrustedIssuer ISSUER = TrustedIssuer.of(StatementIssuer.NAME,
			new ByteArrayResource(new JWKSet(KEY.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8)));

	private static final TrustedIssuer STRICT = new TrustedIssuer(ISSUER.issuer(), ISSUER.jwksLocation(),
			ISSUER.algorithms(), Set.of("https://as.example"), Set.of("software_id", "client_name"), Set.of("jti"),
			Set.of("app"), Duration.ofDays(1), true);

	private static final TrustedIssuerVerifier VERIFIER = new TrustedIssuerVerifier(List.of(ISSUER), null,
			Clock.fixed(NOW, ZoneOffset.UTC));

	private static final String SIGNED = StatementIssuer.sign(KEY,
			"{\"iss\":\"" + ISSUER.issuer() + "\",\"client_name\":\"App\"}");

	/**
	 * By a key that the issuer doesn't have.
	 */
	private static final String FORGED = StatementIssuer.sign(StatementIssuer.newKey("key"),
			"{\"iss\":\"" + ISSUER.issuer() + "\",\"scope\":\"admin\"}");

	private static final ClientMetadataReader READER = new ClientMetadataReader();

	static Stream<byte[]> statements() {
		String payload = SIGNED.split("\\.")[1];
		return Stream.of(SIGNED, SIGNED + "A", "a" + SIGNED, SIGNED.substring(0, SIGNED.length() - 4), SIGNED + ".",
				"\0" + SIGNED, SIGNED + "\n", "", FORGED, "eyJhbGciOiJub25lIn0." + payload + ".",
				"eyJhbGciOiJIUzI1NiJ9." + payload + ".AAAA",
				"eyJhbGciOiJSUzI1NiIsImNyaXQiOlsiYjY0Il0sImI2NCI6ZmFsc2V9." + payload + ".AAAA",
				"eyJhbGciOiJFUzI1NiJ9." + payload + ".AAAA", "e30.e30.e30", "...", "a.b.c.d.e", "eyJ9.e30.", "\uD800..")
			.map((statement) -> statement.getBytes(StandardCharsets.UTF_8));
	}

	static Stream<byte[]> claims() {
		return Stream
			.of("{\"aud\":\"https://as.example\",\"jti\":\"1\",\"software_id\":\"app\",\"iat\":1}",
					"{\"aud\":\"https://as.example\",\"jti\":\"1\",\"software_id\":\"app\"}",
					"{\"iss\":\"x\",\"exp\":1e400}", "{\"exp\":-1e-400}",
					"{\"exp\":99999999999999999999,\"iat\":1767225600}", "{\"nbf\":1767225660.5,\"iat\":\"x\"}",
					"{\"aud\":[\"https://as.example\",1,null,{}],\"jti\":\"1\","
							+ "\"software_id\":\"app\",\"iat\":1767225600,\"client_name\":\"App\"}",
					"{\"aud\":{},\"jti\":[]}", "{\"software_statement\":\"a.b.c\"}",
					"{\"jti\":\"1\",\"aud\":\"https://as.example\","
							+ "\"software_id\":\"app\",\"iat\":1767225600,\"select\":1}")
			.map((json) -> json.getBytes(StandardCharsets.UTF_8));
	}

	@DictionaryEntries({ "eyJhbGciOiJSUzI1NiJ9", "eyJhbGciOiJub25lIn0", ".e30", "ZXhw", "{\"alg\":\"" })
	@MethodSource("statements")
	@FuzzTest(maxDuration = "60s")
	void verifyWhenNobodySignedItThenRefused(byte[] data) {
		String statement = new String(data, StandardCharsets.UTF_8);
		Effort.bounded(data.length, () -> {
			try {
				VERIFIER.verify(statement);
			}
			catch (RegistrationException ex) {
				checkRefusal(ex, statement);
				return;
			}
			requireSigned(statement);
		});
	}

	// the last character of base64url has bits that say nothing
	private static void requireSigned(String statement) {
		int signature = SIGNED.lastIndexOf('.') + 1;
		if (!statement.startsWith(SIGNED.substring(0, signature))
				|| !Arrays.equals(new Base64URL(statement.substring(signature)).decode(),
						new Base64URL(SIGNED.substring(signature)).decode())) {
			throw new AssertionError("Believed, though nobody signed it: " + statement);
		}
	}

	@DictionaryEntries({ "\"iss\"", "\"exp\"", "\"nbf\"", "\"iat\"", "\"aud\"", "\"jti\"", "\"software_id\"", "1e400",
			"1767225600" })
	@MethodSource("claims")
	@FuzzTest(maxDuration = "60s")
	void checkWhenClaimsAreAnythingThenRefusedOrWithinBounds(byte[] json) {
		Effort.bounded(json.length, () -> {
			String said = new String(json, StandardCharsets.UTF_8);
			try {
				ClientMetadata claims = READER.read(json);
				check(new ClaimRules(ISSUER, claims), claims, said, false);
				check(new ClaimRules(STRICT, claims), claims, said, true);
			}
			catch (RegistrationException ex) {
				Leaks.assertNone(ex.getDescription(), said);
			}
		});
	}

	private static void check(ClaimRules rules, ClientMetadata claims, String said, boolean strict) {
		try {
			rules.check("https://as.example", NOW);
		}
		catch (RegistrationException ex) {
			checkRefusal(ex, said);
			return;
		}
		Instant last = rules.lastsUntil();
		if (last != null && last.isBefore(NOW)) {
			throw new AssertionError("Expired, and believed: " + said);
		}
		if (strict && (last == null || last.isAfter(NOW.plus(Duration.ofDays(1)).plusSeconds(120))
				|| !"app".equals(claims.get("software_id")) || !(claims.get("jti") instanceof String))) {
			throw new AssertionError("Beyond what its issuer is trusted with: " + said);
		}
	}

	private static void checkRefusal(RegistrationException ex, String said) {
		Leaks.assertNone(ex.getDescription(), said);
		if (ex.getError() != RegistrationError.INVALID_SOFTWARE_STATEMENT
				&& ex.getError() != RegistrationError.UNAPPROVED_SOFTWARE_STATEMENT) {
			throw new AssertionError("No error of a software statement: " + ex);
		}
	}

}
