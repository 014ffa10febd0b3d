package io.github.opendcr.server;

import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

/**
 * Tells clients that registered themselves from those that the application registered.
 * The mark is a client setting, so that it is kept by every repository that keeps the
 * settings and is there when the server authenticates a client, without another look-up.
 *
 * @since 0.1.0
 */
public final class DynamicClients {

	private static final String SETTING = "settings.client.dynamic-registration";

	private DynamicClients() {
	}

	/**
	 * Mark a client as dynamic.
	 * @param settings the settings of the client that is being built
	 */
	public static void mark(ClientSettings.Builder settings) {
		// A Boolean comes back from JdbcRegisteredClientRepository's JSON as it went in
		settings.setting(SETTING, Boolean.TRUE);
	}

	/**
	 * Whether the client registered itself.
	 * @param client the client
	 * @return {@code true} if it is marked
	 */
	public static boolean isDynamic(RegisteredClient client) {
		return Boolean.TRUE.equals(client.getClientSettings().getSettings().get(SETTING));
	}

	static boolean isDynamicPublic(RegisteredClient client) {
		return isDynamic(client) && client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE);
	}

}
