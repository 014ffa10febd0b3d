package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.metadata.Violations;
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
 * @param stages what observes the stages
 * @param clock what time it is
 */
record StraightLine(SoftwareStatementPrecedence statements, MetadataGrant metadataGrant, RegistrationPolicies policies,
		Credentials credentials, RegisteredClientMapper mapper, ClientStorage storage, RegistrationEvents events,
		RegistrationStages stages, Clock clock) {

	/**
	 * Follow the line to its end.
	 * @param requested the metadata as sent
	 * @param context who lets the client in, and its registration if it has one
	 * @param current the client as it was, or {@code null} if it is new
	 * @param presented the token that was presented, or {@code null} if it is new
	 * @param keeper has what the client is told kept
	 * @return what the client is told, or {@code null} if others changed it meanwhile
	 * @throws RegistrationException if it is refused; nothing is changed then
	 */
	@Nullable ClientInformation follow(ClientMetadata requested, RegistrationContext context, @Nullable RegisteredClient current,
			@Nullable Token presented, AnswerKeeper keeper) {
		Granted granted = granted(requested, context, Violations.thrown());
		Instant now = now();
		Token token = this.credentials.token(presented, now);
		return follow(granted, context, current,
				new Identity(null, token, keeper, now, (registration, secret) -> (presented != null)
						? this.credentials.lostAnswers().remember(registration, requested, presented, token, secret)
						: registration));
	}

	/**
	 * Follow the line to its end, as the client of a document does: its {@code client_id}
	 * is given, it has no registration access token, and what it is granted was found out
	 * when its document was negotiated.
	 * @param url the {@code client_id}
	 * @param stated what the document says, and its software statement
	 * @param metadata what is granted of it
	 * @param context who lets the client in, and its registration if it has one
	 * @param current the client as it was, or {@code null} if it is new
	 * @param document what takes part in the write
	 * @return the client, or {@code null} if others changed it meanwhile
	 * @throws RegistrationException if it is refused; nothing is changed then
	 */
	@Nullable ClientInformation followDocument(String url, Stated stated, ClientMetadata metadata, RegistrationContext context,
			@Nullable RegisteredClient current, RegistrationConstraint document) {
		return follow(new Granted(stated, metadata), context, current, new Identity(url, Token.NONE,
				(answer) -> List.of(document), now(), (registration, secret) -> registration));
	}

	/**
	 * Follow the line up to where something would be written that stays, and see whether
	 * a client would be registered.
	 * @param requested the metadata as sent
	 * @param registrant who would let the client in
	 * @return what would be registered, with an id of which nobody is told
	 * @throws io.github.opendcr.RegistrationException if it is refused, with all
	 * violations of the metadata
	 */
	ClientRegistration rehearse(ClientMetadata requested, Registrant registrant) {
		RegistrationContext context = RegistrationContext.of(registrant);
		Made made = make(granted(requested, context, Violations.collected()), context, null,
				new Identity(null, Token.NONE, AnswerKeeper.NONE, now(), (registration, secret) -> registration));
		this.storage.rehearse(made.registration(), made.constraints());
		return made.registration();
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
	}

	private Granted granted(ClientMetadata requested, RegistrationContext context, Violations violations) {
		// RFC 7591 §3.1.1: the software statement
		Stated stated = this.stages
			.observe("statement", requested.has("software_statement"), () -> this.statements.apply(requested))
			// who registers has one method of authentication, and is told which
			.without("token_endpoint_auth_methods_supported");
		// RFC 7591 §2: validate; §5: the policy
		ClientMetadata metadata = this.metadataGrant.grant(stated.metadata(), context, violations);
		violations.throwAll();
		return new Granted(stated, metadata);
	}

	private @Nullable ClientInformation follow(Granted granted, RegistrationContext context,
			@Nullable RegisteredClient current, Identity identity) {
		Made made = make(granted, context, current, identity);
		ClientRegistration registration = made.registration();
		ClientInformation answer = ClientInformation.of(registration, made.client(), made.secret(),
				identity.token().value());
		List<RegistrationConstraint> constraints = new ArrayList<>(identity.keeper().keep(answer));
		constraints.addAll(made.constraints());
		// store, tell
		if (!this.stages.observe("store", () -> store(made.client(), context.current(), registration, constraints))) {
			return null;
		}
		this.events.publish((context.current() != null) ? new ClientEvent.Updated(context.current(), registration)
				: new ClientEvent.Registered(registration));
		return answer;
	}

	private Made make(Granted granted, RegistrationContext context, @Nullable RegisteredClient current,
			Identity identity) {
		Stated stated = granted.stated();
		ClientMetadata metadata = granted.metadata();
		List<RegistrationConstraint> constraints = this.statements.constraints(stated, metadata);
		// RFC 7591 §3.2.1, RFC 7592 §3: the terms and what they give
		RegistrationTerms terms = this.policies.of(context.registrant()).terms();
		ClientRegistration made = registration(context, metadata, terms, identity)
			.withAsked(this.metadataGrant.asked(stated.asked(), metadata));
		RegisteredClient.Builder builder = RegisteredClientMapper.builder(made);
		String secret = this.stages.observe("secret", ClientSecrets.isFor(metadata),
				() -> this.credentials.secrets().issue(builder, metadata, current, terms, identity.now()));
		ClientRegistration registration = identity.answers().apply(made, secret);
		RegisteredClient mapped = this.stages.observe("map",
				() -> this.mapper.map(registration, terms, builder, current));
		return new Made(registration, this.credentials.secrets().overlapping(mapped, current, identity.now()), secret,
				constraints);
	}

	private ClientRegistration registration(RegistrationContext context, ClientMetadata metadata,
			RegistrationTerms terms, Identity identity) {
		Instant now = identity.now();
		if (context.current() != null) {
			return context.current()
				.withRegistrant(context.registrant())
				.updated(metadata, identity.token().stored(), now);
		}
		String clientId = (identity.clientId() != null) ? identity.clientId() : this.credentials.clientId();
		return new ClientRegistration(clientId, this.credentials.registeredClientId(), metadata,
				identity.token().stored(), now, now, context.registrant(), IssuerContexts.current(),
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

	/**
	 * What was asked for, and what is granted of it.
	 *
	 * @param stated the metadata with all claims of the software statement
	 * @param metadata the metadata that the client has
	 */
	private record Granted(Stated stated, ClientMetadata metadata) {
	}

	/**
	 * By what a client is known, and what is written with it.
	 *
	 * @param clientId its {@code client_id}, or {@code null} if a new one gets one here
	 * @param token its registration access token
	 * @param keeper returns what takes part in the write
	 * @param now what time it is
	 * @param answers writes down what is answered, with the secret if there is a new one
	 */
	private record Identity(@Nullable String clientId, Token token, AnswerKeeper keeper, Instant now,
			BiFunction<ClientRegistration, @Nullable String, ClientRegistration> answers) {
	}

	/**
	 * What came of the metadata.
	 *
	 * @param registration the registration
	 * @param client the client
	 * @param secret its secret if a new one was issued, otherwise {@code null}
	 * @param constraints what takes part in the write that rests on it
	 */
	private record Made(ClientRegistration registration, RegisteredClient client, @Nullable String secret,
			List<RegistrationConstraint> constraints) {

		@Override
		public String toString() {
			return "Made[clientId=" + this.registration.clientId() + "]";
		}

	}

}
