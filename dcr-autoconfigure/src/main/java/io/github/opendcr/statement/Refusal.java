package io.github.opendcr.statement;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

/**
 * Why a software statement is refused.
 */
final class Refusal {

	static final String MEMBER = "software_statement";

	private Refusal() {
	}

	static RegistrationException invalid(String description) {
		return invalid(description, null);
	}

	static RegistrationException invalid(String description, @Nullable Throwable cause) {
		return new RegistrationException(RegistrationError.INVALID_SOFTWARE_STATEMENT, MEMBER, description, cause);
	}

	static RegistrationException unapproved(String description) {
		return new RegistrationException(RegistrationError.UNAPPROVED_SOFTWARE_STATEMENT, MEMBER, description);
	}

}
