package io.github.opendcr.server;

import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.oauth2.server.authorization.web.OAuth2DeviceAuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2PushedAuthorizationRequestEndpointFilter;

/**
 * Notes which of the endpoints that Spring leaves off an authorization server has,
 * whoever asked for them.
 *
 * @param services the authorization servers
 */
record EndpointNotice(AuthorizationServerServices services) implements ObjectPostProcessor<Object> {

	@Override
	public <O> O postProcess(O object) {
		if (object instanceof OAuth2PushedAuthorizationRequestEndpointFilter) {
			this.services.addPushedRequests();
		}
		if (object instanceof OAuth2DeviceAuthorizationEndpointFilter) {
			this.services.addDeviceGrant();
		}
		return object;
	}

}
