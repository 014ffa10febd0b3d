package io.github.opendcr.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.store.TestRegistrations;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TwoPlaces}, in no transaction.
 */
@ExtendWith(OutputCaptureExtension.class)
class TwoPlacesTests {

	private final InMemoryClientRegistrationStore registrations = new InMemoryClientRegistrationStore(
			new InMemoryTransactions());

	private final ClientRegistration registration = StorageInMemory.registration("a");

	private final RegisteredClient client = StorageInMemory.client("a");

	private final List<String> revoked = new ArrayList<>();

	private final Grants grants = new Grants(List.of((client) -> this.revoked.add(client.getId())), List.of(),
			List.of());

	private TwoPlaces places(RegisteredClientRepository repository) {
		return new TwoPlaces(repository, ClientRows.of(repository, null), this.registrations, this.grants);
	}

	@Test
	void atOnceThenNever() {
		TwoPlaces places = places(new InMemoryRegisteredClientRepository(this.client));
		assertThat(places.writeAtOnce()).isFalse();
		assertThat(places.deleteAtOnce()).isFalse();
	}

	@Test
	void findClientWhenTheRepositoryFindsAnotherThenNone() {
		assertThat(places(new Finding(this.client)).findClient(this.registration)).isEqualTo(this.client);
		for (RegisteredClient other : List.of(RegisteredClient.from(this.client).id("b").build(),
				RegisteredClient.from(this.client).clientId("b").build())) {
			assertThat(places(new Finding(other)).findClient(this.registration)).isNull();
		}
		assertThat(places(new Finding(null)).findClient(this.registration)).isNull();
	}

	@Test
	void findByTokenThenBothHalvesOfItsClient() {
		ClientRegistration registered = TestRegistrations.registration("a", "hash");
		RegisteredClient found = RegisteredClient.from(this.client).id(registered.registeredClientId()).build();
		this.registrations.insert(registered);
		assertThat(places(new Finding(found)).findByToken("a", "hash")).isEqualTo(new StoredClient(registered, found));
		assertThat(places(new Finding(found)).findByToken("a", "another")).isNull();
	}

	@Test
	void insertWhenTheRepositoryLosesSomethingThenTheClientGoesIfItCan() {
		Losing repository = new Losing();
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> places(repository).insert(this.client, this.registration));
		assertThat(repository.findById("a")).isNull();
		Finding unknown = new Finding(RegisteredClient.from(this.client)
			.authorizationGrantTypes(Set::clear)
			.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
			.build());
		this.registrations.delete("a", this.registration.version());
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> places(unknown).insert(this.client, this.registration));
	}

	// It lags behind, perhaps
	@Test
	void deleteWhenTheClientWasNotFoundThenItGoesWithAllThatWasGranted() {
		InMemoryRegisteredClientRepository repository = new InMemoryRegisteredClientRepository(this.client);
		this.registrations.insert(this.registration);
		assertThat(places(repository).delete(new StoredClient(this.registration, null))).isTrue();
		assertThat(repository.findById("a")).isNull();
		assertThat(repository.findByClientId("a")).isNull();
		assertThat(this.revoked).containsExactly("a");
	}

	@Test
	void changeStatusWhenTheApplicationRemovedTheClientThenTheRegistrationAlone() {
		this.registrations.insert(this.registration);
		ClientRegistration after = StorageInMemory.after(this.registration);
		assertThat(places(new Finding(null)).changeStatus(after, this.registration.version())).isTrue();
		assertThat(this.registrations.findByClientId("a")).isEqualTo(after);
	}

	@Test
	void revokeWhenSomethingCannotBeRemovedThenSaysSo(CapturedOutput output) {
		RegisteredClientRepository repository = new InMemoryRegisteredClientRepository(this.client);
		places(repository).revoke(this.client);
		assertThat(this.revoked).containsExactly("a");
		assertThat(output.toString()).doesNotContain("lives until it expires");
		Grants some = new Grants(this.grants.removals(), List.of(), List.of("No bean."));
		TwoPlaces places = new TwoPlaces(repository, ClientRows.of(repository, null), this.registrations, some);
		places.revoke(this.client);
		assertThat(this.revoked).containsExactly("a", "a");
		assertThat(output.toString()).contains("client a lives until it expires. No bean.");
		assertThat(places.missing()).containsExactly("No bean.");
	}

	private static final class Losing extends JdbcRegisteredClientRepository {

		private Losing() {
			super(new JdbcTemplate(TestDatabases.h2().createSpringTables().dataSource()));
		}

		@Override
		public void save(RegisteredClient client) {
			super.save(RegisteredClient.from(client)
				.authorizationGrantTypes(Set::clear)
				.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
				.build());
		}

	}

	/**
	 * Saves nothing, and can remove nothing.
	 *
	 * @param found what it always finds
	 */
	private record Finding(@Nullable RegisteredClient found) implements RegisteredClientRepository {

		@Override
		public void save(RegisteredClient client) {
		}

		@Override
		public @Nullable RegisteredClient findById(String id) {
			return this.found;
		}

		@Override
		public @Nullable RegisteredClient findByClientId(String clientId) {
			return this.found;
		}

	}

}
