package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.registration.Credentials.Token;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
import io.github.opendcr.statement.SoftwareStatementPrecedence.Stated;
import io.github.opendcr.storage.ClientStorage;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * The one way for metadata to become a client, a new one or one that is there. Who may,
 * and how often, was settled before: by {@code RegistrationEndpoints} where the request
 * came over HTTP, and by the rules of RFC 7592 for an update.
 *
 * @param statements what verifies and merges software statements
 * @param metadataGrant what clients are granted of their metadata
 * @param policies on which terms they are let in
 * @param credentials what they are known by
 * @param mapper what maps them
 * @param storage where they live
 * @param events where events go
 * @param clock what time it is
 */
record StraightLine(SoftwareStatementPrecedence statements, MetadataGrant metadataGrant, RegistrationPolicies policies,
		Credentials credentials, RegisteredClientMapper mapper, ClientStorage storage, RegistrationEvents events,
		Clock clock) {

	/**
	 * Follow the line to its end.
	 * @param requested the metadata as sent
	 * @param context who lets the client in, and its registration if it has one
	 * @param current the client as it was, or {@code null} if it is new
	 * @param presented the token that was presented, or {@code null} if it is new
	 * @return what the client is told, or {@code null} if others changed it meanwhile
	 * @throws RegistrationException if it is refused; nothing is changed then
	 */
	@Nullable ClientInformation follow(ClientMetadata requested, RegistrationContext context, @Nullable RegisteredClient current,
			@Nullable Token presented) {
		// RFC 7591 §3.1.1: the software statement
		Stated stated = this.statements.apply(requested);
		// RFC 7591 §2: validate; §5: the policy
		ClientMetadata granted = this.metadataGrant.grant(stated.metadata(), context);
		List<RegistrationConstraint> constraints = this.statements.constraints(stated, granted);
		// RFC 7591 §3.2.1, RFC 7592 §3: the terms and what they give
		RegistrationTerms terms = this.policies.of(context.registrant()).terms();
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		Token token = this.credentials.token(presented, now);
		ClientRegistration registration = registration(context, granted, terms, token, now);
		RegisteredClient.Builder builder = RegisteredClientMapper.builder(registration);
		String secret = this.credentials.secrets().issue(builder, granted, current, terms, now);
		if (presented != null) {
			registration = this.credentials.lostAnswers().remember(registration, requested, presented, token, secret);
		}
		// map, store, tell
		RegisteredClient client = this.mapper.map(registration, terms, builder, current);
		if (!store(client, context.current(), registration, constraints)) {
			return null;
		}
		this.events.publish((context.current() != null) ? new ClientEvent.Updated(context.current(), registration)
				: new ClientEvent.Registered(registration));
		return ClientInformation.of(registration, client, secret, token.value());
	}

	private ClientRegistration registration(RegistrationContext context, ClientMetadata granted,
			RegistrationTerms terms, Token token, Instant now) {
		if (context.current() != null) {
			return context.current().updated(granted, token.stored(), now);
		}
		return new ClientRegistration(this.credentials.clientId(), this.credentials.registeredClientId(), granted,
				token.stored(), now, now, context.registrant(), IssuerContexts.current(),
				terms.approvalRequired() ? ClientStatus.PENDING : ClientStatus.ACTIVE,
				(terms.clientTimeToLive() != null) ? now.plus(terms.clientTimeToLive()) : null);
	}

	private boolean store(RegisteredClient client, @Nullable ClientRegistration before, ClientRegistration after,
			List<RegistrationConstraint> constraints) {
		if (before == null) {
			this.storage.insert(client, after, constraints);
			return true;
		}
		boolean givenUp = ClientSecrets.isGivenUp(before.metadata(), after.metadata());
		return this.storage.update(client, before, after, givenUp, constraints);
	}

}
