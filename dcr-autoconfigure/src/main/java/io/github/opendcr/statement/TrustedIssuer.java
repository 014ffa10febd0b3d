package io.github.opendcr.statement;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * An issuer of software statements that is trusted, and what with. Beans of this type are
 * trusted beside the issuers of the properties {@code dcr.software-statement}. Immutable.
 *
 * @param issuer the {@code iss} of its statements: visible ASCII characters, 255 at most
 * @param jwksLocation where its public keys are, as a JWK Set (RFC 7517 §5): any resource
 * that can be read at once, or an https URL (http on a loopback interface)
 * @param algorithms the signature algorithms that it may use, of
 * {@link #SUPPORTED_ALGORITHMS}
 * @param audience values of which its statements must name one as {@code aud}; if empty,
 * a statement needs no audience, and one that has any must name the configured issuer of
 * this server
 * @param allowedClaims the claims that its statements may have beside those that concern
 * the JWT itself; any if empty
 * @param requiredClaims claims that its statements must have
 * @param softwareIds values of which its statements must name one as {@code software_id};
 * any or none if empty
 * @param maxAge how old its statements may be by their {@code iat}, which they must have
 * then, or {@code null} for any age
 * @param singleUse whether a statement may register one client only, by its {@code jti},
 * which it must have then
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2.3">RFC 7591
 * §2.3</a>
 */
public record TrustedIssuer(String issuer, Resource jwksLocation, Set<String> algorithms, Set<String> audience,
		Set<String> allowedClaims, Set<String> requiredClaims, Set<String> softwareIds, @Nullable Duration maxAge,
		boolean singleUse) {

	/**
	 * The signature algorithms that can be allowed: asymmetric ones.
	 */
	public static final Set<String> SUPPORTED_ALGORITHMS = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
			"ES256", "ES384", "ES512");

	private static final Pattern ISSUER = Pattern.compile("[!-~]{1,255}");

	/**
	 * Create an issuer.
	 * @throws IllegalArgumentException if a value is none that can be
	 */
	public TrustedIssuer {
		require(ISSUER.matcher(issuer).matches(), "The issuer must be 1 to 255 visible ASCII characters");
		require(!algorithms.isEmpty() && SUPPORTED_ALGORITHMS.containsAll(algorithms),
				"The algorithms must be one or more of " + SUPPORTED_ALGORITHMS.stream().sorted().toList());
		require(maxAge == null || maxAge.compareTo(Duration.ZERO) > 0, "The maximum age must be positive");
		algorithms = Set.copyOf(algorithms);
		audience = Set.copyOf(audience);
		allowedClaims = Set.copyOf(allowedClaims);
		requiredClaims = Set.copyOf(requiredClaims);
		softwareIds = Set.copyOf(softwareIds);
	}

	/**
	 * Return an issuer that signs with RS256, PS256 or ES256 and whose statements may
	 * claim anything, of any age, any number of times.
	 * @param issuer the {@code iss} of its statements
	 * @param jwksLocation where its public keys are
	 * @return the issuer
	 */
	public static TrustedIssuer of(String issuer, Resource jwksLocation) {
		return new TrustedIssuer(issuer, jwksLocation, Set.of("RS256", "PS256", "ES256"), Set.of(), Set.of(), Set.of(),
				Set.of(), null, false);
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

}
