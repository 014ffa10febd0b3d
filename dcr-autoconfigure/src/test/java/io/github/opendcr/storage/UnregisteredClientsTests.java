package io.github.opendcr.storage;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnregisteredClients}, in memory; those of databases are in
 * {@code AdoptionContract}.
 */
class UnregisteredClientsTests {

	private final StorageInMemory memory = new StorageInMemory();

	private final UnregisteredClients unregistered = this.memory.clients.unregistered();

	private final RegisteredClient found = this.memory.repository.findById("left-over");

	private final ClientRegistration registration = StorageInMemory.registration("left-over");

	@Test
	void findThenTheHalfOfTheApplication() {
		assertThat(this.unregistered.find("left-over")).isEqualTo(this.found);
		assertThat(this.unregistered.find("unknown")).isNull();
		assertThat(this.unregistered.find(" ")).isNull();
	}

	@Test
	void adoptThenItIsRegisteredAsItShallBe() {
		RegisteredClient named = named();
		assertThat(this.unregistered.adopt(this.found, named, this.registration, this::tell)).isTrue();
		assertThat(this.memory.clients.find("left-over")).isEqualTo(new StoredClient(this.registration, named));
		assertThat(this.memory.told).containsExactly("register", "adopted");
		assertThat(this.memory.hasTraceOf("register")).isTrue();
	}

	@Test
	void adoptWhenItIsNoLongerAsItWasFoundThenNothing() {
		this.memory.repository.save(RegisteredClient.from(this.found).clientName("Changed").build());
		assertThat(this.unregistered.adopt(this.found, named(), this.registration, this::tell)).isFalse();
		assertThat(this.unregistered.find("left-over").getClientName()).isEqualTo("Changed");
		assertNothingIsWritten("left-over");
	}

	@Test
	void adoptWhenItIsGoneThenNothing() {
		RegisteredClient gone = StorageInMemory.client("gone");
		assertThat(this.unregistered.adopt(gone, gone, StorageInMemory.registration("gone"), this::tell)).isFalse();
		assertNothingIsWritten("gone");
	}

	private void assertNothingIsWritten(String clientId) {
		assertThat(this.memory.clients.find(clientId)).isNull();
		assertThat(this.memory.told).containsExactly("register");
		assertThat(this.memory.hasTraceOf("register")).isFalse();
	}

	private RegisteredClient named() {
		return RegisteredClient.from(this.found).clientName("Named").build();
	}

	private void tell() {
		this.memory.told.add("adopted");
	}

}
