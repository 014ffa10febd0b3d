package io.github.opendcr;

/**
 * Decides who may register a client. If there are several beans, all of them must agree;
 * any bean of the application replaces the one that {@code dcr.permission} chooses.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 */
@FunctionalInterface
public interface RegistrationPermission {

	/**
	 * Whether the request may register a client. Called before the body is read, by
	 * several threads at once. {@code false} is answered 401 if nobody is authenticated,
	 * otherwise 403.
	 * @param request the request
	 * @return whether it may
	 * @throws RegistrationException to say why not; with
	 * {@link RegistrationException#unauthorized unauthorized} also how to authenticate
	 */
	boolean hasPermission(RegistrationRequest request);

}
