package io.github.opendcr.token;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.Registrant;

/**
 * What is known of an initial access token, with which its holder may register clients;
 * never the token itself. Instants have a precision of milliseconds.
 *
 * @param id the name of the token, up to 100 visible ASCII characters. Ids sort by the
 * time of issue
 * @param note what the operator wants to remember of it, or {@code null}
 * @param policy the name of the policy for the clients that it registers, or {@code null}
 * for the default one
 * @param issuer the issuer with which it registers clients where one server has several,
 * or {@code null} for all of them
 * @param issuedBy the name of whoever issued it, or {@code null} if unknown
 * @param issuedAt when it was issued
 * @param expiresAt when it expires, or {@code null} if never
 * @param uses how many clients it registers, or {@code null} for any number
 * @param used how many clients it has registered
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 */
public record InitialAccessToken(String id, @Nullable String note, @Nullable String policy, @Nullable String issuer,
		@Nullable String issuedBy, Instant issuedAt, @Nullable Instant expiresAt, @Nullable Integer uses, int used) {

	/**
	 * Return how many clients it still registers, unless it expires before.
	 * @return the number, or {@code null} for any number
	 */
	public @Nullable Integer remainingUses() {
		return (this.uses != null) ? Math.max(0, this.uses - this.used) : null;
	}

	/**
	 * Whether it registers a client.
	 * @param now the time that it is
	 * @return whether it has neither expired nor been used up
	 */
	public boolean isUsable(Instant now) {
		return (this.uses == null || this.used < this.uses) && (this.expiresAt == null || now.isBefore(this.expiresAt));
	}

	/**
	 * Return as whom the holder of the token is let in.
	 * @return a registrant on the terms of the token
	 */
	public Registrant registrant() {
		return new Registrant(null, this.id, this.policy);
	}

	/**
	 * Return the token after one more client.
	 * @return a new value
	 */
	public InitialAccessToken usedOnceMore() {
		return new InitialAccessToken(this.id, this.note, this.policy, this.issuer, this.issuedBy, this.issuedAt,
				this.expiresAt, this.uses, this.used + 1);
	}

}
