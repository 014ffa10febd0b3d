package io.github.opendcr.server.authorization;

import java.util.function.UnaryOperator;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2DeviceAuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2PushedAuthorizationRequestEndpointFilter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * What reads authorization requests.
 */
final class RequestConverters {

	private RequestConverters() {
	}

	static void changeAtEndpoint(ServerChain chain, UnaryOperator<AuthenticationConverter> change) {
		chain.adapt(OAuth2AuthorizationEndpointFilter.class,
				(filter) -> filter.setAuthenticationConverter(change.apply(present(filter))));
	}

	static void changePushed(ServerChain chain, UnaryOperator<AuthenticationConverter> change) {
		chain.adapt(OAuth2PushedAuthorizationRequestEndpointFilter.class,
				(filter) -> filter.setAuthenticationConverter(change.apply(present(filter))));
	}

	static void changeOfDevices(ServerChain chain, UnaryOperator<AuthenticationConverter> change) {
		chain.adapt(OAuth2DeviceAuthorizationEndpointFilter.class,
				(filter) -> filter.setAuthenticationConverter(change.apply(present(filter))));
	}

	private static AuthenticationConverter present(Object filter) {
		return PrivateField.read(filter, "authenticationConverter", AuthenticationConverter.class);
	}

}
