package io.github.opendcr.statement;

import java.security.Key;
import java.text.ParseException;
import java.util.List;
import java.util.regex.Pattern;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyConverter;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ClientMetadataReader;

/**
 * A software statement as it comes: a JWS in its compact form (RFC 7515 §7.1), of which
 * nothing is known yet. Keys that its header brings or points to ({@code jwk},
 * {@code jku}, {@code x5c}, {@code x5u}) are not looked at.
 */
final class SignedStatement {

	private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_.-]+");

	private final JWSObject jws;

	private final ClientMetadata claims;

	private SignedStatement(JWSObject jws, ClientMetadata claims) {
		this.jws = jws;
		this.claims = claims;
	}

	static SignedStatement parse(String statement, ClientMetadataReader reader) {
		JWSObject jws = parse(statement);
		JWSHeader header = jws.getHeader();
		if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
			throw Refusal.invalid("The header of the software statement must not have crit or b64");
		}
		// RFC 8725 §3.11: an access token of the same issuer is no software statement
		if (header.getType() != null && !header.getType().equals(JOSEObjectType.JWT)) {
			throw Refusal.invalid("The header of the software statement must have the typ JWT, or none");
		}
		try {
			return new SignedStatement(jws, reader.read(jws.getPayload().toBytes()));
		}
		catch (RegistrationException ex) {
			throw Refusal.invalid("The claims of the software statement must be one JSON object in UTF-8, "
					+ "each member once, nested no deeper than a request may be", ex);
		}
	}

	private static JWSObject parse(String statement) {
		try {
			if (!COMPACT.matcher(statement).matches()) {
				throw new IllegalArgumentException("Has characters that would be skipped");
			}
			return JWSObject.parse(statement);
		}
		catch (ParseException | IllegalArgumentException ex) {
			throw Refusal.invalid("The software statement must be a signed JWT in the compact form: "
					+ "three parts of base64url with a header that names an alg", ex);
		}
	}

	/**
	 * What the statement claims; believe it only once the signature is verified.
	 */
	ClientMetadata claims() {
		return this.claims;
	}

	String algorithm() {
		return this.jws.getHeader().getAlgorithm().getName();
	}

	/**
	 * Whether one of the keys that fit the header made the signature, which must be by an
	 * asymmetric algorithm.
	 */
	boolean isSignedBy(JWKSet keys) {
		List<JWK> candidates = new JWKSelector(JWKMatcher.forJWSHeader(this.jws.getHeader())).select(keys);
		return KeyConverter.toJavaKeys(candidates).stream().anyMatch(this::isSignedBy);
	}

	private boolean isSignedBy(Key key) {
		try {
			return this.jws.verify(new DefaultJWSVerifierFactory().createJWSVerifier(this.jws.getHeader(), key));
		}
		catch (JOSEException ex) {
			return false; // a key or a signature that doesn't go with the algorithm
		}
	}

}
