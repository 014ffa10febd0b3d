package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.AuthorizationServerServices;
import io.github.opendcr.server.JointClientWriter;
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
	JointClientWriterSource NONE = (services, removers) -> null;

	@Nullable JointClientWriter select(AuthorizationServerServices services, Removers removers);

}
