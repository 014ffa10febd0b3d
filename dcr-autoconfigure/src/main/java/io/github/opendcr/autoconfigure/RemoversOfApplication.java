package io.github.opendcr.autoconfigure;

import io.github.opendcr.AuthorizationRemover;
import io.github.opendcr.RegisteredClientRemover;
import io.github.opendcr.server.AuthorizationServerServices;
import io.github.opendcr.server.Removers;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The application's own beans for the removal of clients, if it has any.
 *
 * @param clients removes clients
 * @param authorizations removes authorizations and consents
 */
record RemoversOfApplication(ObjectProvider<RegisteredClientRemover> clients,
		ObjectProvider<AuthorizationRemover> authorizations) {

	Removers select(AuthorizationServerServices services) {
		return Removers.select(services, this.clients.getIfUnique(), this.authorizations.getIfUnique());
	}

}
