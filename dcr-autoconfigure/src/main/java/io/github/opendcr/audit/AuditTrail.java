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
		AuditRecord.Builder line = ClientChanges.of(event);
		if (line != null) {
			write(line);
		}
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
			write(done("dcr.statement.withdrawn", Actor.principal()).with("issuer", withdrawn.withdrawal().issuer())
				.with("software_id", withdrawn.withdrawal().softwareId())
				.with("disabled_clients", withdrawn.disabledClients()));
		}
		else if (event instanceof SoftwareStatementEvent.Reinstated reinstated) {
			write(done("dcr.statement.reinstated", Actor.principal()).with("issuer", reinstated.issuer())
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

	private static AuditRecord.Builder done(String type, @Nullable String principal) {
		CurrentRequest request = CurrentRequest.ofThread();
		return new AuditRecord.Builder(type).with("outcome", "success")
			.by(Actor.current(), principal)
			.with("address", request.address())
			.with("correlation_id", request.correlationId());
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
