package io.github.opendcr.token;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The terms on which an initial access token is issued. Start from {@link #SINGLE_USE}.
 *
 * @param uses how many clients the token registers, or {@code null} for any number
 * @param timeToLive how long it lives, or {@code null} for ever
 * @param policy the name of the policy for the clients that it registers, or {@code null}
 * for the default one
 * @param note what the operator wants to remember of it, or {@code null}
 * @param issuer the issuer with which it registers clients where one server has several,
 * or {@code null} for all of them
 * @param issuedBy the name of whoever issues it, or {@code null}
 * @since 0.1.0
 */
public record InitialAccessTokenTerms(@Nullable Integer uses, @Nullable Duration timeToLive, @Nullable String policy,
		@Nullable String note, @Nullable String issuer, @Nullable String issuedBy) {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofDays(36_500);

	private static final Pattern POLICY = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

	private static final int LONGEST_TEXT = 1000;

	/**
	 * One client, within a day, on default terms.
	 */
	public static final InitialAccessTokenTerms SINGLE_USE = new InitialAccessTokenTerms(1, Duration.ofDays(1), null,
			null, null, null);

	/**
	 * Create terms.
	 * @throws IllegalArgumentException with a sentence for the operator if a token on
	 * these terms would be of no use or can't be kept: no use at all, a lifetime out of
	 * one second to a hundred years, a policy that is no name, a text of more than 1000
	 * characters or with control characters
	 */
	public InitialAccessTokenTerms {
		if (uses != null && uses < 1) {
			throw new IllegalArgumentException("uses must be 1 or more");
		}
		if (timeToLive != null && (timeToLive.compareTo(SHORTEST) < 0 || timeToLive.compareTo(LONGEST) > 0)) {
			throw new IllegalArgumentException("timeToLive must be from one second to a hundred years");
		}
		if (policy != null && !POLICY.matcher(policy).matches()) {
			throw new IllegalArgumentException("policy must be 1 to 100 letters, digits and '_.-'");
		}
		requireText("note", note);
		requireText("issuer", issuer);
		requireText("issuedBy", issuedBy);
	}

	private static void requireText(String name, @Nullable String text) {
		if (text != null && (text.isBlank() || text.length() > LONGEST_TEXT
				|| text.codePoints().anyMatch(InitialAccessTokenTerms::isNoCharacter))) {
			throw new IllegalArgumentException(
					name + " must be 1 to " + LONGEST_TEXT + " characters without control characters");
		}
	}

	// Some databases refuse a NUL and half a surrogate pair
	private static boolean isNoCharacter(int codePoint) {
		return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
	}

	/**
	 * Return the same terms for another number of clients.
	 * @param uses the number, or {@code null} for any
	 * @return new terms
	 */
	public InitialAccessTokenTerms withUses(@Nullable Integer uses) {
		return new InitialAccessTokenTerms(uses, this.timeToLive, this.policy, this.note, this.issuer, this.issuedBy);
	}

	/**
	 * Return the same terms with another lifetime.
	 * @param timeToLive the lifetime, or {@code null} for ever
	 * @return new terms
	 */
	public InitialAccessTokenTerms withTimeToLive(@Nullable Duration timeToLive) {
		return new InitialAccessTokenTerms(this.uses, timeToLive, this.policy, this.note, this.issuer, this.issuedBy);
	}

	/**
	 * Return the same terms with another policy.
	 * @param policy the name, or {@code null} for the default policy
	 * @return new terms
	 */
	public InitialAccessTokenTerms withPolicy(@Nullable String policy) {
		return new InitialAccessTokenTerms(this.uses, this.timeToLive, policy, this.note, this.issuer, this.issuedBy);
	}

	/**
	 * Return the same terms with another note.
	 * @param note the note, or {@code null}
	 * @return new terms
	 */
	public InitialAccessTokenTerms withNote(@Nullable String note) {
		return new InitialAccessTokenTerms(this.uses, this.timeToLive, this.policy, note, this.issuer, this.issuedBy);
	}

	/**
	 * Return the same terms for another issuer.
	 * @param issuer the issuer, or {@code null} for all
	 * @return new terms
	 */
	public InitialAccessTokenTerms withIssuer(@Nullable String issuer) {
		return new InitialAccessTokenTerms(this.uses, this.timeToLive, this.policy, this.note, issuer, this.issuedBy);
	}

	/**
	 * Return the same terms in another name.
	 * @param issuedBy the name of whoever issues the token, or {@code null}
	 * @return new terms
	 */
	public InitialAccessTokenTerms withIssuedBy(@Nullable String issuedBy) {
		return new InitialAccessTokenTerms(this.uses, this.timeToLive, this.policy, this.note, this.issuer, issuedBy);
	}

}
