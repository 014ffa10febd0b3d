package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;

/**
 * How many clients there are. Nothing keeps such numbers, so they are counted; where that
 * takes long, since there are many, what was counted is good for a minute. Of several who
 * ask at once, one counts.
 */
final class ClientNumbers {

	private static final long MANY = 50_000;

	private static final Duration GOOD_FOR = Duration.ofMinutes(1);

	private static final int MOST_DAYS = 366;

	private final ClientRegistrationStore registrations;

	private final Clock clock;

	private @Nullable Counted<Long> total;

	private @Nullable Counted<SortedMap<LocalDate, Long>> byDay;

	ClientNumbers(ClientRegistrationStore registrations, Clock clock) {
		this.registrations = registrations;
		this.clock = clock;
	}

	// Nearly all are active, which no index helps to find; the others are few
	synchronized Map<ClientStatus, Long> byStatus() {
		Map<ClientStatus, Long> counts = new EnumMap<>(ClientStatus.class);
		long others = 0;
		for (ClientStatus status : ClientStatus.values()) {
			if (status != ClientStatus.ACTIVE) {
				long count = this.registrations.count(status);
				counts.put(status, count);
				others += count;
			}
		}
		counts.put(ClientStatus.ACTIVE, Math.max(0, total() - others));
		return Collections.unmodifiableMap(counts);
	}

	private long total() {
		Counted<Long> total = this.total;
		if (total == null || !total.isGood(this.clock.instant())) {
			total = counted(this.registrations.count(), (count) -> count);
			this.total = total;
		}
		return total.value();
	}

	synchronized SortedMap<LocalDate, Long> byDay(int days) {
		if (days < 1 || days > MOST_DAYS) {
			throw new IllegalArgumentException("There must be 1 to " + MOST_DAYS + " days");
		}
		LocalDate first = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC).minusDays(days - 1L);
		Counted<SortedMap<LocalDate, Long>> byDay = this.byDay;
		if (byDay == null || !byDay.isGood(this.clock.instant()) || !byDay.value().firstKey().equals(first)) {
			byDay = counted(countByDay(first, days),
					(counts) -> counts.values().stream().mapToLong(Long::longValue).sum());
			this.byDay = byDay;
		}
		return byDay.value();
	}

	private SortedMap<LocalDate, Long> countByDay(LocalDate first, int days) {
		Map<LocalDate, Long> counts = this.registrations.countByDay(first);
		SortedMap<LocalDate, Long> all = new TreeMap<>();
		for (int i = 0; i < days; i++) {
			LocalDate day = first.plusDays(i);
			all.put(day, counts.getOrDefault(day, 0L));
		}
		return Collections.unmodifiableSortedMap(all);
	}

	private <T> Counted<T> counted(T value, ToLongFunction<T> size) {
		Instant now = this.clock.instant();
		return new Counted<>(value, (size.applyAsLong(value) >= MANY) ? now.plus(GOOD_FOR) : now);
	}

	private record Counted<T>(T value, Instant goodUntil) {

		boolean isGood(Instant now) {
			return now.isBefore(this.goodUntil);
		}

	}

}
