package io.github.opendcr.audit;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.OperatorAction;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.audit.LineBudget.Verdict;
import io.github.opendcr.limit.RateLimitExceededException;
import io.github.opendcr.pages.StoppedAuthorization;
import io.github.opendcr.statement.SoftwareStatementEvent;
import io.github.opendcr.token.InitialAccessToken;
import io.github.opendcr.token.InitialAccessTokenEvent;
import io.github.opendcr.web.Operation;
import io.github.opendcr.web.RequestListener;
import io.github.opendcr.web.RequestOutcome;

import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Writes down who did what: one line at INFO in the log {@value #LOG} for each change
 * once it is committed, for each read, and for what was refused, the latter two within
 * bounds. Whoever else keeps records is told the same. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class AuditTrail implements RequestListener {

	/**
	 * The name of the log.
	 */
	public static final String LOG = "io.github.opendcr.audit";

	private static final Logger audit = LoggerFactory.getLogger(LOG);

	private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);

	private final Consumer<AuditRecord> others;

	private final LineBudget budget;

	/**
	 * Create the trail.
	 * @param others who is told the same
	 * @param clock what time it is
	 */
	public AuditTrail(Consumer<AuditRecord> others, Clock clock) {
		this.others = others;
		this.budget = new LineBudget(clock);
	}

	// Before the application's listeners, one of which may fail
	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void on(ClientEvent event) {
		ClientRegistration registration = event.registration();
		if (event instanceof ClientEvent.Registered) {
			AuditRecord.Builder line = byClient("dcr.client.registered", registration,
					registration.registrant().name());
			RegisteredDetails.addAll(line, registration);
			write(line);
		}
		else if (event instanceof ClientEvent.Updated updated) {
			AuditRecord.Builder line = byClient("dcr.client.updated", registration, null);
			RegisteredDetails.addChanges(line, updated.previous(), registration);
			write(line);
		}
		else if (event instanceof ClientEvent.SecretRotated) {
			write(done("dcr.client.secret.rotated", Actor.CLIENT, null, registration));
		}
		else if (event instanceof ClientEvent.Adopted adopted) {
			Actor actor = (Actor.current() == Actor.OPERATOR) ? Actor.OPERATOR : Actor.SERVER;
			AuditRecord.Builder line = done("dcr.client.adopted", actor, adopted.by(), registration);
			RegisteredDetails.addAll(line, registration);
			write(line.with("reason", adopted.reason()));
		}
		else if (event instanceof ClientEvent.StatusChanged changed) {
			// a client can't do that to itself
			Actor actor = (Actor.current() == Actor.OPERATOR) ? Actor.OPERATOR : Actor.SERVER;
			write(done(type(changed), actor, changed.by(), registration).with("reason", changed.reason()));
		}
		else if (event instanceof ClientEvent.Deleted deleted) {
			write(done("dcr.client.deleted", Actor.current(), principal(), registration)
				.with("client_name", registration.metadata().getClientName())
				.with("expired_at", registration.expiresAt())
				.with("reason", deleted.reason()));
		}
	}

	private static String type(ClientEvent.StatusChanged event) {
		if (event.registration().status() != ClientStatus.ACTIVE) {
			return "dcr.client.disabled";
		}
		return (event.previous().status() == ClientStatus.PENDING) ? "dcr.client.approved" : "dcr.client.activated";
	}

	// What operators do that isn't the event of a client
	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void on(OperatorAction action) {
		String type = switch (action.kind()) {
			case TOKEN_REISSUED -> "dcr.client.token.reissued";
			case TOKEN_REVOKED -> "dcr.client.token.revoked";
			case EXPORTED -> "dcr.client.exported";
			case ERASED -> "dcr.client.erased";
			case DENIED -> "dcr.document.denied";
			case PERMITTED -> "dcr.document.permitted";
			case APPROVED, REJECTED, DISABLED, ENABLED, DELETED, ADOPTED -> null;
		};
		if (type != null) {
			write(done(type, action.by()).with("client_id", action.clientId()).with("reason", action.reason()));
		}
	}

	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void on(InitialAccessTokenEvent event) {
		InitialAccessToken token = event.token();
		if (event instanceof InitialAccessTokenEvent.Revoked revoked) {
			write(done("dcr.token.revoked", revoked.revokedBy()).with("token_id", token.id())
				.with("used", token.used()));
		}
		else {
			write(done("dcr.token.issued", token.issuedBy()).with("token_id", token.id())
				.with("policy", token.policy())
				.with("uses", Objects.requireNonNullElse(token.uses(), "unlimited"))
				.with("expires_at", token.expiresAt())
				.with("note", token.note()));
		}
	}

	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void on(SoftwareStatementEvent event) {
		if (event instanceof SoftwareStatementEvent.Withdrawn withdrawn) {
			write(done("dcr.statement.withdrawn", principal()).with("issuer", withdrawn.withdrawal().issuer())
				.with("software_id", withdrawn.withdrawal().softwareId())
				.with("disabled_clients", withdrawn.disabledClients()));
		}
		else if (event instanceof SoftwareStatementEvent.Reinstated reinstated) {
			write(done("dcr.statement.reinstated", principal()).with("issuer", reinstated.issuer())
				.with("software_id", reinstated.softwareId()));
		}
	}

	@Override
	public void ended(RequestOutcome outcome) {
		RegistrationException refusal = outcome.refusal();
		if (refusal != null) {
			writeWithinBounds(outcome, () -> refused(outcome, refusal));
		}
		else if (outcome.failure() != null) {
			writeWithinBounds(outcome, () -> request("dcr.request.failed", "failed", outcome));
		}
		else if (outcome.operation() == Operation.READ) {
			writeWithinBounds(outcome, () -> request("dcr.client.read", "success", outcome));
		}
	}

	/**
	 * Write down, within bounds, an authorization that ended where its user was.
	 * @param stopped what is known of it
	 * @return whether it was written
	 */
	public boolean stopped(StoppedAuthorization stopped) {
		CurrentRequest request = CurrentRequest.of(stopped.request());
		Verdict verdict = this.budget.take(stopped.request().getRemoteAddr());
		if (verdict == Verdict.WRITE) {
			write(new AuditRecord.Builder("dcr.authorization.stopped").with("outcome", "refused")
				.with("code", stopped.code())
				.with("cause", stopped.cause().name().toLowerCase(Locale.ROOT))
				.with("client_id", stopped.clientId())
				.with("address", request.address())
				.with("correlation_id", request.correlationId())
				.with("reason", stopped.reason()));
		}
		else if (verdict == Verdict.LAST) {
			write(new AuditRecord.Builder("dcr.audit.paused").with("outcome", "paused")
				.with("address", request.address())
				.with("correlation_id", request.correlationId()));
		}
		return verdict == Verdict.WRITE;
	}

	private static AuditRecord.Builder refused(RequestOutcome outcome, RegistrationException refusal) {
		return request("dcr.request.refused", "refused", outcome).with("error", refusal.getError().code())
			.with("status", refusal.getError().status())
			.with("member", refusal.getMember())
			.with("limit", (refusal instanceof RateLimitExceededException exceeded) ? exceeded.getName() : null);
	}

	private static AuditRecord.Builder request(String type, String result, RequestOutcome outcome) {
		CurrentRequest request = CurrentRequest.of(outcome.request());
		return new AuditRecord.Builder(type).with("outcome", result)
			.with("operation", outcome.operation().label())
			.by(Actor.CLIENT, (outcome.registrant() != null) ? outcome.registrant().name() : null)
			.with("client_id", outcome.clientId())
			.with("address", request.address())
			.with("correlation_id", request.correlationId());
	}

	private void writeWithinBounds(RequestOutcome outcome, Supplier<AuditRecord.Builder> line) {
		switch (this.budget.take(outcome.request().getRemoteAddr())) {
			case WRITE -> write(line.get());
			case LAST -> write(request("dcr.audit.paused", "paused", outcome));
			case DROP -> {
			}
		}
	}

	// A document does nothing itself: the server does, perhaps on somebody's request
	private static AuditRecord.Builder byClient(String type, ClientRegistration registration,
			@Nullable String principal) {
		return registration.isOfDocument() ? done(type, Actor.SERVER, principal(), registration)
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

	private static AuditRecord.Builder done(String type, @Nullable String principal) {
		CurrentRequest request = CurrentRequest.ofThread();
		return new AuditRecord.Builder(type).with("outcome", "success")
			.by(Actor.current(), principal)
			.with("address", request.address())
			.with("correlation_id", request.correlationId());
	}

	private static @Nullable String principal() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getName() : null;
	}

	private void write(AuditRecord.Builder line) {
		AuditRecord written = line.build();
		if (audit.isInfoEnabled()) {
			LoggingEventBuilder event = audit.atInfo();
			// for a log in JSON
			event = event.addKeyValue("event", written.type());
			for (Map.Entry<String, String> member : written.members().entrySet()) {
				event = event.addKeyValue(member.getKey(), member.getValue());
			}
			event.log(written.toLine());
		}
		try {
			this.others.accept(written);
		}
		catch (RuntimeException ex) {
			logger.error("What happened could not be written down anywhere but in the log", ex);
		}
	}

}
