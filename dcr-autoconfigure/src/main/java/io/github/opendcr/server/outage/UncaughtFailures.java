package io.github.opendcr.server.outage;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcLogoutEndpointFilter;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcUserInfoEndpointFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Lets failures at the UserInfo and logout endpoints be failures, as they are at all
 * others. Spring takes them for bad requests there, and answers with the message of the
 * exception, in which SQL may stand. It hooks in around the chain's authentication
 * manager, which wraps them in what Spring hands on, and around the failure handlers of
 * both filters, which unwrap them.
 *
 * @param delegate the manager of the chain
 */
record UncaughtFailures(AuthenticationManager delegate) implements AuthenticationManager {

	static void addTo(ServerChain chain) {
		chain.onceInitialized(() -> chain.http()
			.setSharedObject(AuthenticationManager.class,
					new UncaughtFailures(chain.get(AuthenticationManager.class))));
		chain.adapt(OidcUserInfoEndpointFilter.class,
				(filter) -> filter.setAuthenticationFailureHandler(unwrapping(filter)));
		chain.adapt(OidcLogoutEndpointFilter.class,
				(filter) -> filter.setAuthenticationFailureHandler(unwrapping(filter)));
	}

	private static AuthenticationFailureHandler unwrapping(Object filter) {
		AuthenticationFailureHandler present = PrivateField.read(filter, "authenticationFailureHandler",
				AuthenticationFailureHandler.class);
		return (request, response, exception) -> {
			if (exception instanceof Wrapped wrapped) {
				throw wrapped.failure;
			}
			present.onAuthenticationFailure(request, response, exception);
		};
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		try {
			return this.delegate.authenticate(authentication);
		}
		catch (AuthenticationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw isCaught(authentication) ? new Wrapped(ex) : ex;
		}
	}

	private static boolean isCaught(Authentication authentication) {
		return authentication instanceof OidcUserInfoAuthenticationToken
				|| authentication instanceof OidcLogoutAuthenticationToken;
	}

	private static final class Wrapped extends OAuth2AuthenticationException {

		private static final long serialVersionUID = 1;

		private final RuntimeException failure;

		private Wrapped(RuntimeException failure) {
			super(new OAuth2Error(OAuth2ErrorCodes.SERVER_ERROR), failure);
			this.failure = failure;
		}

	}

}
