package io.github.opendcr.server;

import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.oauth2.server.authorization.web.OAuth2PushedAuthorizationRequestEndpointFilter;

/**
 * Notes that an authorization server has an endpoint for pushed authorization requests,
 * whoever asked for it.
 *
 * @param services the authorization servers
 */
record PushedRequestNotice(AuthorizationServerServices services) implements ObjectPostProcessor<Object> {

	@Override
	public <O> O postProcess(O object) {
		if (object instanceof OAuth2PushedAuthorizationRequestEndpointFilter) {
			this.services.addPushedRequests();
		}
		return object;
	}

}
