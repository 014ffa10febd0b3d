package io.github.opendcr.sample;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Access tokens that are bound to a key by DPoP (RFC 9449 §7): the API takes them with a
 * proof, and not without.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class BoundTokenTests {

	@LocalServerPort
	private int port;

	private Server server;

	private final ECKey key = key();

	@BeforeEach
	void setUp() {
		this.server = new Server(this.port);
	}

	@Test
	void apiWhenTokenIsBoundThenNeedsAProofByItsKey() {
		String token = token();
		assertThat(whoami(token, proof(this.key, "GET", "/api/whoami", token)).status()).isEqualTo(200);
		assertThat(whoami(token, proof(key(), "GET", "/api/whoami", token)).status()).isEqualTo(401);
		assertThat(whoami(token, proof(this.key, "GET", "/api/other", token)).status()).isEqualTo(401);
		assertThat(this.server.get("/api/whoami", "Authorization", "DPoP " + token).status()).isEqualTo(401);
	}

	@Test
	void apiWhenTokenIsBoundThenItIsNoBearerToken() {
		assertThat(this.server.whoami(token()).status()).isEqualTo(401);
	}

	private String token() {
		String[] headers = Stream
			.of(Server.basic("sample-client", "secret"),
					new String[] { "DPoP", proof(this.key, "POST", "/oauth2/token", null) })
			.flatMap(Stream::of)
			.toArray(String[]::new);
		return this.server.http()
			.postForm(this.server.uri("/oauth2/token"),
					List.of(Map.entry("grant_type", "client_credentials"), Map.entry("scope", "mcp:read")), headers)
			.text("access_token");
	}

	private Answer whoami(String token, String proof) {
		return this.server.get("/api/whoami", "Authorization", "DPoP " + token, "DPoP", proof);
	}

	private String proof(ECKey signer, String method, String path, String token) {
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().jwtID(UUID.randomUUID().toString())
			.issueTime(new Date())
			.claim("htm", method)
			.claim("htu", this.server.uri(path).toString());
		try {
			if (token != null) {
				byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
				claims.claim("ath", Base64URL.encode(hash).toString());
			}
			JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("dpop+jwt"))
				.jwk(signer.toPublicJWK())
				.build();
			SignedJWT proof = new SignedJWT(header, claims.build());
			proof.sign(new ECDSASigner(signer));
			return proof.serialize();
		}
		catch (JOSEException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ECKey key() {
		try {
			return new ECKeyGenerator(Curve.P_256).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
