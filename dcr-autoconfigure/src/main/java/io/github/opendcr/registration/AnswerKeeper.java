package io.github.opendcr.registration;

import java.util.List;

import io.github.opendcr.RegistrationConstraint;

/**
 * Has what a client is told kept, by taking part in the transaction that does what it
 * says.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AnswerKeeper {

	/**
	 * Keeps nothing.
	 */
	AnswerKeeper NONE = (answer) -> List.of();

	/**
	 * Return what takes part in the write.
	 * @param answer what the client will be told if the write succeeds
	 * @return constraints of that write alone
	 */
	List<RegistrationConstraint> keep(ClientInformation answer);

}
