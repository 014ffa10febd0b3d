package io.github.opendcr.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

/**
 * Where the rules tell what they refuse. A registration ends with the first refusal; a
 * dry run collects them, and goes on without the member that was refused. Only what a
 * client can mend in its metadata is collected. For one request and thread.
 *
 * @since 0.1.0
 */
public final class Violations {

	private final @Nullable List<RegistrationException> collected;

	private Violations(@Nullable List<RegistrationException> collected) {
		this.collected = collected;
	}

	/**
	 * Let the first violation end the request.
	 * @return violations of which there are never any
	 */
	public static Violations thrown() {
		return new Violations(null);
	}

	/**
	 * Collect all violations.
	 * @return violations, none yet
	 */
	public static Violations collected() {
		return new Violations(new ArrayList<>());
	}

	/**
	 * Take a step, again without each member that it refuses.
	 * @param metadata what the step begins with
	 * @param step what judges and changes the metadata
	 * @return what came out of the members that it didn't refuse
	 */
	public ClientMetadata step(ClientMetadata metadata, UnaryOperator<ClientMetadata> step) {
		ClientMetadata current = metadata;
		while (true) {
			try {
				return step.apply(current);
			}
			catch (RegistrationException ex) {
				add(ex);
				if (ex.getMember() == null || !current.has(ex.getMember())) {
					return current;
				}
				current = current.without(ex.getMember());
			}
		}
	}

	/**
	 * Check a rule.
	 * @param rule what throws if it is broken
	 */
	public void check(Runnable rule) {
		try {
			rule.run();
		}
		catch (RegistrationException ex) {
			add(ex);
		}
	}

	// What follows from the first violation of a member is no other one
	private void add(RegistrationException violation) {
		if (this.collected == null
				|| violation.getError().status() != RegistrationError.INVALID_CLIENT_METADATA.status()) {
			throw violation;
		}
		if (violation.getMember() == null || this.collected.stream()
			.noneMatch((other) -> Objects.equals(other.getMember(), violation.getMember()))) {
			this.collected.add(violation);
		}
	}

	/**
	 * Whether no rule was broken so far.
	 * @return {@code true} if nothing was collected
	 */
	public boolean areNone() {
		return this.collected == null || this.collected.isEmpty();
	}

	/**
	 * End the request if a rule was broken.
	 * @throws ViolationsException with all that was collected
	 */
	public void throwAll() {
		if (this.collected != null && !this.collected.isEmpty()) {
			throw new ViolationsException(this.collected);
		}
	}

}
