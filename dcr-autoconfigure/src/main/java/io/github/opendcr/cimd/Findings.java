package io.github.opendcr.cimd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.statement.SoftwareStatementPrecedence.Stated;

/**
 * What was found in one document so far. Used by one thread.
 */
final class Findings {

	private final List<RegistrationException> violations = new ArrayList<>();

	private final Map<String, Object> published = new LinkedHashMap<>();

	private final Map<String, String> reasons = new LinkedHashMap<>();

	void refuse(RegistrationException violation) {
		this.violations.add(violation);
	}

	void refuse(String member, String description) {
		refuse(RegistrationException.invalidMetadata(member, description));
	}

	boolean isRefused() {
		return !this.violations.isEmpty();
	}

	/**
	 * Take down that a member is left out, in whole or in part.
	 */
	void narrow(String member, Object value, String why) {
		this.published.putIfAbsent(member, value);
		this.reasons.putIfAbsent(member, why);
	}

	DocumentPreview refused() {
		List<Narrowing> narrowings = new ArrayList<>();
		this.reasons.forEach((member, why) -> narrowings
			.add(new Narrowing(member, Objects.requireNonNull(this.published.get(member)), null, why)));
		return new DocumentPreview(this.violations, narrowings, null);
	}

	/**
	 * Compare what was published with what was granted of it.
	 */
	DocumentPreview accepted(Stated stated, ClientMetadata offered, ClientMetadata granted) {
		offered.asMap().forEach(this.published::putIfAbsent);
		List<Narrowing> narrowings = new ArrayList<>();
		this.published.forEach((member, value) -> {
			Object kept = kept(granted, member);
			if (!member.equals("client_id") && !ClientMetadataCatalogue.isSame(member, value, kept)) {
				narrowings.add(new Narrowing(member, value, kept, why(member, value, kept)));
			}
		});
		return new DocumentPreview(List.of(), narrowings, new Negotiated(stated, granted, narrowings));
	}

	private static @Nullable Object kept(ClientMetadata granted, String member) {
		return member.equals(AuthenticationMethods.SEVERAL) ? granted.getTokenEndpointAuthMethods()
				: granted.get(member);
	}

	private String why(String member, Object value, @Nullable Object kept) {
		String reason = this.reasons.get(member);
		if (reason != null) {
			return reason;
		}
		return (kept != null && !(value instanceof List<?>) && !member.equals("scope")) ? "set by this server"
				: "not allowed by this server";
	}

}
