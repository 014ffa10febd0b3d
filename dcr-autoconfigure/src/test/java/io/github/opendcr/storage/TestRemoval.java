package io.github.opendcr.storage;

import java.util.ArrayList;
import java.util.List;

import io.github.opendcr.server.chain.AuthorizationServerServices;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Removes a client that isn't registered with us.
 */
public final class TestRemoval {

	private TestRemoval() {
	}

	/**
	 * Remove a client and all that was granted to it.
	 * @return what could not be removed
	 */
	public static List<String> remove(AuthorizationServerServices services, RegisteredClient client) {
		Grants grants = Grants.of(services, null);
		ClientRows rows = ClientRows.of(services.getRegisteredClientRepository(), null);
		List<String> missing = new ArrayList<>(grants.missing());
		missing.addAll(rows.missing());
		grants.removeAll(client);
		if (rows.missing().isEmpty()) {
			rows.remove(client);
		}
		return missing;
	}

}
