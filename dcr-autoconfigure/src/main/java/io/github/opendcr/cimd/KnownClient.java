package io.github.opendcr.cimd;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * What is stored of a client and of its document.
 *
 * @param stored the client, or {@code null}
 * @param document what is known of its document, or {@code null}
 */
record KnownClient(@Nullable StoredClient stored, @Nullable ClientMetadataDocument document) {

	@Nullable ClientRegistration registration() {
		return (this.stored != null) ? this.stored.registration() : null;
	}

	@Nullable RegisteredClient client() {
		return (this.stored != null) ? this.stored.client() : null;
	}

	/**
	 * Return in what its document is judged. One of which a half was removed is made
	 * anew.
	 */
	RegistrationContext context(Registrant registrant) {
		return new RegistrationContext(registrant, (client() != null) ? registration() : null);
	}

	/**
	 * Whether an operator has to say something first, which isn't looked behind.
	 */
	boolean isInactive() {
		ClientRegistration registration = registration();
		return registration != null && registration.status() != ClientStatus.ACTIVE;
	}

	boolean isFresh(Instant now) {
		return client() != null && this.document != null && this.document.isFresh(now)
				&& this.document.absence() == null;
	}

	/**
	 * Return what the document came with, unless it has to be judged anew whether it has
	 * changed or not.
	 */
	@Nullable String entityTag(Registrant registrant) {
		boolean same = client() != null && this.document != null
				&& Objects.requireNonNull(registration()).registrant().equals(registrant)
				&& (this.document.absence() == null || !this.document.absence().kind().equals(LastGoodCopy.INVALID));
		return same ? Objects.requireNonNull(this.document).entityTag() : null;
	}

	boolean isWhat(Negotiated negotiated, Registrant registrant) {
		ClientRegistration registration = Objects.requireNonNull(registration());
		return negotiated.effective().equals(registration.metadata()) && registration.registrant().equals(registrant);
	}

}
