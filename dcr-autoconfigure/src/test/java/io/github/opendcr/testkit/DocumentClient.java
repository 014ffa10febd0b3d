package io.github.opendcr.testkit;

import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * A client whose {@code client_id} is the URL of its document, and which has the key of
 * the test kit.
 *
 * @param server the server
 * @param url the URL
 * @param redirectUri where it redirects to
 */
public record DocumentClient(TestServer server, String url, String redirectUri) {

	/**
	 * Its public keys, as {@code jwks} has them.
	 */
	public static Map<String, Object> jwks() {
		return new JWKSet(key()).toJSONObject();
	}

	private static RSAKey key() {
		return (RSAKey) ((ImmutableJWKSet<?>) TestKey.source()).getJWKSet().getKeys().get(0);
	}

	/**
	 * Take a user through login and consent.
	 * @return the tokens, which the client got by its method of authentication
	 */
	public Answer tokens(String method) {
		return tokens(method, code());
	}

	/**
	 * Take a user through login and consent.
	 */
	public String code() {
		return new Browser(this.server.http()).code(this.url, this.redirectUri, "openid profile");
	}

	/**
	 * Redeem a code.
	 */
	public Answer tokens(String method, String code) {
		Map<String, String> form = TestServer.codeGrant(code, this.redirectUri);
		form.putAll(authentication(method));
		return this.server.token(form);
	}

	/**
	 * Use a refresh token.
	 */
	public Answer refresh(String method, String refreshToken) {
		Map<String, String> form = new LinkedHashMap<>(
				Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
		form.putAll(authentication(method));
		return this.server.token(form);
	}

	private Map<String, String> authentication(String method) {
		return method.equals("none") ? Map.of("client_id", this.url)
				: Map.of("client_id", this.url, "client_assertion_type",
						"urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion",
						assertion("oauth-client-auth+jwt"));
	}

	/**
	 * An assertion of the client's with that {@code typ}.
	 */
	public String assertion(String type) {
		JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer(this.url)
			.subject(this.url)
			.audience(List.of(this.server.base()))
			.jwtID(UUID.randomUUID().toString())
			.expirationTime(Date.from(Instant.now().plusSeconds(60)))
			.build();
		SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key().getKeyID())
			.type(new JOSEObjectType(type))
			.build(), claims);
		try {
			jwt.sign(new RSASSASigner(key()));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		return jwt.serialize();
	}

}
