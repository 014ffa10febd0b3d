package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;

/**
 * How many clients there are. Nothing keeps such numbers, so they are counted; where that
 * takes long, since there are many, it is done {@linkplain CountedAside aside}.
 */
final class ClientNumbers {

	private static final int MOST_DAYS = 366;

	private final ClientRegistrationStore registrations;

	private final Executor executor;

	private final Clock clock;

	private final CountedAside<Long> total;

	private @Nullable ByDay byDay;

	ClientNumbers(ClientRegistrationStore registrations, Executor executor, Clock clock) {
		this.registrations = registrations;
		this.executor = executor;
		this.clock = clock;
		this.total = new CountedAside<>(registrations::count, (count) -> count, executor, clock);
	}

	// Nearly all are active, which no index helps to find; the others are few
	Map<ClientStatus, Long> byStatus() {
		Map<ClientStatus, Long> counts = new EnumMap<>(ClientStatus.class);
		long others = 0;
		for (ClientStatus status : ClientStatus.values()) {
			if (status != ClientStatus.ACTIVE) {
				long count = this.registrations.count(status);
				counts.put(status, count);
				others += count;
			}
		}
		counts.put(ClientStatus.ACTIVE, Math.max(0, this.total.get() - others));
		return Collections.unmodifiableMap(counts);
	}

	SortedMap<LocalDate, Long> byDay(int days) {
		if (days < 1 || days > MOST_DAYS) {
			throw new IllegalArgumentException("There must be 1 to " + MOST_DAYS + " days");
		}
		Map<LocalDate, Long> counts = ofDays(days).get();
		LocalDate first = first(days);
		SortedMap<LocalDate, Long> all = new TreeMap<>();
		for (int i = 0; i < days; i++) {
			LocalDate day = first.plusDays(i);
			all.put(day, counts.getOrDefault(day, 0L));
		}
		return Collections.unmodifiableSortedMap(all);
	}

	private synchronized CountedAside<Map<LocalDate, Long>> ofDays(int days) {
		ByDay byDay = this.byDay;
		if (byDay == null || byDay.days() != days) {
			byDay = new ByDay(days, new CountedAside<>(() -> this.registrations.countByDay(first(days)),
					(counts) -> counts.values().stream().mapToLong(Long::longValue).sum(), this.executor, this.clock));
			this.byDay = byDay;
		}
		return byDay.counts();
	}

	private LocalDate first(int days) {
		return LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC).minusDays(days - 1L);
	}

	private record ByDay(int days, CountedAside<Map<LocalDate, Long>> counts) {
	}

}
