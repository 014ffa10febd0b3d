package io.github.opendcr.server;

import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * A user pressed "Allow" more than once. The browser shows the last answer, and so each
 * of them is that of the first.
 */
final class ConsentAnsweredException extends OAuth2AuthorizationCodeRequestAuthenticationException {

	private static final long serialVersionUID = 1L;

	private final transient OAuth2AuthorizationCodeRequestAuthenticationToken answer;

	ConsentAnsweredException(OAuth2AuthorizationCodeRequestAuthenticationToken answer) {
		super(new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, "This consent was given before", null), null);
		this.answer = answer;
	}

	OAuth2AuthorizationCodeRequestAuthenticationToken getAnswer() {
		return this.answer;
	}

}
