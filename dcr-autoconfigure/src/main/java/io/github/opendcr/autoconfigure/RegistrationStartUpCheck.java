package io.github.opendcr.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.server.AuthorizationServerServices;
import io.github.opendcr.server.Removers;
import io.github.opendcr.store.InMemoryClientRegistrationStore;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;

/**
 * Fails the start where registered clients could not work at all, and warns where they
 * would find out later that something doesn't.
 */
class RegistrationStartUpCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(RegistrationStartUpCheck.class);

	private final DcrProperties properties;

	private final AuthorizationServerServices services;

	private final ClientRegistrationStore store;

	private final RemoversOfApplication removers;

	RegistrationStartUpCheck(DcrProperties properties, AuthorizationServerServices services,
			ClientRegistrationStore store, RemoversOfApplication removers) {
		this.properties = properties;
		this.services = services;
		this.store = store;
		this.removers = removers;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Removers selected = this.removers.select(this.services); // fails without a server
		if (this.properties.management().enabled()) {
			selected.missing().forEach((sentence) -> logger.warn("DELETE is answered 405. " + sentence));
		}
		if (this.properties.requireAuthorizationConsent() && this.properties.defaultScopes().isEmpty()
				&& this.properties.allowedGrantTypes().contains("authorization_code")) {
			logger.warn("dcr.default-scopes is empty. A client that registers without scope has none to ask "
					+ "consent for, and no user can log in to it");
		}
		if (this.properties.management().enabled()) {
			checkThatBothPlacesLastAsLong();
		}
	}

	private void checkThatBothPlacesLastAsLong() {
		boolean storeInMemory = this.store instanceof InMemoryClientRegistrationStore;
		boolean clientsInMemory = this.services
			.getRegisteredClientRepository() instanceof InMemoryRegisteredClientRepository;
		if (storeInMemory && !clientsInMemory) {
			logger.warn("Registrations are kept in memory, clients are not: after a restart no client can manage "
					+ "itself. Mark one DataSource as primary, or declare a ClientRegistrationStore bean");
		}
		if (!storeInMemory && clientsInMemory) {
			logger.warn("Clients are kept in memory, their registrations are not: after a restart, and on other nodes, "
					+ "they are unknown. Declare a JdbcRegisteredClientRepository bean");
		}
	}

}
