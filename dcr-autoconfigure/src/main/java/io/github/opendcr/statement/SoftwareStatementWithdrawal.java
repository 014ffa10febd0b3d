package io.github.opendcr.statement;

import java.time.Instant;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Software statements that are no longer accepted.
 *
 * @param issuer the {@code iss} of the statements
 * @param softwareId the {@code software_id} of the statements, or {@code null} for all of
 * the issuer
 * @param withdrawnAt when they were withdrawn, in milliseconds at most once stored
 * @since 0.1.0
 */
public record SoftwareStatementWithdrawal(String issuer, @Nullable String softwareId, Instant withdrawnAt) {

	private static final Pattern ISSUER = Pattern.compile("[!-~]{1,255}");

	private static final Pattern SOFTWARE_ID = Pattern.compile("(?=.*\\S)[^\\p{Cntrl}\\p{Cs}]{1,255}");

	/**
	 * Create a withdrawal.
	 * @throws IllegalArgumentException if the values can't be those of a statement
	 */
	public SoftwareStatementWithdrawal {
		if (!ISSUER.matcher(issuer).matches()) {
			throw new IllegalArgumentException("The issuer must be 1 to 255 visible ASCII characters");
		}
		if (softwareId != null && !SOFTWARE_ID.matcher(softwareId).matches()) {
			throw new IllegalArgumentException(
					"The software_id must be 1 to 255 characters without control characters");
		}
	}

}
