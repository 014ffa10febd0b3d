package io.github.opendcr.server.authorization;

import java.util.Set;

import io.github.opendcr.pages.AuthorizationError.Cause;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * What Spring's errors at the authorization endpoint and for the verification of devices
 * mean to a user. Which parameter they are about stands in their descriptions alone.
 */
final class AuthorizationErrors {

	private static final String PARAMETER = "OAuth 2.0 Parameter: ";

	private static final Set<String> OF_WHAT_WAITS = Set.of(PARAMETER + OAuth2ParameterNames.STATE,
			PARAMETER + OAuth2ParameterNames.REQUEST_URI, PARAMETER + OAuth2ParameterNames.USER_CODE);

	private AuthorizationErrors() {
	}

	/**
	 * Tell what kind of reason it is.
	 * @param read whether the request could be read, so that what is wrong is its values
	 */
	static Cause cause(AuthenticationException exception, boolean read) {
		OAuth2Error error = error(exception);
		String description = String.valueOf(error.getDescription());
		if (error.getErrorCode().equals(OAuth2ErrorCodes.ACCESS_DENIED)) {
			return Cause.DENIED;
		}
		if (read && description.equals(PARAMETER + OAuth2ParameterNames.REDIRECT_URI)) {
			return Cause.REDIRECT_URI;
		}
		// RFC 8628: a user code that isn't one
		boolean waits = OF_WHAT_WAITS.contains(description)
				|| Set.of(OAuth2ErrorCodes.INVALID_GRANT, "expired_token").contains(error.getErrorCode());
		return waits ? Cause.NOT_WAITING : Cause.INVALID_REQUEST;
	}

	/**
	 * Return a sentence for operators.
	 */
	static String reason(AuthenticationException exception) {
		return error(exception).toString();
	}

	private static OAuth2Error error(AuthenticationException exception) {
		return (exception instanceof OAuth2AuthenticationException ex) ? ex.getError()
				: new OAuth2Error(OAuth2ErrorCodes.SERVER_ERROR);
	}

}
