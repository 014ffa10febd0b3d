package io.github.opendcr.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.RegistrationException;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClientRows}: what it writes is what the repository would.
 */
class ClientRowsTests {

	private JdbcTemplate jdbcTemplate;

	@BeforeEach
	void createTables() {
		TestDatabase database = TestDatabases.h2();
		database.createSpringTables();
		this.jdbcTemplate = new JdbcTemplate(database.dataSource());
	}

	@Test
	void insertWhenJdbcThenAsTheRepositoryWouldHaveSaved() {
		assertWritesAsSaved(new JdbcRegisteredClientRepository(this.jdbcTemplate), JdbcRows.class);
	}

	@Test
	void insertWhenInMemoryThenAsTheRepositoryWouldHaveSaved() {
		assertWritesAsSaved(new InMemoryRegisteredClientRepository(client("other").build()), InMemoryRows.class);
	}

	@Test
	void updateWhenClientIsGoneThenItStaysGone() {
		for (RegisteredClientRepository repository : List.of(new JdbcRegisteredClientRepository(this.jdbcTemplate),
				new InMemoryRegisteredClientRepository(client("other").build()))) {
			ClientRows.of(repository, null).update(client("gone").build());
			assertThat(repository.findByClientId("gone")).isNull();
		}
	}

	// useAffectedRows of MySQL and MariaDB
	@Test
	void updateWhenTheDriverDoesNotCountRowsThatStayTheSameThenTheClientIsThere() {
		JdbcTemplate uncounted = new JdbcTemplate(Objects.requireNonNull(this.jdbcTemplate.getDataSource())) {

			@Override
			public int update(String sql, PreparedStatementSetter setter) {
				return super.update(sql, setter) - 1;
			}

		};
		RegisteredClientRepository repository = new JdbcRegisteredClientRepository(uncounted);
		new JdbcRegisteredClientRepository(this.jdbcTemplate).save(client("same").build());
		assertThat(ClientRows.of(repository, null).update(client("same").build())).isTrue();
		assertThat(ClientRows.of(repository, null).update(client("gone").build())).isFalse();
	}

	@Test
	void ofWhenSubclassThenItsOwnSave() {
		List<String> saved = new ArrayList<>();
		RegisteredClientRepository subclass = new JdbcRegisteredClientRepository(this.jdbcTemplate) {

			@Override
			public void save(RegisteredClient registeredClient) {
				saved.add(registeredClient.getClientId());
			}

		};
		ClientRows rows = ClientRows.of(subclass, null);
		rows.insert(client("a").build());
		rows.update(client("b").build());
		assertThat(saved).containsExactly("a", "b");
	}

	@Test
	void ofWhenRepositoryLosesMembersThenRefusedUntilTheyAreSeenToBeKept() {
		AtomicBoolean loses = new AtomicBoolean(true);
		RegisteredClientRepository repository = new JdbcRegisteredClientRepository(this.jdbcTemplate) {

			@Override
			public void save(RegisteredClient client) {
				super.save(loses.get() ? RegisteredClient.from(client).scopes(Set::clear).build() : client);
			}

		};
		ClientRows rows = ClientRows.of(repository, null);
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> rows.insert(client("inserted").build()))
			.satisfies((refused) -> assertThat(refused.getMember()).isEqualTo("scope"));
		RegisteredClient without = client("updated").scopes(Set::clear).build();
		rows.insert(without);
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> rows.update(client("updated").clientName("After").build()));
		assertThat(repository.findById("id-updated")).isEqualTo(without);
		loses.set(false);
		rows.insert(client("kept").build());
		loses.set(true); // nobody looks any more
		assertThat(rows.update(client("kept").build())).isTrue();
	}

	@Test
	void insertWhenRepositoryLosesTheEndOfASecretThenAnotherMethodIsAskedFor() {
		RegisteredClientRepository repository = new JdbcRegisteredClientRepository(this.jdbcTemplate) {

			@Override
			public void save(RegisteredClient client) {
				super.save(RegisteredClient.from(client).clientSecretExpiresAt(null).build());
			}

		};
		ClientRows rows = ClientRows.of(repository, null);
		rows.insert(client("endless").build());
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> rows.insert(client("a").clientSecretExpiresAt(Instant.MAX).build()))
			.satisfies((refused) -> assertThat(refused.getMember()).isEqualTo("token_endpoint_auth_method"));
	}

	@Test
	void ofWhenRepositoryLagsBehindOrAnswersSomethingElseThenNobodyIsRefused() {
		RegisteredClient before = client("a").build();
		for (RegisteredClient found : Arrays.asList(null, before, client("other").scopes(Set::clear).build())) {
			ClientRows rows = ClientRows.of(new Answering(found), null);
			rows.insert(before);
			assertThat(rows.update(client("a").scope("more").build())).isTrue();
		}
	}

	@Test
	void ofWhenABeanRemovesThenTheRestIsTheRepositorys() {
		InMemoryRegisteredClientRepository repository = new InMemoryRegisteredClientRepository(client("a").build());
		List<String> removed = new ArrayList<>();
		ClientRows rows = ClientRows.of(repository, (client) -> removed.add(client.getClientId()));
		rows.insert(client("b").build());
		RegisteredClient named = client("a").clientName("Named").build();
		assertThat(rows.update(named)).isTrue();
		assertThat(rows.update(client("gone").build())).isFalse();
		assertThat(rows.all()).containsExactlyInAnyOrder(named, client("b").build());
		rows.remove(named);
		assertThat(removed).containsExactly("a");
		assertThat(repository.findById("id-a")).isEqualTo(named);
		assertThat(ClientRows.of(new JdbcRegisteredClientRepository(this.jdbcTemplate), null).all()).isNull();
	}

	@Test
	void insertWhenInMemoryAndTheClientIdIsTakenThenRefused() {
		ClientRows rows = ClientRows.of(new InMemoryRegisteredClientRepository(client("a").build()), null);
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> rows.insert(client("a").id("another").build()));
		assertThat(rows.all()).containsExactly(client("a").build());
	}

	private static void assertWritesAsSaved(RegisteredClientRepository repository, Class<? extends ClientRows> type) {
		ClientRows rows = ClientRows.of(repository, null);
		assertThat(rows).isInstanceOf(type);
		RegisteredClient saved = client("saved").build();
		repository.save(saved);
		RegisteredClient written = client("written").build();
		rows.insert(written);
		assertThat(repository.findByClientId("written")).isEqualTo(repository.findById("id-written"))
			.isEqualTo(written);
		assertThat(repository.findByClientId("written").getClientSettings())
			.isEqualTo(repository.findByClientId("saved").getClientSettings());
		RegisteredClient updated = RegisteredClient.from(written)
			.clientName("Renamed")
			.redirectUri("https://client.example/other")
			.clientSecret("{noop}new")
			.build();
		rows.update(updated);
		assertThat(repository.findByClientId("written")).isEqualTo(updated);
		assertThat(repository.findById("id-saved")).isEqualTo(saved);
	}

	private static RegisteredClient.Builder client(String clientId) {
		return RegisteredClient.withId("id-" + clientId)
			.clientId(clientId)
			.clientIdIssuedAt(Instant.parse("2026-01-01T00:00:00Z"))
			.clientSecret("{noop}" + clientId)
			.clientName(clientId)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("https://client.example/cb")
			.scope("openid")
			.clientSettings(ClientSettings.builder().requireProofKey(true).build());
	}

	/**
	 * Saves nothing.
	 *
	 * @param found what it always finds
	 */
	private record Answering(RegisteredClient found) implements RegisteredClientRepository {

		@Override
		public void save(RegisteredClient registeredClient) {
		}

		@Override
		public RegisteredClient findById(String id) {
			return this.found;
		}

		@Override
		public RegisteredClient findByClientId(String clientId) {
			return this.found;
		}

	}

}
