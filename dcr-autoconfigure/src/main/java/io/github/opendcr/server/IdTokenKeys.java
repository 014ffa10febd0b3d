package io.github.opendcr.server;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * The keys that sign ID tokens, as they are when they are asked for.
 *
 * @param source the keys, or {@code null} if they are out of sight: in another encoder
 * than Spring's own, or behind a generator of the application
 */
record IdTokenKeys(@Nullable JWKSource<SecurityContext> source) {

	/**
	 * Return the algorithms that ID tokens can be signed by. Of keys out of sight nothing
	 * is known but Spring's default.
	 */
	Set<String> algorithms() {
		if (this.source == null) {
			return Set.of(SignatureAlgorithm.RS256.getName());
		}
		JWKSource<SecurityContext> keys = this.source;
		return Arrays.stream(SignatureAlgorithm.values())
			.map(SignatureAlgorithm::getName)
			.filter((name) -> canSign(keys, JWSAlgorithm.parse(name)))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static boolean canSign(JWKSource<SecurityContext> source, JWSAlgorithm algorithm) {
		try {
			// as NimbusJwtEncoder selects them, which doesn't ask for the curve
			List<? extends JWK> keys = source
				.get(new JWKSelector(new JWKMatcher.Builder().keyType(KeyType.forAlgorithm(algorithm))
					.keyUses(KeyUse.SIGNATURE, null)
					.algorithms(algorithm, null)
					.build()), null);
			return !keys.isEmpty() && keys.stream()
				.allMatch((key) -> key.isPrivate() && (!(key instanceof ECKey curve)
						|| Curve.forJWSAlgorithm(algorithm).contains(curve.getCurve())));
		}
		catch (KeySourceException ex) {
			return false; // keys that can't be had sign nothing
		}
	}

}
