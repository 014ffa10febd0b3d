package io.github.opendcr.cimd;

import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Admits URLs by lists. Of several rules that mean a URL, the most exact one says under
 * which policy its client is, and whether it is in development; what is denied is
 * refused, whatever else means it. Immutable.
 *
 * @since 0.1.0
 */
public final class AdmissionRules implements DocumentAdmission {

	private final Mode mode;

	private final List<AdmissionRule> allowed;

	private final List<AdmissionRule> denied;

	/**
	 * Create the rules.
	 * @param mode what becomes of URLs that no rule means
	 * @param allowed what is admitted
	 * @param denied what is refused
	 */
	public AdmissionRules(Mode mode, List<AdmissionRule> allowed, List<AdmissionRule> denied) {
		this.mode = mode;
		this.allowed = List.copyOf(allowed);
		this.denied = List.copyOf(denied);
	}

	@Override
	public Decision judge(String url) {
		ClientIdentifierUrl candidate = ClientIdentifierUrl.of(url, ClientIdentifierUrl.MAX_LENGTH);
		if (this.denied.stream().anyMatch((rule) -> rule.refuses(candidate))) {
			return Decision.refuse();
		}
		AdmissionRule rule = mostExact(candidate);
		if (rule != null) {
			return new Decision(Outcome.ADMITTED, rule.policy(), rule.development());
		}
		return switch (this.mode) {
			case LISTED -> Decision.refuse();
			case OPEN -> Decision.admit(null);
			case REPORT -> new Decision(Outcome.REPORTED, null, false);
		};
	}

	/**
	 * Return what becomes of URLs that no rule means.
	 * @return the mode
	 */
	public Mode mode() {
		return this.mode;
	}

	/**
	 * Return what is admitted.
	 * @return the rules
	 */
	public List<AdmissionRule> allowed() {
		return this.allowed;
	}

	/**
	 * Return what is refused.
	 * @return the rules
	 */
	public List<AdmissionRule> denied() {
		return this.denied;
	}

	private @Nullable AdmissionRule mostExact(ClientIdentifierUrl candidate) {
		return this.allowed.stream()
			.filter((rule) -> rule.exactness(candidate) > 0)
			.max(Comparator.comparingInt((rule) -> rule.exactness(candidate)))
			.orElse(null);
	}

	/**
	 * What becomes of URLs that no rule means.
	 *
	 * @since 0.1.0
	 */
	public enum Mode {

		/**
		 * They are refused.
		 */
		LISTED,

		/**
		 * They are admitted.
		 */
		OPEN,

		/**
		 * They are admitted, and operators learn of them.
		 */
		REPORT

	}

}
