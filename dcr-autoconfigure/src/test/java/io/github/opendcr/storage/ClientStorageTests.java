package io.github.opendcr.storage;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.client.Unavailability;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClientStorage}, in memory; those of databases are in the contracts.
 */
class ClientStorageTests {

	private final StorageInMemory memory = new StorageInMemory();

	private final ClientStorage storage = this.memory.clients;

	@Test
	void insertThenBothHalvesWithWhatTheConstraintsWrote() {
		StoredClient inserted = this.memory.insert("a");
		assertThat(this.storage.find("a")).isEqualTo(inserted);
		assertThat(this.storage.findByToken("a", "hash")).isNull();
		assertThat(this.memory.told).containsExactly("register");
		assertThat(this.memory.hasTraceOf("register")).isTrue();
	}

	@Test
	void insertWhenRefusedThenNothing() {
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> this.storage.insert(StorageInMemory.client("a"), StorageInMemory.registration("a"),
					List.of(StorageInMemory.refusing())));
		assertThat(this.storage.find("a")).isNull();
		assertThat(this.memory.repository.findById("a")).isNull();
		assertThat(this.memory.hasTraceOf("register")).isFalse();
	}

	@Test
	void rehearseThenAllAreAskedAndNothingStays() {
		ClientRegistration registration = StorageInMemory.registration("a");
		this.storage.rehearse(registration, List.of());
		assertThat(this.memory.told).containsExactly("register");
		assertThat(this.memory.hasTraceOf("register")).isFalse();
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> this.storage.rehearse(registration, List.of(StorageInMemory.refusing())));
	}

	@Test
	void updateThenWhatWasGrantedEndsIfItShall() {
		StoredClient inserted = this.memory.insert("a");
		ClientRegistration after = StorageInMemory.after(inserted.registration());
		RegisteredClient named = RegisteredClient.from(inserted.client()).clientName("Named").build();
		assertThat(this.storage.update(named, inserted.registration(), after, false, List.of())).isTrue();
		assertThat(this.storage.find("a")).isEqualTo(new StoredClient(after, named));
		assertThat(this.memory.isGranted("a")).isTrue();
		assertThat(this.memory.hasTraceOf("update-1-2")).isTrue();
		assertThat(this.storage.update(named, after, StorageInMemory.after(after), true, List.of())).isTrue();
		assertThat(this.memory.isGranted("a")).isFalse();
	}

	@Test
	void updateWhenAnotherWasFirstThenNothing() {
		StoredClient inserted = this.memory.insert("a");
		ClientRegistration late = StorageInMemory.after(inserted.registration());
		RegisteredClient named = RegisteredClient.from(inserted.client()).clientName("Named").build();
		assertThat(this.storage.update(named, late, StorageInMemory.after(late), true, List.of())).isFalse();
		assertThat(this.storage.find("a")).isEqualTo(inserted);
		assertThat(this.memory.isGranted("a")).isTrue();
		assertThat(this.memory.told).containsExactly("register", "update-2-3");
		assertThat(this.memory.hasTraceOf("update-2-3")).isFalse();
	}

	@Test
	void replaceThenTheRegistrationAloneIfItsVersionIsTheSame() {
		StoredClient inserted = this.memory.insert("a");
		ClientRegistration other = inserted.registration().withAsked(ClientMetadata.of(Map.of("scope", "all")));
		assertThat(this.storage.replace(StorageInMemory.after(other))).isFalse();
		assertThat(this.storage.find("a")).isEqualTo(inserted);
		assertThat(this.storage.replace(other)).isTrue();
		assertThat(this.storage.find("a")).isEqualTo(new StoredClient(other, inserted.client()));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			DISABLED, DISABLED, false
			PENDING,  PENDING,  false
			ACTIVE,   -,        true""")
	void changeStatusThenWhatWasGrantedStaysOnlyToAClientThatMayBeUsed(ClientStatus status,
			@Nullable Unavailability reason, boolean stays) {
		StoredClient inserted = this.memory.insert("a");
		ClientRegistration after = inserted.registration().withStatus(status, StorageInMemory.NOW);
		// something is granted as long as the change isn't committed
		assertThat(this.storage.changeStatus(inserted.registration(), after, () -> this.memory.grant("a"))).isTrue();
		StoredClient changed = this.storage.find("a");
		assertThat(changed.registration()).isEqualTo(after);
		assertThat(DynamicClients.unavailability(changed.client(), StorageInMemory.NOW)).isEqualTo(reason);
		assertThat(this.memory.isGranted("a")).isEqualTo(stays);
	}

	@Test
	void changeStatusWhenAnotherWasFirstThenNothing() {
		StoredClient inserted = this.memory.insert("a");
		ClientRegistration late = StorageInMemory.after(inserted.registration());
		assertThat(this.storage.changeStatus(late, late.withStatus(ClientStatus.DISABLED, StorageInMemory.NOW),
				() -> this.memory.told.add("changed")))
			.isFalse();
		assertThat(this.storage.find("a")).isEqualTo(inserted);
		assertThat(this.memory.isGranted("a")).isTrue();
		assertThat(this.memory.told).containsExactly("register");
	}

	@Test
	void changeStatusWhenTheApplicationRemovedTheClientThenOfTheRegistrationAlone() {
		ClientRegistration before = StorageInMemory.registration("a");
		this.memory.registrations.insert(before);
		ClientRegistration after = before.withStatus(ClientStatus.DISABLED, StorageInMemory.NOW);
		assertThat(this.storage.changeStatus(before, after, () -> this.memory.told.add("changed"))).isTrue();
		assertThat(this.storage.find("a")).isEqualTo(new StoredClient(after, null));
		assertThat(this.memory.told).containsExactly("changed");
	}

	@Test
	void withUnusedIdentifiersWhenTheFirstAreTakenThenMakesOthers() {
		Iterator<String> identifiers = List.of("left-over", "a").iterator();
		assertThat(this.storage.<String>withUnusedIdentifiers(() -> {
			String id = identifiers.next();
			this.storage.insert(StorageInMemory.client(id), StorageInMemory.registration(id), List.of());
			return id;
		})).isEqualTo("a");
		assertThat(this.storage.find("left-over")).isNull();
	}

	@Test
	void inTransactionThenReturnsWhatCameOfItOrNothingIsWritten() {
		assertThat(this.storage.<String>inTransaction(() -> "done")).isEqualTo("done");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.storage.inTransaction(() -> {
			this.memory.registrations.insert(StorageInMemory.registration("a"));
			throw new IllegalStateException("made up");
		}));
		assertThat(this.storage.find("a")).isNull();
	}

}
