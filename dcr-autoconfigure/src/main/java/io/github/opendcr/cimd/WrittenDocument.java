package io.github.opendcr.cimd;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.cimd.DocumentRefusedException.Reason;

/**
 * Writes down, with the client, what is known of its document, unless an operator denied
 * it in the meantime.
 *
 * @param document what is known
 * @param documents where it is written down
 */
record WrittenDocument(ClientMetadataDocument document,
		ClientMetadataDocumentStore documents) implements RegistrationConstraint {

	@Override
	public void onRegister(ClientRegistration registration) {
		if (!this.documents.save(this.document)) {
			throw new DocumentRefusedException(Reason.DENIED, "An operator denied it");
		}
	}

	@Override
	public void onUpdate(ClientRegistration before, ClientRegistration after) {
		onRegister(after);
	}

}
