package io.github.opendcr.policy;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The terms on which a client is let in, besides what it is granted of its metadata.
 *
 * @param approvalRequired whether the client waits for an operator's approval, and works
 * nowhere until then
 * @param clientTimeToLive how long the client lives, or {@code null} for ever
 * @param clientSecretTimeToLive how long a client secret lives, or {@code null} for ever
 * @param consentRequired whether users are asked for their consent
 * @param proofKeyRequired whether the client must use PKCE (RFC 7636), which a public
 * client always must
 * @param tokens how long what is issued to the client lives
 * @since 0.1.0
 */
public record RegistrationTerms(boolean approvalRequired, @Nullable Duration clientTimeToLive,
		@Nullable Duration clientSecretTimeToLive, boolean consentRequired, boolean proofKeyRequired,
		TokenTerms tokens) {

	/**
	 * Create terms that leave the lives of tokens to others.
	 * @param approvalRequired whether the client waits for an operator's approval
	 * @param clientTimeToLive how long the client lives, or {@code null} for ever
	 * @param clientSecretTimeToLive how long a client secret lives, or {@code null} for
	 * ever
	 * @param consentRequired whether users are asked for their consent
	 * @param proofKeyRequired whether the client must use PKCE
	 */
	public RegistrationTerms(boolean approvalRequired, @Nullable Duration clientTimeToLive,
			@Nullable Duration clientSecretTimeToLive, boolean consentRequired, boolean proofKeyRequired) {
		this(approvalRequired, clientTimeToLive, clientSecretTimeToLive, consentRequired, proofKeyRequired,
				TokenTerms.NONE);
	}

}
