package io.github.opendcr.pages;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * An authorization that ended where it was, as operators should know it. What the request
 * said is anybody's text.
 *
 * @param code the code that the user is shown
 * @param cause what kind of reason it is
 * @param reason a sentence
 * @param clientId the {@code client_id} that the request named, or {@code null}
 * @param request the request
 * @since 0.1.0
 */
public record StoppedAuthorization(String code, AuthorizationError.Cause cause, String reason,
		@Nullable String clientId, HttpServletRequest request) {
}
