package io.github.opendcr.storage;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClientRemoval}, in memory; those of databases are in the contracts.
 */
class ClientRemovalTests {

	private final StorageInMemory memory = new StorageInMemory();

	private final ClientStorage storage = this.memory.clients;

	private final ClientRemoval removal = this.storage.removal();

	@Test
	void deleteThenWithAllThatWasGranted() {
		StoredClient inserted = this.memory.insert("a");
		assertThat(this.removal.countGrants(inserted.client())).containsEntry("authorizations", 1L);
		// something is granted as long as the deletion isn't committed
		assertThat(this.removal.delete(inserted, () -> this.memory.grant("a"))).isTrue();
		assertThat(this.memory.told).containsExactly("register", "delete");
		assertThat(this.memory.hasTraceOf("delete")).isTrue();
		assertThat(this.storage.find("a")).isNull();
		assertThat(this.memory.repository.findById("a")).isNull();
		assertThat(this.memory.isGranted("a")).isFalse();
	}

	@Test
	void deleteWhenAnotherWasFirstThenNothing() {
		StoredClient inserted = this.memory.insert("a");
		StoredClient late = new StoredClient(StorageInMemory.after(inserted.registration()), inserted.client());
		assertThat(this.removal.delete(late)).isFalse();
		assertThat(this.removal.delete(late, () -> this.memory.told.add("deleted"))).isFalse();
		assertThat(this.memory.told).containsExactly("register", "delete", "delete");
		assertThat(this.memory.hasTraceOf("delete")).isFalse();
		assertThat(this.storage.find("a")).isEqualTo(inserted);
		assertThat(this.memory.isGranted("a")).isTrue();
	}

	@Test
	void deleteUnlessWhenInUseThenItStays() {
		StoredClient inserted = this.memory.insert("a");
		assertThat(this.removal.deleteUnless(inserted, () -> true)).isFalse();
		assertThat(this.storage.find("a")).isEqualTo(inserted);
		assertThat(this.memory.isGranted("a")).isTrue();
		assertThat(this.removal.deleteUnless(inserted, () -> false)).isTrue();
		assertThat(this.storage.find("a")).isNull();
	}

	@Test
	void deleteWhenClientsCannotBeRemovedThenFailsUnlessTheApplicationRemovedIt() {
		ClientStorage unknown = this.memory.over(unknown(this.memory.repository));
		StoredClient inserted = this.memory.insert("a");
		assertThat(unknown.removal().missing()).hasSize(1);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> unknown.removal().delete(inserted))
			.withMessage(unknown.removal().missing().get(0));
		assertThat(unknown.find("a")).isEqualTo(inserted);
		assertThat(unknown.removal().delete(new StoredClient(inserted.registration(), null))).isTrue();
		assertThat(unknown.find("a")).isNull();
		assertThat(this.memory.repository.findById("a")).isEqualTo(inserted.client());
	}

	@Test
	void hasGrantsUnlessItIsKnownThatNothingCounts() {
		RegisteredClient client = this.memory.insert("a").client();
		assertThat(this.removal.hasGrants(client, StorageInMemory.NOW)).as("waits for a user").isFalse();
		ClientStorage unknown = new ClientStorage(TestServices.of(this.memory.repository), this.memory.registrations,
				null, (removed) -> {
				}, new RegistrationTransactions(TransactionOperations.withoutTransaction(), null), null, List.of());
		assertThat(unknown.removal().hasGrants(client, StorageInMemory.NOW)).isTrue();
		assertThat(unknown.removal().countGrants(client)).isEmpty();
	}

	@Test
	void findOrphansThenHalvesWithoutTheOther() {
		this.memory.insert("a");
		assertThat(this.removal.findOrphans(10).registrations()).containsExactly("trace-of-register");
		assertThat(this.removal.findOrphans(10).clients()).containsExactly("left-over");
	}

	private static RegisteredClientRepository unknown(RegisteredClientRepository repository) {
		return new RegisteredClientRepository() {

			@Override
			public void save(RegisteredClient client) {
				repository.save(client);
			}

			@Override
			public @Nullable RegisteredClient findById(String id) {
				return repository.findById(id);
			}

			@Override
			public @Nullable RegisteredClient findByClientId(String clientId) {
				return repository.findByClientId(clientId);
			}

		};
	}

}
