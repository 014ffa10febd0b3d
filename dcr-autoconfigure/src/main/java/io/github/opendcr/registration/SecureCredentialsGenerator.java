package io.github.opendcr.registration;

import java.security.SecureRandom;
import java.util.Base64;

import io.github.opendcr.ClientCredentialsGenerator;

/**
 * Makes credentials of 256 random bits, base64url. Secrets and tokens have a prefix by
 * which secret scanners know them. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class SecureCredentialsGenerator implements ClientCredentialsGenerator {

	private static final int BYTES = 32;

	private final SecureRandom random = new SecureRandom();

	@Override
	public String clientId() {
		return random();
	}

	@Override
	public String clientSecret() {
		return "dcr_cs_" + random();
	}

	@Override
	public String registrationAccessToken() {
		return "dcr_rat_" + random();
	}

	private String random() {
		byte[] bytes = new byte[BYTES];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
