package io.github.opendcr.audit;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;

/**
 * What is written down of what became of a client.
 */
final class ClientChanges {

	private ClientChanges() {
	}

	static AuditRecord.@Nullable Builder of(ClientEvent event) {
		ClientRegistration registration = event.registration();
		if (event instanceof ClientEvent.Registered) {
			AuditRecord.Builder line = byClient("dcr.client.registered", registration,
					registration.registrant().name());
			RegisteredDetails.addAll(line, registration);
			return line;
		}
		if (event instanceof ClientEvent.Updated updated) {
			AuditRecord.Builder line = byClient("dcr.client.updated", registration, null);
			RegisteredDetails.addChanges(line, updated.previous(), registration);
			return line;
		}
		if (event instanceof ClientEvent.SecretRotated) {
			return done("dcr.client.secret.rotated", Actor.CLIENT, null, registration);
		}
		return byOthers(event, registration);
	}

	// A client can't do that to itself, but for its deletion
	private static AuditRecord.@Nullable Builder byOthers(ClientEvent event, ClientRegistration registration) {
		Actor actor = (Actor.current() == Actor.OPERATOR) ? Actor.OPERATOR : Actor.SERVER;
		if (event instanceof ClientEvent.Adopted adopted) {
			AuditRecord.Builder line = done("dcr.client.adopted", actor, adopted.by(), registration);
			RegisteredDetails.addAll(line, registration);
			return line.with("reason", adopted.reason());
		}
		if (event instanceof ClientEvent.StatusChanged changed) {
			return done(type(changed), actor, changed.by(), registration).with("reason", changed.reason());
		}
		return (event instanceof ClientEvent.Deleted deleted)
				? done("dcr.client.deleted", Actor.current(), Actor.principal(), registration)
					.with("client_name", registration.metadata().getClientName())
					.with("expired_at", registration.expiresAt())
					.with("reason", deleted.reason())
				: null;
	}

	private static String type(ClientEvent.StatusChanged event) {
		if (event.registration().status() != ClientStatus.ACTIVE) {
			return "dcr.client.disabled";
		}
		return (event.previous().status() == ClientStatus.PENDING) ? "dcr.client.approved" : "dcr.client.activated";
	}

	// A document does nothing itself: the server does, perhaps on somebody's request
	private static AuditRecord.Builder byClient(String type, ClientRegistration registration,
			@Nullable String principal) {
		return registration.isOfDocument() ? done(type, Actor.SERVER, Actor.principal(), registration)
				: done(type, Actor.CLIENT, principal, registration);
	}

	private static AuditRecord.Builder done(String type, Actor actor, @Nullable String principal,
			ClientRegistration registration) {
		CurrentRequest request = CurrentRequest.ofThread();
		return new AuditRecord.Builder(type).with("outcome", "success")
			.by(actor, principal)
			.with("client_id", registration.clientId())
			.with("address", request.address())
			.with("correlation_id", request.correlationId());
	}

}
