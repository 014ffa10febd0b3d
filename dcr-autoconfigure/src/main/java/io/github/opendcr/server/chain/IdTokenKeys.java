package io.github.opendcr.server.chain;

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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/**
 * The keys that sign ID tokens, as they are when they are asked for.
 *
 * @param source the keys, or {@code null} if they are out of sight: in another encoder
 * than Spring's own
 */
record IdTokenKeys(@Nullable JWKSource<SecurityContext> source) {

	private static final Log logger = LogFactory.getLog(IdTokenKeys.class);

	/**
	 * Return the keys that the JWK set shows, which Spring signs with, too, unless the
	 * application has another encoder.
	 */
	@SuppressWarnings("unchecked")
	static IdTokenKeys of(@Nullable JwtEncoder encoder, @Nullable JWKSource<?> source) {
		boolean inSight = encoder == null || encoder instanceof NimbusJwtEncoder;
		return new IdTokenKeys(inSight ? (JWKSource<SecurityContext>) source : null);
	}

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
		// as NimbusJwtEncoder selects them, which doesn't ask for the curve
		List<JWK> keys = select(source,
				new JWKMatcher.Builder().keyType(KeyType.forAlgorithm(algorithm))
					.keyUses(KeyUse.SIGNATURE, null)
					.algorithms(algorithm, null)
					.build());
		return !keys.isEmpty() && keys.stream()
			.allMatch((key) -> key.isPrivate()
					&& (!(key instanceof ECKey curve) || Curve.forJWSAlgorithm(algorithm).contains(curve.getCurve())));
	}

	/**
	 * Whether the issuer of the current context has no key at all, as far as can be seen.
	 */
	boolean areMissing() {
		return this.source != null && select(this.source, new JWKMatcher.Builder().build()).isEmpty();
	}

	// A source may throw what it likes for an issuer that it doesn't know: there are none
	private static List<JWK> select(JWKSource<SecurityContext> source, JWKMatcher matcher) {
		try {
			return source.get(new JWKSelector(matcher), null);
		}
		catch (KeySourceException | RuntimeException ex) {
			logger.debug("Keys that sign ID tokens can't be had", ex);
			return List.of();
		}
	}

}
