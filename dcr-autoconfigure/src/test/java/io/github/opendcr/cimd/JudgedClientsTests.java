package io.github.opendcr.cimd;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JudgedClients}.
 */
class JudgedClientsTests {

	private static final int MAX_CLIENTS = 10_000;

	private final JudgedClients judged = new JudgedClients();

	@Test
	void hasThenTheVersionThatWasJudged() {
		ClientRegistration client = client(1);
		assertThat(this.judged.has(client)).isFalse();
		assertThat(this.judged.add(client)).isTrue();
		assertThat(this.judged.has(client)).isTrue();
		assertThat(this.judged.has(client.updated(ClientMetadata.empty(), null, Instant.EPOCH))).isFalse();
		assertThat(this.judged.has(client(2))).isFalse();
	}

	@Test
	void addWhenNothingCameOfItThenFalse() {
		assertThat(this.judged.add(null)).isFalse();
		assertThat(this.judged.has(null)).isFalse();
	}

	@Test
	void addWhenThereAreTooManyThenTheOneThatWasAskedForLeastIsForgotten() {
		for (int i = 0; i < MAX_CLIENTS; i++) {
			this.judged.add(client(i));
		}
		assertThat(this.judged.has(client(0))).isTrue();
		this.judged.add(client(MAX_CLIENTS));
		assertThat(this.judged.has(client(1))).isFalse();
		assertThat(this.judged.has(client(0))).isTrue();
		assertThat(this.judged.has(client(MAX_CLIENTS))).isTrue();
	}

	private static ClientRegistration client(int number) {
		return new ClientRegistration("client-" + number, "id-" + number, ClientMetadata.empty(), null, Instant.EPOCH,
				Instant.EPOCH, Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, null);
	}

}
