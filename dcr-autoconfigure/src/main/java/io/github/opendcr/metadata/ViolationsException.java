package io.github.opendcr.metadata;

import java.util.List;

import io.github.opendcr.RegistrationException;

/**
 * Metadata that is refused, for all that is wrong with it. What the first violation says
 * is the error of the request.
 *
 * @since 0.1.0
 */
public final class ViolationsException extends RegistrationException {

	private final transient List<RegistrationException> violations;

	ViolationsException(List<RegistrationException> violations) {
		super(violations.get(0).getError(), violations.get(0).getMember(), violations.get(0).getDescription(),
				violations.get(0));
		this.violations = List.copyOf(violations);
	}

	/**
	 * Return all violations.
	 * @return at least one, in the order in which they were found
	 */
	public List<RegistrationException> getViolations() {
		return this.violations;
	}

}
