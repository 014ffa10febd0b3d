package io.github.opendcr.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.statement.TrustedIssuer;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the properties of software statements into trusted issuers.
 */
final class DcrSoftwareStatementPropertiesMapper {

	static final String PREFIX = "dcr.software-statement.trusted-issuers";

	private final DcrSoftwareStatementProperties properties;

	DcrSoftwareStatementPropertiesMapper(DcrSoftwareStatementProperties properties) {
		this.properties = properties;
	}

	List<TrustedIssuer> asTrustedIssuers() {
		List<TrustedIssuer> issuers = new ArrayList<>();
		for (DcrSoftwareStatementProperties.Issuer issuer : this.properties.trustedIssuers()) {
			issuers.add(asTrustedIssuer(PREFIX + "[" + issuers.size() + "]", issuer));
		}
		return issuers;
	}

	private static TrustedIssuer asTrustedIssuer(String name, DcrSoftwareStatementProperties.Issuer issuer) {
		try {
			return new TrustedIssuer(required(name + ".issuer", issuer.issuer()),
					required(name + ".jwks-location", issuer.jwksLocation()), new LinkedHashSet<>(issuer.algorithms()),
					new LinkedHashSet<>(issuer.audience()), new LinkedHashSet<>(issuer.allowedClaims()),
					new LinkedHashSet<>(issuer.requiredClaims()), new LinkedHashSet<>(issuer.softwareIds()),
					issuer.maxAge(), issuer.singleUse());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(name, issuer.issuer(), ex.getMessage() + ".");
		}
	}

	private static <T> T required(String property, @Nullable T value) {
		if (value == null) {
			throw new InvalidConfigurationPropertyValueException(property, null,
					"A trusted issuer needs an issuer and a jwks-location.");
		}
		return value;
	}

}
