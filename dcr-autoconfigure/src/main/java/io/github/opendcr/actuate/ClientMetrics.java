package io.github.opendcr.actuate;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.audit.Actor;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.limit.RateLimitExceededException;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.quota.QuotaExceededException;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.web.Operation;
import io.github.opendcr.web.RequestListener;
import io.github.opendcr.web.RequestOutcome;

import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Counts what operators ask about. Nothing that a client sends becomes a tag: members are
 * those that the server knows, everything else is one of few words. Safe for use by
 * several threads.
 */
final class ClientMetrics implements MeterBinder, RequestListener {

	private static final String SUCCESS = "SUCCESS";

	private static final String OTHER = "other";

	private static final Set<String> GRANT_TYPES = Set.of(AuthorizationGrantType.AUTHORIZATION_CODE.getValue(),
			AuthorizationGrantType.REFRESH_TOKEN.getValue(), AuthorizationGrantType.CLIENT_CREDENTIALS.getValue(),
			AuthorizationGrantType.DEVICE_CODE.getValue(), AuthorizationGrantType.TOKEN_EXCHANGE.getValue());

	/**
	 * How often clients are counted at most: at a million, each time takes a fifth of a
	 * second.
	 */
	private static final Duration INTERVAL = Duration.ofMinutes(5);

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final ClientMetadataCatalogue catalogue;

	private final @Nullable ClientQuotas quotas;

	private final @Nullable ClientReaper reaper;

	private final Occasional<StoredNumbers> numbers;

	/**
	 * Create the metrics, which count nothing before they are bound to a registry.
	 * @param catalogue which members are known
	 * @param directory counts the clients
	 * @param quotas how many there may be, or {@code null} for any number
	 * @param reaper what deletes them at their end, or {@code null}
	 * @param clock tells how old numbers are
	 */
	ClientMetrics(ClientMetadataCatalogue catalogue, ClientDirectory directory, @Nullable ClientQuotas quotas,
			@Nullable ClientReaper reaper, Clock clock) {
		this.catalogue = catalogue;
		this.quotas = quotas;
		this.reaper = reaper;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("dcr-metrics-");
		threads.setDaemon(true);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				threads);
		executor.allowCoreThreadTimeOut(true);
		this.numbers = new Occasional<>(() -> StoredNumbers.read(directory, quotas), INTERVAL, executor, clock);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		for (ClientStatus status : ClientStatus.values()) {
			gauge(registry, "dcr.clients", "status", status.name().toLowerCase(Locale.ROOT),
					(numbers) -> numbers.clients().getOrDefault(status, 0L));
		}
		for (String quota : (this.quotas != null) ? this.quotas.names() : Set.<String>of()) {
			gauge(registry, "dcr.quota.clients", "quota", quota, (numbers) -> numbers.quota(quota).clients());
			gauge(registry, "dcr.quota.limit", "quota", quota, (numbers) -> numbers.quota(quota).limit());
			// as for those below; all policies are one
			registry.counter("dcr.quota.refusals", "quota", quota.split(":", 2)[0]);
		}
		if (this.reaper != null) {
			FunctionCounter.builder("dcr.reaper.removed", this.reaper, ClientReaper::removed).register(registry);
		}
		// there before they are counted, so that the first one is an increase
		for (String outcome : List.of(SUCCESS, "REFUSED", "FAILED")) {
			List.of("dcr.registrations", "dcr.updates", "dcr.reads")
				.forEach((name) -> registry.counter(name, "outcome", outcome));
			registry.counter("dcr.deletions", "outcome", outcome, "actor", "client");
		}
	}

	private void gauge(MeterRegistry registry, String name, String tag, String value,
			ToDoubleFunction<StoredNumbers> number) {
		Gauge.builder(name, this.numbers, (occasional) -> {
			StoredNumbers read = occasional.get();
			return (read != null) ? number.applyAsDouble(read) : Double.NaN;
		}).tag(tag, value).register(registry);
	}

	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void on(ClientEvent event) {
		if (event instanceof ClientEvent.Registered) {
			count("dcr.registrations", "outcome", SUCCESS);
			countStatement(event);
		}
		else if (event instanceof ClientEvent.Updated) {
			count("dcr.updates", "outcome", SUCCESS);
			countStatement(event);
		}
		else if (event instanceof ClientEvent.Deleted) {
			count("dcr.deletions", "outcome", SUCCESS, "actor", Actor.current().label());
		}
	}

	private void countStatement(ClientEvent event) {
		if (event.registration().metadata().has("software_statement")) {
			count("dcr.software.statements", "verdict", "accepted");
		}
	}

	@EventListener
	void on(AuthenticationSuccessEvent event) {
		if (DynamicClients.isIssuedToken(event.getAuthentication())) {
			count("dcr.tokens", "grant.type", grantType());
		}
	}

	private static String grantType() {
		String grantType = (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				? attributes.getRequest().getParameter(OAuth2ParameterNames.GRANT_TYPE) : null;
		return (grantType != null && GRANT_TYPES.contains(grantType)) ? grantType : OTHER;
	}

	@Override
	public void ended(RequestOutcome outcome) {
		if (outcome.refusal() != null) {
			countRequest(outcome, "REFUSED");
			if (outcome.operation() != Operation.DRY_RUN) { // nobody was turned away
				countRefusal(outcome.refusal());
			}
		}
		else if (outcome.failure() != null) {
			countRequest(outcome, (outcome.failure() instanceof IOException) ? "ABORTED" : "FAILED");
		}
		else if (outcome.operation() == Operation.READ) {
			countRequest(outcome, SUCCESS); // of the others, events tell
		}
	}

	private void countRequest(RequestOutcome request, String outcome) {
		switch (request.operation()) {
			case REGISTER -> count("dcr.registrations", "outcome", outcome);
			case READ -> count("dcr.reads", "outcome", outcome);
			case UPDATE -> count("dcr.updates", "outcome", outcome);
			case DELETE -> count("dcr.deletions", "outcome", outcome, "actor", "client");
			case DRY_RUN, ROTATE_SECRET, PUSH, OTHER -> {
			}
		}
	}

	private void countRefusal(RegistrationException refusal) {
		RegistrationError error = refusal.getError();
		count("dcr.rejections", "error", error.code(), "member", member(refusal.getMember()));
		if (refusal instanceof RateLimitExceededException exceeded) {
			count("dcr.rate.limit.refusals", "limit", exceeded.getName());
		}
		else if (refusal instanceof QuotaExceededException exceeded) {
			count("dcr.quota.refusals", "quota", exceeded.getName());
		}
		else if (error == RegistrationError.INVALID_SOFTWARE_STATEMENT) {
			count("dcr.software.statements", "verdict", "invalid");
		}
		else if (error == RegistrationError.UNAPPROVED_SOFTWARE_STATEMENT) {
			count("dcr.software.statements", "verdict", "unapproved");
		}
	}

	private String member(@Nullable String member) {
		if (member == null) {
			return "none";
		}
		return this.catalogue.isKnown(member) ? ClientMetadataCatalogue.untagged(member) : OTHER;
	}

	private void count(String name, String... tags) {
		this.registries.forEach((registry) -> registry.counter(name, tags).increment());
	}

}
