package io.github.opendcr.keys;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.RegistrationException;
import io.github.opendcr.fuzz.Effort;
import io.github.opendcr.fuzz.Leaks;
import io.github.opendcr.metadata.ClientMetadataReader;
import io.github.opendcr.testkit.StatementIssuer;

/**
 * Whatever a client calls its keys is refused with a sentence, or has nothing private and
 * nothing weak.
 */
class ClientKeysFuzzTests {

	private static final ClientMetadataReader READER = new ClientMetadataReader();

	static Stream<byte[]> sets() throws JOSEException {
		String weak = new RSAKeyGenerator(1024, true).generate().toPublicJWK().toJSONString();
		String rsa = StatementIssuer.newKey("a").toPublicJWK().toJSONString();
		String ec = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
				+ "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
		return Stream.of(rsa, ec, weak, rsa + "," + weak, rsa + "," + ec, rsa + "," + rsa, rsa.replace("AQAB", "AQ"),
				rsa.replace("AQAB", "AA"), rsa.replace("AQAB", ""), ec.replace("P-256", "P-384"),
				ec.replace("f83", "f84"), ec.replace("}", ",\"d\":\"AA\"}"), ec.replace("}", ",\"x5c\":[\"AAAA\"]}"),
				ec.replace("}", ",\"use\":1,\"key_ops\":\"x\",\"alg\":[]}"), ec.replace("}", ",\"x5t\":\"!\"}"),
				ec.replace("}", ",\"exp\":1e400,\"x5u\":\"\\u0000\"}"), "{\"kty\":\"oct\",\"k\":\"AA\"}",
				"{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\",\"pub\":\"AA\"}", "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}", "1",
				"null", "{}", "{\"kty\":{}}")
			.map((keys) -> ("{\"keys\":[" + keys + "]}").getBytes(StandardCharsets.UTF_8));
	}

	@DictionaryEntries({ "\"keys\"", "\"kty\"", "\"RSA\"", "\"EC\"", "\"n\"", "\"e\"", "\"x5c\"", "\"use\"",
			"\"key_ops\"", "\"alg\"", "\"kid\"", "\"crv\"", "\"P-521\"", "\"d\"", "\"x5t#S256\"", "\"nbf\"" })
	@MethodSource("sets")
	@FuzzTest(maxDuration = "60s")
	void checkWhenSetIsAnythingThenRefusedOrPublicAndStrong(byte[] json) {
		Effort.bounded(json.length, () -> {
			try {
				Map<String, Object> set = READER.read(json).asMap();
				List<JWK> keys = ClientKeys.of(set);
				keys.forEach(ClientKeysFuzzTests::requireStrong);
				ClientKeys.check("jwks", set);
				ClientKeys.checkForSignatures("jwks", set);
				if (keys.isEmpty()) {
					throw new AssertionError("Accepted without a key");
				}
			}
			catch (RegistrationException ex) {
				Leaks.assertNone(ex.getDescription(), new String(json, StandardCharsets.UTF_8));
			}
		});
	}

	private static void requireStrong(JWK key) {
		if (key.isPrivate() || (key instanceof RSAKey rsa && rsa.size() < 2048)) {
			throw new AssertionError("Private or weak: " + key);
		}
	}

}
