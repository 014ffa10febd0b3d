package io.github.opendcr.storage;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.SpringJdbc;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Finds out, once the authorization servers are built, how clients are kept.
 *
 * @param services the authorization servers
 * @param registrations the store as the application has it, perhaps behind a proxy that
 * must not be bypassed
 * @param clientRemover the application's bean, if it has one
 * @param authorizationRemover the application's bean, if it has one
 * @param transactions the transactions in which both places take part
 * @param counts where clients are counted, if anything counts them
 */
record StorageSelection(AuthorizationServerServices services, ClientRegistrationStore registrations,
		@Nullable RegisteredClientRemover clientRemover, @Nullable AuthorizationRemover authorizationRemover,
		RegistrationTransactions transactions, @Nullable ClientQuotaStore counts) {

	ClientPlaces select() {
		RegisteredClientRepository repository = this.services.getRegisteredClientRepository();
		TwoPlaces places = new TwoPlaces(repository, ClientRows.of(repository, this.clientRemover), this.registrations,
				Grants.of(this.services, this.authorizationRemover));
		return (SpringJdbc.PRESENT && this.transactions.dataSource() != null)
				? OneStatement.orElse(places, this.transactions.dataSource(), this.transactions.areLocal(), this.counts)
				: places;
	}

}
