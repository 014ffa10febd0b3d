package io.github.opendcr.lifecycle;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExpiredClientReaper}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExpiredClientReaperTests {

	private final InMemoryClientRegistrationStore store = new InMemoryClientRegistrationStore(
			new InMemoryTransactions());

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
		ExpiredClientReaper reaper = new ExpiredClientReaper(new ReaperSettings(Duration.ofMillis(1), 2), this.store,
				lifecycle(), Clock.systemUTC());
		reaper.start();
		try {
			// the line comes after the last deletion
			Awaitility.await().forever().untilAsserted(() -> {
				assertThat(this.store.findPage(null, null, 100)).extracting(ClientRegistration::clientId)
					.containsExactly("bad0", "bad1", "bad2", "bad3", "bad4");
				assertThat(output).contains("5 expired clients could not be deleted", "The first is bad0");
			});
		}
		finally {
			reaper.stop();
		}
		assertThat(output).doesNotContain("bad1");
	}

	// Deletes from the store, except what is bad
	private ClientLifecycle lifecycle() {
		return (ClientLifecycle) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ClientLifecycle.class }, (proxy, method, arguments) -> {
					String clientId = (String) arguments[0];
					if (clientId.startsWith("bad")) {
						throw new IllegalStateException("failed");
					}
					return this.store.delete(clientId, 1);
				});
	}

}
