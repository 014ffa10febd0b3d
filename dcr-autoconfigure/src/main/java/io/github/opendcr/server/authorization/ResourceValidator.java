package io.github.opendcr.server.authorization;

import java.util.function.Consumer;

import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.resource.ResourceIndicators;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Judges the resources that authorization requests of dynamic clients name, pushed or
 * not. It comes after the validator that was there, so that the redirect URI, to which
 * the error goes, is the client's.
 *
 * @param indicators the rules
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707.html#section-2.1">RFC 8707
 * §2.1</a>
 */
record ResourceValidator(
		ResourceIndicators indicators) implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

	static void addTo(ServerChain chain, ResourceIndicators indicators) {
		RequestValidators.change(chain, (present) -> present.andThen(new ResourceValidator(indicators)));
	}

	@Override
	public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		RegisteredClient client = context.getRegisteredClient();
		if (!DynamicClients.isDynamic(client)) {
			return;
		}
		OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
		try {
			this.indicators.check(request.getAdditionalParameters(), request.getScopes(), client);
		}
		catch (OAuth2AuthenticationException ex) {
			throw AuthorizationRefusal.of(ex.getError().getErrorCode(), String.valueOf(ex.getError().getDescription()),
					request, client);
		}
	}

}
