package io.github.opendcr.server;

import java.util.List;

/**
 * {@link AuthorizationServerContract} with Spring's JDBC repository and services.
 */
class JdbcAuthorizationServerTests extends AuthorizationServerContract {

	@Override
	ServerApplication start() {
		return ServerApplication.start(ServerApplication.DEFAULTS, List.of(ServerApplication.Jdbc.class),
				ServerApplication.Jdbc.SCHEMA);
	}

}
