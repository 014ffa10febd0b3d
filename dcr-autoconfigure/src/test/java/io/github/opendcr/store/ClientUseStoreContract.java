package io.github.opendcr.store;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.use.ClientUse;
import io.github.opendcr.use.ClientUseStore;
import io.github.opendcr.use.IdleClient;
import io.github.opendcr.use.IdlePage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link ClientUseStore} must do. A subclass supplies an empty store, and that
 * of the registrations beside it.
 */
public abstract class ClientUseStoreContract {

	private static final Instant START = Instant.parse("2026-03-29T00:30:00.123Z");

	protected abstract ClientUseStore store();

	protected abstract ClientRegistrationStore registrations();

	@Test
	void saveThenFirstAndLastUseAreFound() {
		register("c1", START);
		save("c1", START);
		assertThat(find("c1")).isEqualTo(new ClientUse("c1", START, START));
		save("c1", START.plus(ClientUseStore.PRECISION));
		assertThat(find("c1")).isEqualTo(new ClientUse("c1", START, START.plus(ClientUseStore.PRECISION)));
	}

	@Test
	void saveWhenWithinTheHourOrEarlierThenWhatIsStoredStays() {
		register("c1", START);
		save("c1", START);
		save("c1", START.plus(ClientUseStore.PRECISION).minusMillis(1));
		save("c1", START.minus(Duration.ofDays(1)));
		assertThat(find("c1")).isEqualTo(new ClientUse("c1", START, START));
	}

	@Test
	void saveWhenNotRegisteredThenIgnored() {
		register("c1", START);
		store().save(Map.of("c1", START, "gone", START));
		assertThat(store().find(List.of("c1", "gone", "other"))).containsOnlyKeys("c1");
	}

	@Test
	void saveWhenManyAtOnceThenEachIsKept() {
		register("c1", START);
		register("c2", START);
		register("C1", START);
		save("c2", START);
		store().save(Map.of("c1", START, "c2", START.plus(Duration.ofDays(1)), "C1", START.plusSeconds(1)));
		assertThat(store().find(List.of("c1", "c2", "C1")).values()).containsExactlyInAnyOrder(
				new ClientUse("c1", START, START), new ClientUse("c2", START, START.plus(Duration.ofDays(1))),
				new ClientUse("C1", START.plusSeconds(1), START.plusSeconds(1)));
	}

	@Test
	void findWhenItCanBeNoClientIdThenNothing() {
		assertThat(store().find(List.of())).isEmpty();
		assertThat(store().find(List.of("\0", "\ud83d", ""))).isEmpty();
	}

	@Test
	void findNeverUsedThenTheOldestFirstAndPageByPage() {
		register("c", START);
		register("b", START.plusSeconds(1));
		register("a", START.plusSeconds(1));
		register("used", START);
		register("young", START.plusSeconds(2));
		save("used", START);
		Instant until = START.plusSeconds(1);
		List<IdleClient> page = store().findNeverUsed(until, null, 2);
		assertThat(page).containsExactly(new IdleClient("c", START), new IdleClient("a", START.plusSeconds(1)));
		assertThat(store().findNeverUsed(until, page.get(1), 2))
			.containsExactly(new IdleClient("b", START.plusSeconds(1)));
		assertThat(store().findNeverUsed(START.plusSeconds(2), new IdleClient("b", START.plusSeconds(1)), 2))
			.containsExactly(new IdleClient("young", START.plusSeconds(2)));
	}

	@Test
	void lookForNeverUsedThenTheOldestFirstAndEachOnce() {
		Map<String, Instant> uses = new HashMap<>();
		int used = 2000;
		for (int i = 0; i < used; i++) {
			register("used" + i, START);
			uses.put("used" + i, START);
		}
		store().save(uses);
		register("b", START);
		register("a", START.plusSeconds(1));
		register("young", START.plusSeconds(2));
		Instant until = START.plusSeconds(1);
		IdlePage page = store().lookForNeverUsed(until, null, 1);
		assertThat(page.clients()).containsExactly(new IdleClient("b", START));
		page = store().lookForNeverUsed(until, page.next(), 2);
		assertThat(page).isEqualTo(new IdlePage(List.of(new IdleClient("a", START.plusSeconds(1))), null));
		assertThat(store().lookForNeverUsed(until, null, 2).clients()).hasSize(2);
		assertThat(store().lookForNeverUsed(until, null, 5).next()).isNull();
	}

	@Test
	void findUsedThenTheLongestAgoFirstAndPageByPage() {
		for (String clientId : List.of("c", "b", "a", "young", "never")) {
			register(clientId, START);
		}
		store().save(Map.of("c", START, "b", START.plusSeconds(1), "a", START.plusSeconds(1), "young",
				START.plusSeconds(2)));
		Instant until = START.plusSeconds(1);
		List<IdleClient> page = store().findUsed(until, null, 2);
		assertThat(page).containsExactly(new IdleClient("c", START), new IdleClient("a", START.plusSeconds(1)));
		assertThat(store().findUsed(until, page.get(1), 2)).containsExactly(new IdleClient("b", START.plusSeconds(1)));
		assertThat(store().findUsed(until, new IdleClient("b", START.plusSeconds(1)), 2)).isEmpty();
	}

	@Test
	void removeThenNeverUsed() {
		register("c1", START);
		save("c1", START);
		store().remove("c1");
		store().remove("c1");
		store().remove("\0");
		assertThat(store().find(List.of("c1"))).isEmpty();
		assertThat(store().findUsed(START, null, 1)).isEmpty();
		assertThat(store().findNeverUsed(START, null, 1)).hasSize(1);
	}

	private void register(String clientId, Instant issuedAt) {
		registrations().insert(new ClientRegistration(clientId, "id-of-" + clientId, ClientMetadata.empty(), null,
				issuedAt, issuedAt, Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, null));
	}

	private void save(String clientId, Instant usedAt) {
		store().save(Map.of(clientId, usedAt));
	}

	private ClientUse find(String clientId) {
		return store().find(List.of(clientId)).get(clientId);
	}

}
