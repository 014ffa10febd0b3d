package io.github.opendcr.statement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.metadata.ClientMetadataCatalogue;

/**
 * What the claims of a verified statement must be, by RFC 7519 §4.1 and by what its
 * issuer is trusted with.
 */
final class ClaimRules {

	/**
	 * The claims that concern the JWT itself and are no client metadata.
	 */
	static final Set<String> OF_THE_JWT = Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti");

	/**
	 * How far the clocks of issuer and server may be apart.
	 */
	static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

	private final TrustedIssuer issuer;

	private final ClientMetadata claims;

	ClaimRules(TrustedIssuer issuer, ClientMetadata claims) {
		this.issuer = issuer;
		this.claims = claims;
	}

	void check(@Nullable String serverIssuer, Instant now) {
		allRequired();
		timely(now.getEpochSecond());
		forThisServer(serverIssuer);
		identified();
		nothingBeyondTrust();
	}

	private void allRequired() {
		for (String claim : this.issuer.requiredClaims()) {
			if (!this.claims.has(claim)) {
				throw Refusal.invalid("The software statement must have the claim " + claim);
			}
		}
	}

	private void timely(long now) {
		long skew = CLOCK_SKEW.toSeconds();
		Double expiresAt = seconds("exp");
		if (expiresAt != null && expiresAt <= now - skew) {
			throw Refusal.invalid("The software statement has expired; get a new one from its issuer");
		}
		Double notBefore = seconds("nbf");
		Double issuedAt = seconds("iat");
		if ((notBefore != null && notBefore > now + skew) || (issuedAt != null && issuedAt > now + skew)) {
			throw Refusal.invalid("The software statement is not valid yet, by its nbf or iat");
		}
		Duration maxAge = this.issuer.maxAge();
		if (maxAge != null && (issuedAt == null || issuedAt <= now - skew - maxAge.toSeconds())) {
			throw Refusal.invalid("The software statement must have an iat of the last " + maxAge.toSeconds()
					+ " seconds; get a new one from its issuer");
		}
	}

	// RFC 7519 §4.1.3: whoever doesn't find itself in aud MUST refuse
	private void forThisServer(@Nullable String serverIssuer) {
		Object audience = this.claims.get("aud");
		if (audience == null && this.issuer.audience().isEmpty()) {
			return;
		}
		List<?> named = (audience instanceof List<?> list) ? list : (audience != null) ? List.of(audience) : List.of();
		Set<String> accepted = (this.issuer.audience().isEmpty() && serverIssuer != null) ? Set.of(serverIssuer)
				: this.issuer.audience();
		if (named.stream().noneMatch(accepted::contains)) {
			throw Refusal.invalid("The aud of the software statement must name this server" + (accepted.isEmpty() ? ""
					: " as one of: " + String.join(", ", accepted.stream().sorted().toList())));
		}
	}

	private void identified() {
		String id = string("jti");
		if (id == null && this.issuer.singleUse()) {
			throw Refusal.invalid("The software statement must have a jti, since it may register one client only");
		}
		String softwareId = string("software_id");
		if (!this.issuer.softwareIds().isEmpty()
				&& (softwareId == null || !this.issuer.softwareIds().contains(softwareId))) {
			throw Refusal.unapproved("The software_id of the software statement is not approved here");
		}
	}

	private void nothingBeyondTrust() {
		if (this.claims.has(Refusal.MEMBER)) {
			throw Refusal.invalid("The software statement must not contain software_statement");
		}
		if (this.issuer.allowedClaims().isEmpty()) {
			return;
		}
		for (String claim : this.claims.asMap().keySet()) {
			if (!OF_THE_JWT.contains(claim)
					&& !this.issuer.allowedClaims().contains(ClientMetadataCatalogue.untagged(claim))) {
				throw Refusal.unapproved("The issuer of the software statement may not claim '" + claim + "' here");
			}
		}
	}

	/**
	 * When the statement is refused for its age, whatever else, or {@code null} if never.
	 */
	@Nullable Instant lastsUntil() {
		Double expiresAt = seconds("exp");
		Double issuedAt = seconds("iat");
		double last = (expiresAt != null) ? expiresAt : Double.POSITIVE_INFINITY;
		Duration maxAge = this.issuer.maxAge();
		if (maxAge != null && issuedAt != null) {
			last = Math.min(last, issuedAt + maxAge.toSeconds());
		}
		// far beyond what any database can hold is as good as never
		return (last < 1e11) ? Instant.ofEpochSecond((long) last).plus(CLOCK_SKEW) : null;
	}

	private @Nullable Double seconds(String claim) {
		Object value = this.claims.get(claim);
		if (value != null && !(value instanceof Number)) {
			throw Refusal.invalid("The claim " + claim + " of the software statement must be a number of seconds");
		}
		return (value instanceof Number number) ? number.doubleValue() : null;
	}

	private @Nullable String string(String claim) {
		Object value = this.claims.get(claim);
		if (value != null && !(value instanceof String)) {
			throw Refusal.invalid("The claim " + claim + " of the software statement must be a string");
		}
		return (String) value;
	}

}
