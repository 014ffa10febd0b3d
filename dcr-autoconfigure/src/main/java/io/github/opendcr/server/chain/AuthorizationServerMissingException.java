package io.github.opendcr.server.chain;

/**
 * Thrown if no chain of the application has an authorization server.
 *
 * @since 0.1.0
 */
public class AuthorizationServerMissingException extends IllegalStateException {

	private static final long serialVersionUID = 1;

	AuthorizationServerMissingException() {
		super("No SecurityFilterChain has an OAuth2AuthorizationServerConfigurer, and dynamic client registration needs "
				+ "an authorization server");
	}

}
