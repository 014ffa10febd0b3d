package io.github.opendcr.lifecycle;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.storage.Orphans;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryStores;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.use.ClientUseStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReaperRuns}.
 */
class ReaperRunsTests {

	private static final Duration DAY = Duration.ofDays(1);

	private final MutableClock clock = new MutableClock(Instant.EPOCH.plus(Duration.ofDays(100)));

	private final InMemoryTransactions transactions = new InMemoryTransactions();

	private final InMemoryClientRegistrationStore registrations = new InMemoryClientRegistrationStore(
			this.transactions);

	private final ClientUseStore uses = new InMemoryStores(this.transactions).uses(this.registrations);

	private final List<String> asked = new ArrayList<>();

	private final Set<String> kept = new TreeSet<>();

	private int searchesForOrphans;

	@Test
	void nextWhenClientsStayThenTheyAreAskedForOnceADay() {
		register("stays");
		this.kept.add("stays");
		ReaperRuns runs = runs(false);
		assertThat(runs.next(() -> false).neverUsed()).isZero();
		runs.next(() -> false);
		this.clock.advance(DAY.minusSeconds(1));
		runs.next(() -> false);
		assertThat(this.asked).containsExactly("stays");
		assertThat(this.searchesForOrphans).isOne();
		this.clock.advance(Duration.ofSeconds(1));
		this.kept.clear();
		assertThat(runs.next(() -> false).neverUsed()).isOne();
		assertThat(this.asked).containsExactly("stays", "stays");
		assertThat(this.searchesForOrphans).isEqualTo(2);
	}

	@Test
	void nextWhenTheClockIsPutBackThenLooksAtAllAgain() {
		register("stays");
		this.kept.add("stays");
		ReaperRuns runs = runs(false);
		this.clock.advance(Duration.ofDays(400));
		runs.next(() -> false);
		this.clock.advance(Duration.ofDays(-400));
		runs.next(() -> false);
		assertThat(this.searchesForOrphans).isEqualTo(2);
	}

	@Test
	void nextWhenTheTimeOfAClientComesThenItIsFoundByTheNextRun() {
		for (int i = 0; i < 7; i++) {
			register("old" + i);
		}
		this.kept.addAll(List.of("old0", "old1", "old2", "old3", "old4", "old5", "old6"));
		ReaperRuns runs = runs(false);
		runs.next(() -> false);
		assertThat(this.asked).hasSize(7);
		this.registrations.insert(new ClientRegistration("new", "new", ClientMetadata.empty(), null,
				this.clock.instant().minus(DAY).plusSeconds(60), Instant.EPOCH, Registrant.ANONYMOUS, null,
				ClientStatus.ACTIVE, null));
		runs.next(() -> false);
		assertThat(this.asked).hasSize(7);
		this.clock.advance(Duration.ofSeconds(60));
		assertThat(runs.next(() -> false).neverUsed()).isOne();
		assertThat(this.asked).hasSize(8).endsWith("new");
	}

	@Test
	void nextWhenUsedThenOnlyAfterTheLongerTime() {
		register("used");
		this.uses.save(Map.of("used", this.clock.instant().minus(Duration.ofDays(29))));
		ReaperRuns runs = runs(false);
		assertThat(runs.next(() -> false).total()).isZero();
		assertThat(this.asked).isEmpty();
		this.clock.advance(DAY);
		assertThat(runs.next(() -> false).unused()).isOne();
	}

	@Test
	void nextWhenObservingThenNothingIsDeleted() {
		register("found");
		this.registrations.insert(ClientReaperTests.registration("expired", Instant.EPOCH));
		ReaperRun run = runs(true).next(() -> false);
		assertThat(run).extracting(ReaperRun::observed, ReaperRun::expired, ReaperRun::neverUsed)
			.containsExactly(true, 1, 2);
		assertThat(this.asked).containsOnly("found", "expired");
		assertThat(this.registrations.count()).isEqualTo(2);
	}

	@Test
	void nextWhenItShallStopThenStopsAndGoesOnInTheNextRun() {
		for (int i = 0; i < 5; i++) {
			register("c" + i);
		}
		ReaperRuns runs = runs(false);
		assertThat(runs.next(() -> this.asked.size() >= 3).neverUsed()).isEqualTo(3);
		assertThat(runs.next(() -> false).neverUsed()).isEqualTo(2);
		assertThat(this.asked).doesNotHaveDuplicates();
	}

	private void register(String clientId) {
		this.registrations.insert(ClientReaperTests.registration(clientId, null));
	}

	private ReaperRuns runs(boolean observe) {
		return new ReaperRuns(new ReaperSettings(Duration.ofMinutes(10), Duration.ofDays(30), DAY, observe), 2,
				this.registrations, lifecycle(), this.uses, (limit) -> {
					this.searchesForOrphans++;
					return new Orphans(List.of(), List.of());
				}, this.clock);
	}

	private ClientLifecycle lifecycle() {
		return (ClientLifecycle) Proxy.newProxyInstance(ClientLifecycle.class.getClassLoader(),
				new Class<?>[] { ClientLifecycle.class }, (proxy, method, arguments) -> {
					String clientId = (String) arguments[0];
					this.asked.add(clientId);
					return switch (method.getName()) {
						case "isUnused" -> !this.kept.contains(clientId);
						case "deleteUnused" -> !this.kept.contains(clientId) && this.registrations.delete(clientId, 1);
						default -> throw new AssertionError(method);
					};
				});
	}

}
