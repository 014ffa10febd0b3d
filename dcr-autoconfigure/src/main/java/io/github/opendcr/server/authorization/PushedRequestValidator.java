package io.github.opendcr.server.authorization;

import java.util.function.Consumer;

import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.ClientRequirements;

import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * Refuses an authorization request that wasn't pushed, of a client that registered that
 * all of its requests are. It comes after the validator that was there, so that the
 * redirect URI, to which the error goes, is the client's. It hooks in behind the
 * validator at the authorization endpoint.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9126.html#section-4">RFC 9126 §4</a>
 */
final class PushedRequestValidator implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

	static void addTo(ServerChain chain) {
		RequestValidators.changeAtEndpoint(chain, (present) -> present.andThen(new PushedRequestValidator()));
	}

	@Override
	public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
		if (isPushed(request) || !ClientRequirements.of(context.getRegisteredClient()).pushedRequests()) {
			return;
		}
		throw AuthorizationRefusal.of(OAuth2ErrorCodes.INVALID_REQUEST,
				"This client's authorization requests must be pushed (RFC 9126)", request,
				context.getRegisteredClient());
	}

	// Spring makes a new token of a request that was pushed. One that came by itself has
	// the details of its HTTP request, which the endpoint's filters set.
	private static boolean isPushed(OAuth2AuthorizationCodeRequestAuthenticationToken request) {
		return request.getDetails() == null;
	}

}
