package io.github.opendcr.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.web.RequestListener;
import io.github.opendcr.web.RequestOutcome;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Whether clients can register: the health contributor {@code dcr}. It is down if what
 * registrations are kept in can't be read or only be read, and up otherwise, whatever
 * else it has to tell: nobody must be able to take a server out of service by filling a
 * quota, and one that has no room for new clients serves those that there are. One check
 * runs at a time, on a thread of its own, and whoever asks waits for a bounded time. Safe
 * for use by several threads.
 */
final class RegistrationHealth implements HealthIndicator, RequestListener {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

	private static final Duration INTERVAL_OF_INDEXES = Duration.ofMinutes(10);

	private static final String NOBODY = "-";

	private static final long NO_VERSION = -1;

	private final ClientRegistrationStore registrations;

	private final List<Runnable> tables;

	private final Occasional<List<String>> missingIndexes;

	private final RateLimits rateLimits;

	private final @Nullable ClientQuotas quotas;

	private final @Nullable ClientReaper reaper;

	private final LastWrites lastWrites;

	private final Duration longestWait;

	private final ThreadPoolExecutor executor;

	private @Nullable CompletableFuture<Health> check;

	/**
	 * Create the indicator.
	 * @param registrations where registrations are kept
	 * @param tables each fails if a table isn't there
	 * @param missingIndexes tells which indexes aren't there
	 * @param rateLimits the rate limits
	 * @param quotas the quotas, or {@code null}
	 * @param reaper the reaper, or {@code null} if it is off
	 * @param clock what time it is
	 */
	RegistrationHealth(ClientRegistrationStore registrations, List<Runnable> tables,
			Supplier<List<String>> missingIndexes, RateLimits rateLimits, @Nullable ClientQuotas quotas,
			@Nullable ClientReaper reaper, Clock clock) {
		this(registrations, tables, missingIndexes, rateLimits, quotas, reaper, clock, LONGEST_WAIT);
	}

	RegistrationHealth(ClientRegistrationStore registrations, List<Runnable> tables,
			Supplier<List<String>> missingIndexes, RateLimits rateLimits, @Nullable ClientQuotas quotas,
			@Nullable ClientReaper reaper, Clock clock, Duration longestWait) {
		this.registrations = registrations;
		this.tables = List.copyOf(tables);
		// read on the thread of the check
		this.missingIndexes = new Occasional<>(missingIndexes, INTERVAL_OF_INDEXES, Runnable::run, clock);
		this.rateLimits = rateLimits;
		this.quotas = quotas;
		this.reaper = reaper;
		this.lastWrites = new LastWrites(clock);
		this.longestWait = longestWait;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("dcr-health-");
		threads.setDaemon(true);
		this.executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
		this.executor.allowCoreThreadTimeOut(true);
	}

	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void on(ClientEvent event) {
		this.lastWrites.done();
	}

	@Override
	public void ended(RequestOutcome outcome) {
		this.lastWrites.ended(outcome);
	}

	@Override
	public Health health() {
		try {
			return underWay().get(this.longestWait.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			return Health.down()
				.withDetail("error",
						"No answer within " + this.longestWait.toMillis() + " ms from what registrations "
								+ "are kept in")
				.build();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Health.unknown().build();
		}
		catch (Exception ex) {
			return Health.down(ex).build();
		}
	}

	// Who asks while a check hangs waits for that one: no second connection hangs
	private synchronized CompletableFuture<Health> underWay() {
		CompletableFuture<Health> check = this.check;
		if (check == null || check.isDone()) {
			check = CompletableFuture.supplyAsync(this::check, this.executor);
			this.check = check;
		}
		return check;
	}

	private Health check() {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("store", this.registrations.getClass().getSimpleName());
		details.put("writes", this.lastWrites.details());
		try {
			this.registrations.findExpired(Instant.EPOCH, null, 1);
			// fails where nothing can be written
			this.registrations.delete(NOBODY, NO_VERSION);
			this.tables.forEach(Runnable::run);
			addIndexes(details);
			addQuotas(details);
		}
		catch (RuntimeException ex) {
			return Health.down(ex).withDetails(details).build();
		}
		details.put("rateLimits", rateLimits());
		details.put("reaper", reaper());
		return Health.up().withDetails(details).build();
	}

	private void addIndexes(Map<String, Object> details) {
		List<String> missing = this.missingIndexes.get();
		if (missing != null && !missing.isEmpty()) {
			details.put("missingIndexes", missing);
		}
	}

	private void addQuotas(Map<String, Object> details) {
		Map<String, Object> quotas = new LinkedHashMap<>();
		Map<String, ClientQuotas.Fill> fill = (this.quotas != null) ? this.quotas.fill() : Map.of();
		fill.forEach((name, quota) -> quotas.put(name,
				Map.of("clients", quota.clients(), "limit", quota.limit(), "full", quota.isFull())));
		details.put("quotas", quotas);
	}

	private String rateLimits() {
		return switch (this.rateLimits.buckets()) {
			case OWN -> "counted by this process";
			case SHARED -> "shared";
			case UNREACHABLE -> "the backend can't be reached: counted by this process";
		};
	}

	private Map<String, Object> reaper() {
		if (this.reaper == null) {
			return Map.of("enabled", false);
		}
		Map<String, Object> details = new LinkedHashMap<>(Map.of("enabled", true, "alive", this.reaper.isAlive()));
		ClientReaper.Run last = this.reaper.lastRun();
		if (last != null) {
			details.put("lastRun", Map.of("endedAt", last.endedAt().toString(), "outcome", last.outcome().name(),
					"removed", last.removed()));
		}
		return details;
	}

}
