package io.github.opendcr.server.authorization;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2PushedAuthorizationRequestAuthenticationProvider;

/**
 * What judges authorization requests, whether they come by themselves or are pushed.
 */
final class RequestValidators {

	private RequestValidators() {
	}

	/**
	 * Put something around or behind the validator of both.
	 */
	static void change(ServerChain chain,
			UnaryOperator<Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext>> change) {
		changeAtEndpoint(chain, change);
		chain.adapt(OAuth2PushedAuthorizationRequestAuthenticationProvider.class,
				(provider) -> provider.setAuthenticationValidator(change.apply(present(provider))));
	}

	/**
	 * Put something around or behind the validator of requests at the authorization
	 * endpoint.
	 */
	static void changeAtEndpoint(ServerChain chain,
			UnaryOperator<Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext>> change) {
		chain.adapt(OAuth2AuthorizationCodeRequestAuthenticationProvider.class,
				(provider) -> provider.setAuthenticationValidator(change.apply(present(provider))));
	}

	private static Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> present(Object provider) {
		return PrivateField.read(provider, "authenticationValidator", Consumer.class);
	}

}
