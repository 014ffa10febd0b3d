package io.github.opendcr.server;

import java.util.List;

/**
 * {@link AuthorizationServerContract} with nothing but Boot's chain, a repository bean,
 * and the services that Spring makes up itself.
 */
class InMemoryAuthorizationServerTests extends AuthorizationServerContract {

	@Override
	ServerApplication start() {
		return ServerApplication.start(ServerApplication.DEFAULTS, List.of(ServerApplication.InMemory.class));
	}

}
