package io.github.opendcr.cimd;

import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;

/**
 * Forgets, with the client, what is known of its document.
 *
 * @param documents where it is written down
 */
record DocumentConstraint(ClientMetadataDocumentStore documents) implements RegistrationConstraint {

	@Override
	public boolean concerns(ClientRegistration registration) {
		return registration.isOfDocument();
	}

	@Override
	public void onDelete(ClientRegistration registration) {
		this.documents.remove(registration.clientId());
	}

}
