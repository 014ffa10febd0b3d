package io.github.opendcr.server.authorization;

import java.util.function.Consumer;

import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * Refuses authorization requests of dynamic clients with a parameter that comes more than
 * once, but for {@code resource}, pushed or not. It hooks in behind the validator of
 * authorization requests.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1">RFC 6749
 * §3.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707.html#section-2">RFC 8707 §2</a>
 */
final class RepeatedParameters implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

	private static final String RESOURCE = "resource";

	static void addTo(ServerChain chain) {
		RequestValidators.change(chain, (present) -> present.andThen(new RepeatedParameters()));
	}

	@Override
	public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		if (!DynamicClients.isDynamic(context.getRegisteredClient())) {
			return;
		}
		OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
		request.getAdditionalParameters().forEach((name, value) -> {
			if (value instanceof String[] && !name.equals(RESOURCE)) {
				throw AuthorizationRefusal.of(OAuth2ErrorCodes.INVALID_REQUEST,
						"A parameter was sent more than once: " + printable(name), request,
						context.getRegisteredClient());
			}
		});
	}

	// RFC 6749 §4.1.2.1
	private static String printable(String name) {
		return name.chars().allMatch((c) -> c > ' ' && c < 0x7F && c != '"' && c != '\\') ? name : "(unprintable)";
	}

}
