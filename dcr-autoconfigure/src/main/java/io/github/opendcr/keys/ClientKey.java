package io.github.opendcr.keys;

import java.math.BigInteger;
import java.text.ParseException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import org.jspecify.annotations.Nullable;

/**
 * What a key of a client must be: public, of a strength that is worth checking, and cheap
 * enough to be checked by a server that didn't choose it.
 */
final class ClientKey {

	private static final Set<String> PRIVATE_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv");

	private static final int MIN_RSA_BITS = 2048;

	private static final int MAX_RSA_BITS = 8192;

	private static final int MAX_EXPONENT_BITS = 64;

	private static final List<JWSAlgorithm> RSA = List.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512,
			JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512);

	private static final Map<Curve, JWSAlgorithm> EC = Map.of(Curve.P_256, JWSAlgorithm.ES256, Curve.P_384,
			JWSAlgorithm.ES384, Curve.P_521, JWSAlgorithm.ES512);

	private ClientKey() {
	}

	/**
	 * Refuse what should have stayed with the client, of whatever type it is.
	 * @throws IllegalArgumentException if it is such a key, with the rest of a sentence
	 * that begins with the key
	 */
	static void checkPublic(Map<String, Object> members) {
		if ("oct".equals(members.get("kty"))) {
			throw new IllegalArgumentException("is symmetric; register public keys only");
		}
		if (!Collections.disjoint(members.keySet(), PRIVATE_MEMBERS)) {
			throw new IllegalArgumentException(
					"is a private key; make a new pair, keep its private part, and register its public part");
		}
	}

	/**
	 * Read a key.
	 * @return the key
	 * @throws IllegalArgumentException if it can't be used, with the rest of a sentence
	 * that begins with the key
	 */
	static JWK parse(Map<String, Object> members) {
		checkPublic(members);
		JWK key = parsed(members);
		if (key instanceof RSAKey rsa) {
			checkRsa(rsa.getModulus().decodeToBigInteger(), rsa.getPublicExponent().decodeToBigInteger());
		}
		else if (!(key instanceof ECKey ec) || !EC.containsKey(ec.getCurve())) {
			throw unfit();
		}
		Algorithm algorithm = key.getAlgorithm();
		if (algorithm != null && isForSignatures(key) && !algorithms(key).contains(algorithm)) {
			throw new IllegalArgumentException("has an 'alg' that it is not of; leave 'alg' out or use one of: "
					+ String.join(", ", algorithms(key).stream().map(Algorithm::getName).toList()));
		}
		return key;
	}

	private static JWK parsed(Map<String, Object> members) {
		if (!"RSA".equals(members.get("kty")) && !"EC".equals(members.get("kty"))) {
			throw unfit();
		}
		try {
			return JWK.parse(members);
		}
		catch (ParseException | RuntimeException ex) {
			throw new IllegalArgumentException(
					"is malformed; its members must be those of RFC 7517 and, if it has 'x5c', match the certificate",
					ex);
		}
	}

	private static void checkRsa(BigInteger modulus, BigInteger exponent) {
		if (modulus.bitLength() < MIN_RSA_BITS || modulus.bitLength() > MAX_RSA_BITS) {
			throw unfit();
		}
		// an exponent of 1 signs nothing, a long one is the server's work
		if (!exponent.testBit(0) || exponent.bitLength() < 2 || exponent.bitLength() > MAX_EXPONENT_BITS) {
			throw new IllegalArgumentException("has an unfit public exponent; use 65537");
		}
	}

	private static IllegalArgumentException unfit() {
		return new IllegalArgumentException("is too weak, too large or of an unsupported type; use RSA of "
				+ MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits, or EC with P-256, P-384 or P-521");
	}

	/**
	 * Whether signatures can be verified with the key, by its own word.
	 */
	static boolean isForSignatures(JWK key) {
		Set<KeyOperation> operations = key.getKeyOperations();
		return (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
				&& (operations == null || operations.contains(KeyOperation.VERIFY))
				&& !(key.getKeyUse() == null && isForEncryption(key.getAlgorithm()));
	}

	private static boolean isForEncryption(@Nullable Algorithm algorithm) {
		return algorithm != null && JWEAlgorithm.Family.ASYMMETRIC.contains(JWEAlgorithm.parse(algorithm.getName()));
	}

	/**
	 * The algorithms of signatures that the key can verify.
	 */
	static List<JWSAlgorithm> algorithms(JWK key) {
		if (key instanceof ECKey ec) {
			JWSAlgorithm algorithm = EC.get(ec.getCurve());
			return (algorithm != null) ? List.of(algorithm) : List.of();
		}
		return (key instanceof RSAKey) ? RSA : List.of();
	}

}
