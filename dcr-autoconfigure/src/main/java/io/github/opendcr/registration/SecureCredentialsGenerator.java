package io.github.opendcr.registration;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

import io.github.opendcr.ClientCredentialsGenerator;

/**
 * Makes secrets and tokens of 256 random bits, base64url, with a prefix by which secret
 * scanners know them. A {@code client_id} is the time in milliseconds and 128 random
 * bits: nobody guesses it, and indexes grow at their end, not at a page of their own for
 * each client. It tells when the client registered. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class SecureCredentialsGenerator implements ClientCredentialsGenerator {

	private static final int SECRET_BYTES = 32;

	private static final int ID_BYTES = 16;

	private static final int TIME_DIGITS = 12;

	// From 2004 to 2527
	private static final Pattern CLIENT_ID = Pattern.compile("0[1-9a-f][0-9a-f]{10}[A-Za-z0-9_-]{22}");

	private final SecureRandom random = new SecureRandom();

	private final Clock clock;

	/**
	 * Create a generator.
	 * @param clock tells when a client registers
	 */
	public SecureCredentialsGenerator(Clock clock) {
		this.clock = clock;
	}

	@Override
	public String clientId() {
		// digits of one case sort alike in every collation
		return HexFormat.of().toHexDigits(this.clock.millis(), TIME_DIGITS) + random(ID_BYTES);
	}

	/**
	 * Whether a {@code client_id} looks like one that is made here, as none that a person
	 * or another generator makes does.
	 */
	static boolean isClientId(String clientId) {
		return CLIENT_ID.matcher(clientId).matches();
	}

	@Override
	public String clientSecret() {
		return "dcr_cs_" + random(SECRET_BYTES);
	}

	@Override
	public String registrationAccessToken() {
		return "dcr_rat_" + random(SECRET_BYTES);
	}

	private String random(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
