package io.github.opendcr.server.authorization;

import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.client.RegisteredRedirects;

import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Lets the port of a loopback redirect URI vary for dynamic clients, and nothing else:
 * Spring does not let it vary for {@code localhost}, and for the addresses takes a port
 * that is none and what becomes the registered URI only when it is written anew. The
 * validator that was there still decides: it sees a client that lists the requested URI
 * too. It hooks in around the validator of authorization requests.
 *
 * @param delegate the validator that was there
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3">RFC 8252
 * §7.3</a>
 */
record LoopbackPortValidator(Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> delegate)
		implements
			Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

	// Whatever Spring may take for an address of which the port varies
	private static final Pattern ADDRESS = Pattern.compile("[^:]*://(?:[^/?#]*@)?(?:127\\.|\\[).*");

	static void addTo(ServerChain chain) {
		RequestValidators.change(chain, LoopbackPortValidator::new);
	}

	@Override
	public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
		RegisteredClient client = context.getRegisteredClient();
		String requested = request.getRedirectUri();
		if (requested == null || !DynamicClients.isDynamic(client) || client.getRedirectUris().contains(requested)) {
			this.delegate.accept(context);
		}
		else if (RegisteredRedirects.containButForPort(client, requested)) {
			RegisteredClient widened = RegisteredClient.from(client).redirectUri(requested).build();
			this.delegate.accept(OAuth2AuthorizationCodeRequestAuthenticationContext.with(request)
				.registeredClient(widened)
				.build());
		}
		else if (ADDRESS.matcher(requested).matches()) {
			throw AuthorizationRefusal.to(null, OAuth2ErrorCodes.INVALID_REQUEST,
					"redirect_uri must be one that the client registered; only its port may differ", request);
		}
		else {
			this.delegate.accept(context);
		}
	}

}
