package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.io.Resource;

/**
 * Properties of software statements.
 *
 * @param trustedIssuers Issuers whose software statements are trusted.
 */
@ConfigurationProperties("dcr.software-statement")
record DcrSoftwareStatementProperties(@DefaultValue List<Issuer> trustedIssuers) {

	/**
	 * An issuer of software statements.
	 *
	 * @param issuer Value of the claim 'iss' in the issuer's statements.
	 * @param jwksLocation Where the issuer's public keys are, as a JWK Set: 'file:',
	 * 'classpath:' or 'https:' ('http:' on a loopback interface). Read again after five
	 * minutes, and at once for a signature that none of them made.
	 * @param algorithms Signature algorithms that the issuer may use: RS, PS or ES with
	 * 256, 384 or 512.
	 * @param audience Values of which a statement must name one as 'aud'. If empty, a
	 * statement that has an audience must name the configured issuer of this server.
	 * @param allowedClaims Claims that a statement may have beside those of the JWT
	 * itself. Any if empty.
	 * @param requiredClaims Claims that a statement must have, such as 'exp'.
	 * @param softwareIds Values of which a statement must name one as 'software_id'. Any
	 * if empty.
	 * @param maxAge How old a statement may be by its 'iat'. Any age if not set.
	 * @param singleUse Whether a statement may register one client only, by its 'jti'.
	 */
	// @formatter:off
	@ConfigurationPropertiesSource
	record Issuer(
			@Nullable String issuer,
			@Nullable Resource jwksLocation,
			@DefaultValue({ "RS256", "PS256", "ES256" }) List<String> algorithms,
			@DefaultValue List<String> audience,
			@DefaultValue List<String> allowedClaims,
			@DefaultValue List<String> requiredClaims,
			@DefaultValue List<String> softwareIds,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxAge,
			@DefaultValue("false") boolean singleUse) {
		// @formatter:on
	}

}
