package io.github.opendcr.testkit;

import java.net.URI;
import java.text.ParseException;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;

/**
 * A key by which a client binds its tokens (RFC 9449).
 */
public final class DpopKey {

	private final ECKey key;

	public DpopKey() {
		try {
			this.key = new ECKeyGenerator(Curve.P_256).generate();
		}
		catch (JOSEException ex) {
			throw new AssertionError(ex);
		}
	}

	public String thumbprint() {
		try {
			return this.key.computeThumbprint().toString();
		}
		catch (JOSEException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * The header of a token request.
	 */
	public String[] proof(String method, String uri) {
		try {
			return new String[] { "DPoP", factory().createDPoPJWT(method, URI.create(uri)).serialize() };
		}
		catch (JOSEException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * The headers of a request to a resource.
	 */
	public String[] proofWith(String accessToken, String method, String uri) {
		try {
			SignedJWT proof = factory().createDPoPJWT(method, URI.create(uri), new DPoPAccessToken(accessToken));
			return new String[] { "Authorization", "DPoP " + accessToken, "DPoP", proof.serialize() };
		}
		catch (JOSEException ex) {
			throw new AssertionError(ex);
		}
	}

	private DefaultDPoPProofFactory factory() throws JOSEException {
		return new DefaultDPoPProofFactory(this.key, JWSAlgorithm.ES256);
	}

	/**
	 * The thumbprint of the key that a token says it is bound to, or {@code null}.
	 */
	public static Object boundTo(String jwt) {
		try {
			Map<String, Object> confirmation = SignedJWT.parse(jwt).getJWTClaimsSet().getJSONObjectClaim("cnf");
			return (confirmation != null) ? confirmation.get("jkt") : null;
		}
		catch (ParseException ex) {
			throw new AssertionError(ex);
		}
	}

}
