package io.github.opendcr.cimd;

import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;

/**
 * Forgets, with the client, what is known of its document. Safe for use by several
 * threads.
 */
final class DocumentConstraint implements RegistrationConstraint {

	private final ClientMetadataDocumentStore documents;

	/**
	 * Create a constraint.
	 * @param documents where it is written down
	 */
	DocumentConstraint(ClientMetadataDocumentStore documents) {
		this.documents = documents;
	}

	@Override
	public boolean concerns(ClientRegistration registration) {
		return registration.isOfDocument();
	}

	@Override
	public void onDelete(ClientRegistration registration) {
		this.documents.remove(registration.clientId());
	}

}
