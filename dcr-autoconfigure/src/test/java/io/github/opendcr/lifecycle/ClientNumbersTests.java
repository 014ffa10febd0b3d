package io.github.opendcr.lifecycle;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.testkit.MutableClock;

import static org.assertj.core.api.Assertions.assertThat;

class ClientNumbersTests {

	private static final LocalDate TODAY = LocalDate.parse("2026-03-29");

	private final MutableClock clock = new MutableClock();

	private final Map<String, Integer> calls = new HashMap<>();

	private long clients;

	private final ClientNumbers numbers = new ClientNumbers(store(), Runnable::run, this.clock);

	// What many rows answer, and how often they were asked
	private ClientRegistrationStore store() {
		return (ClientRegistrationStore) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ClientRegistrationStore.class }, (proxy, method, arguments) -> {
					String call = method.getName() + ((arguments != null) ? arguments.length : 0);
					this.calls.merge(call, 1, Integer::sum);
					return switch (call) {
						case "count0" -> this.clients;
						case "count1" -> 10L;
						case "countByDay1" -> Map.of(TODAY, this.clients);
						default -> throw new UnsupportedOperationException(call);
					};
				});
	}

	ClientNumbersTests() {
		this.clock.set(Instant.parse("2026-03-29T12:00:00Z"));
	}

	@Test
	void numbersWhenClientsAreFewThenAreAlwaysCounted() {
		this.clients = 100;
		assertThat(this.numbers.byStatus()).containsEntry(ClientStatus.ACTIVE, 80L);
		this.clients = 101;
		assertThat(this.numbers.byStatus()).containsEntry(ClientStatus.ACTIVE, 81L);
		assertThat(this.numbers.byDay(2)).containsEntry(TODAY, 101L).containsEntry(TODAY.minusDays(1), 0L);
		this.clients = 102;
		assertThat(this.numbers.byDay(2)).containsEntry(TODAY, 102L);
	}

	@Test
	void numbersWhenClientsAreManyThenAllAreCountedOnceAMinuteAndTheFewAlways() {
		this.clients = 1_000_000;
		this.numbers.byStatus();
		this.numbers.byDay(7);
		this.clients = 1_000_001;
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(this.numbers.byStatus()).containsEntry(ClientStatus.ACTIVE, 999_980L);
		assertThat(this.numbers.byDay(7)).containsEntry(TODAY, 1_000_000L);
		assertThat(this.calls).containsEntry("count0", 1).containsEntry("count1", 4).containsEntry("countByDay1", 1);
		assertThat(this.numbers.byDay(3)).as("other days are counted").hasSize(3).containsEntry(TODAY, 1_000_001L);
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.numbers.byStatus()).containsEntry(ClientStatus.ACTIVE, 999_981L);
	}

	@Test
	void numbersWhenMoreAreSwitchedOffThanWereCountedThenNoneIsNegative() {
		this.clients = 5;
		assertThat(this.numbers.byStatus()).containsEntry(ClientStatus.ACTIVE, 0L);
	}

}
