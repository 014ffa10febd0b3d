package io.github.opendcr;

/**
 * Narrows, completes or refuses what a client asks for. All beans are applied in their
 * order, to a registration and to an update alike, after those of the properties, and the
 * result is validated once more. What a policy returns is what is registered and what the
 * client is told.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1">RFC 7591
 * §3.2.1</a>
 */
@FunctionalInterface
public interface ClientMetadataPolicy {

	/**
	 * Return what is granted. Called by several threads at once, before the transaction
	 * that writes the client begins, and also for dry runs: it should change nothing.
	 * @param metadata what is asked for, valid by itself
	 * @param context who lets the client in, and the registration that is to be updated
	 * @return the same or changed metadata
	 * @throws RegistrationException if the request is refused
	 */
	ClientMetadata apply(ClientMetadata metadata, RegistrationContext context);

}
