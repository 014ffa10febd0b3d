package io.github.opendcr.lifecycle;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.idempotency.IdempotentRequest;
import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.idempotency.KeptAnswers;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.storage.Orphans;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryStores;
import io.github.opendcr.store.InMemoryTransactions;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientReaper}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClientReaperTests {

	private final InMemoryTransactions transactions = new InMemoryTransactions();

	private final InMemoryClientRegistrationStore store = new InMemoryClientRegistrationStore(this.transactions);

	private final IdempotentRequestStore requests = new InMemoryStores(this.transactions).idempotentRequests();

	static ClientRegistration registration(String clientId, Instant expiresAt) {
		return new ClientRegistration(clientId, clientId, ClientMetadata.empty(), null, Instant.EPOCH, Instant.EPOCH,
				Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, expiresAt);
	}

	@Test
	void reapWhenTheOldestCannotBeDeletedThenOthersAreAndOneLineSaysSo(CapturedOutput output) {
		for (int i = 0; i < 5; i++) {
			this.store.insert(registration("bad" + i, Instant.EPOCH.plusSeconds(i)));
			this.store.insert(registration("good" + i, Instant.EPOCH.plusSeconds(100 + i)));
		}
		reaper(this.store, lifecycle()).work(() -> false);
		assertThat(this.store.findPage(null, null, 100)).extracting(ClientRegistration::clientId)
			.containsExactly("bad0", "bad1", "bad2", "bad3", "bad4");
		assertThat(output).contains("5 clients could not be deleted", "The first is bad0");
		assertThat(output).doesNotContain("bad1");
	}

	@Test
	void reapThenAnswersThatWereKeptLongEnoughAreForgotten() {
		for (int i = 0; i < 250; i++) {
			this.requests.insert(new IdempotentRequest("over" + i, "answer", Instant.EPOCH));
		}
		this.requests.insert(new IdempotentRequest("kept", "answer", Instant.now().plus(Duration.ofHours(1))));
		reaper(this.store, lifecycle()).work(() -> false);
		assertThat(this.requests.removeExpired(Instant.now(), 1)).isZero();
		assertThat(this.requests.find("kept")).isNotNull();
	}

	@Test
	void reapWhenNoneCanBeDeletedThenEachIsReadOnceInARun() {
		insertBad();
		assertThat(rowsOfOneRun(lifecycle())).isEqualTo(100);
	}

	@Test
	void reapWhenNothingRemovesClientsThenNoMoreThanOnePageIsRead(CapturedOutput output) {
		insertBad();
		assertThat(rowsOfOneRun(proxy(ClientLifecycle.class, (arguments) -> {
			throw new UnsupportedOperationException("Add a bean.");
		}))).isEqualTo(2);
		assertThat(output).contains("Expired or unused clients can't be deleted. Add a bean.");
	}

	@Test
	void reapThenIsTimedByOutcomeAndSaysWhatItRemoved() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		ClientReaper reaper = reaper(this.store, lifecycle(), observations);
		assertThat(reaper.lastRun()).isNull();
		for (int i = 0; i < 3; i++) {
			this.store.insert(registration("good" + i, Instant.EPOCH));
		}
		reaper.work(() -> false);
		assertThat(reaper.removed()).isEqualTo(3);
		assertThat(reaper.lastRun().outcome()).isEqualTo(ClientReaper.Outcome.SUCCESS);
		this.store.insert(registration("bad", Instant.EPOCH));
		this.store.insert(registration("good", Instant.EPOCH));
		reaper.work(() -> false);
		assertThat(reaper.removed()).isEqualTo(4);
		assertThat(reaper.lastRun().outcome()).isEqualTo(ClientReaper.Outcome.INCOMPLETE);
		assertThat(reaper.lastRun().removed()).isEqualTo(1);
		for (String outcome : List.of("SUCCESS", "INCOMPLETE")) {
			assertThat(meters.get("dcr.reaper.runs").tag("outcome", outcome).timer().count()).isEqualTo(1);
		}
	}

	@Test
	void isAliveWhenStartedThenUntilItIsStopped() {
		ClientReaper reaper = reaper(this.store, lifecycle());
		assertThat(reaper.isAlive()).isFalse();
		reaper.start();
		assertThat(reaper.isAlive()).isTrue();
		reaper.stop();
		assertThat(reaper.isAlive()).isFalse();
	}

	private void insertBad() {
		for (int i = 0; i < 100; i++) {
			this.store.insert(registration("bad" + i, Instant.EPOCH.plusSeconds(i)));
		}
	}

	private int rowsOfOneRun(ClientLifecycle lifecycle) {
		AtomicInteger rows = new AtomicInteger();
		ClientRegistrationStore counted = proxy(ClientRegistrationStore.class, (arguments) -> {
			List<ClientRegistration> page = this.store.findExpired((Instant) arguments[0],
					(ClientRegistration) arguments[1], (Integer) arguments[2]);
			rows.addAndGet(page.size());
			return page;
		});
		reaper(counted, lifecycle).work(() -> false);
		return rows.get();
	}

	private ClientReaper reaper(ClientRegistrationStore store, ClientLifecycle lifecycle) {
		return reaper(store, lifecycle, ObservationRegistry.NOOP);
	}

	private ClientReaper reaper(ClientRegistrationStore store, ClientLifecycle lifecycle,
			ObservationRegistry observations) {
		ReaperSettings settings = new ReaperSettings(Duration.ofHours(1), null, null, false);
		ReaperRuns runs = new ReaperRuns(settings, 2, store, lifecycle, null,
				(limit) -> new Orphans(List.of(), List.of()), Clock.systemUTC());
		KeptAnswers kept = new KeptAnswers(this.requests, Duration.ofHours(1), Clock.systemUTC());
		return new ClientReaper(settings.interval(), runs, kept, new RegistrationEvents((event) -> {
		}), observations, Clock.systemUTC());
	}

	// Deletes from the store, except what is bad
	private ClientLifecycle lifecycle() {
		return proxy(ClientLifecycle.class, (arguments) -> {
			String clientId = (String) arguments[0];
			if (clientId.startsWith("bad")) {
				throw new IllegalStateException("failed");
			}
			return this.store.delete(clientId, 1);
		});
	}

	private static <T> T proxy(Class<T> type, Function<Object[], Object> method) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, called, arguments) -> method.apply(arguments)));
	}

}
