package io.github.opendcr.storage;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Orphans}, in memory; those of databases are in the contracts.
 */
class OrphansTests {

	private static final int PAGE_SIZE = 1000;

	private final InMemoryClientRegistrationStore registrations = new InMemoryClientRegistrationStore(
			new InMemoryTransactions());

	private final InMemoryRegisteredClientRepository repository = new InMemoryRegisteredClientRepository(
			client("by-hand", false));

	private final TwoPlaces places = new TwoPlaces(this.repository, ClientRows.of(this.repository, null),
			this.registrations, new Grants(List.of(), List.of(), List.of()));

	@Test
	void ofThenEachHalfWithoutTheOtherAndNoneThatNobodyRegistered() {
		addWhole("whole");
		assertThat(Orphans.of(this.places, 10)).isEqualTo(new Orphans(List.of(), List.of()));
		this.registrations.insert(registration("a"));
		assertThat(Orphans.of(this.places, 10)).isEqualTo(new Orphans(List.of("a"), List.of()));
		this.repository.save(client("b", true));
		assertThat(Orphans.of(this.places, 10)).isEqualTo(new Orphans(List.of("a"), List.of("b")));
	}

	@Test
	void ofWhenThereAreMoreThanTheLimitThenNoMore() {
		for (String id : List.of("a", "b", "c")) {
			this.registrations.insert(registration(id));
			this.repository.save(client("client-of-" + id, true));
		}
		Orphans orphans = Orphans.of(this.places, 2);
		assertThat(orphans.registrations()).containsExactly("a", "b");
		assertThat(orphans.clients()).hasSize(2);
	}

	@Test
	void ofWhenThereAreMorePagesThenOnAllOfThem() {
		for (int i = 0; i < PAGE_SIZE; i++) {
			addWhole("%04d".formatted(i));
		}
		this.registrations.insert(registration("last"));
		assertThat(Orphans.of(this.places, 10).registrations()).containsExactly("last");
	}

	@Test
	void ofWhenBothHalvesAreRowsOfOneDatabaseThenTheSame() {
		JdbcTemplate jdbcTemplate = jdbcTemplate();
		TwoPlaces rows = places(jdbcTemplate, jdbcTemplate);
		assertThat(Orphans.of(rows, 10)).isEqualTo(new Orphans(List.of(), List.of()));
		for (String id : List.of("a", "b", "c")) {
			rows.registrations().insert(registration(id));
			rows.repository().save(client("client-of-" + id, true));
		}
		Orphans orphans = Orphans.of(rows, 10);
		assertThat(orphans.registrations()).containsExactlyInAnyOrder("a", "b", "c");
		assertThat(orphans.clients()).containsExactlyInAnyOrder("client-of-a", "client-of-b", "client-of-c");
		orphans = Orphans.of(rows, 2);
		assertThat(orphans.registrations()).hasSize(2);
		assertThat(orphans.clients()).hasSize(2);
	}

	@Test
	void ofWhenTheHalvesAreInTwoDatabasesThenOfTheRegistrationsOneByOne() {
		TwoPlaces apart = places(jdbcTemplate(), jdbcTemplate());
		apart.registrations().insert(registration("a"));
		assertThat(Orphans.of(apart, 10)).isEqualTo(new Orphans(List.of("a"), List.of()));
	}

	// A whole client, and one that nobody registered
	private static TwoPlaces places(JdbcTemplate clients, JdbcTemplate registrations) {
		RegisteredClientRepository repository = new JdbcRegisteredClientRepository(clients);
		repository.save(client("whole", true));
		repository.save(client("by-hand", false));
		ClientRegistrationStore store = new JdbcClientRegistrationStore(registrations);
		store.insert(registration("whole"));
		return new TwoPlaces(repository, ClientRows.of(repository, null), store,
				new Grants(List.of(), List.of(), List.of()));
	}

	private static JdbcTemplate jdbcTemplate() {
		return new JdbcTemplate(TestDatabases.h2().runScript("schema").createSpringTables().dataSource());
	}

	private void addWhole(String id) {
		this.registrations.insert(registration(id));
		this.repository.save(client(id, true));
	}

	private static ClientRegistration registration(String id) {
		return new ClientRegistration(id, id, ClientMetadata.empty(), null, Instant.EPOCH, Instant.EPOCH,
				Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, null);
	}

	private static RegisteredClient client(String id, boolean dynamic) {
		ClientSettings.Builder settings = ClientSettings.builder();
		if (dynamic) {
			DynamicClients.mark(settings, ClientStatus.ACTIVE, null);
		}
		return RegisteredClient.withId(id)
			.clientId(id)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.clientSettings(settings.build())
			.build();
	}

}
