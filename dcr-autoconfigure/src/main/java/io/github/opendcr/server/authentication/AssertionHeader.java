package io.github.opendcr.server.authentication;

import java.text.ParseException;
import java.util.List;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;

/**
 * What a client's assertion says before any key is looked for.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725.html#section-3">RFC 8725 §3</a>
 */
final class AssertionHeader {

	private static final List<JOSEObjectType> TYPES = List.of(new JOSEObjectType("oauth-client-auth+jwt"),
			JOSEObjectType.JWT);

	private AssertionHeader() {
	}

	/**
	 * Refuse a JWT that was made for something else (RFC 8725 §3.11). Deployed clients
	 * send no type, or that of any JWT.
	 */
	static void checkType(String assertion) {
		JOSEObjectType type = parse(assertion).getType();
		if (type != null && !TYPES.contains(type)) {
			throw new BadJwtException("The assertion is of another type, by its typ");
		}
	}

	/**
	 * Refuse what no key could verify, which is no reason to fetch keys (RFC 8725 §3.1).
	 */
	static void checkAlgorithm(String assertion, List<SignatureAlgorithm> algorithms) {
		if (!algorithms.contains(SignatureAlgorithm.from(parse(assertion).getAlgorithm().getName()))) {
			throw new BadJwtException("The assertion is signed by an algorithm that the client didn't register");
		}
	}

	private static JWSHeader parse(String assertion) {
		try {
			return SignedJWT.parse(assertion).getHeader();
		}
		catch (ParseException ex) {
			throw new BadJwtException("The assertion is no signed JWT", ex);
		}
	}

}
