package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.server.AuthorizationServerServices;
import io.github.opendcr.server.ClientWriter;
import io.github.opendcr.server.Removers;

/**
 * Finds out, once the authorization servers are built, whether one statement can write
 * both places of a client.
 */
@FunctionalInterface
interface JointClientWriterSource {

	/**
	 * There is no such statement.
	 */
	JointClientWriterSource NONE = (registrations, services, removers) -> null;

	/**
	 * Select the writer.
	 * @param registrations the store as the application has it, perhaps behind a proxy
	 * that must not be bypassed
	 * @param services the authorization servers
	 * @param removers what removes clients and what was granted to them
	 * @return the writer, or {@code null} if each place has to be written by itself
	 */
	@Nullable ClientWriter select(ClientRegistrationStore registrations, AuthorizationServerServices services, Removers removers);

}
