package io.github.opendcr.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientStatus;
import io.github.opendcr.server.DynamicClients;
import io.github.opendcr.store.TestDatabases;
import io.github.opendcr.store.TestDatabases.TestDatabase;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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

	// Otherwise a client that waits for approval would be one like any other
	@Test
	void ofWhenRepositoryForgetsSettingsThenRestrictedClientsAreNotWritten() {
		RegisteredClientRepository forgetful = new JdbcRegisteredClientRepository(this.jdbcTemplate) {

			@Override
			public RegisteredClient findById(String id) {
				return RegisteredClient.from(super.findById(id))
					.clientSettings(ClientSettings.builder().requireProofKey(true).build())
					.build();
			}

		};
		ClientRows rows = ClientRows.of(forgetful, null);
		rows.insert(marked("a", ClientStatus.ACTIVE, null));
		assertThatIllegalStateException().isThrownBy(() -> rows.insert(marked("b", ClientStatus.PENDING, null)))
			.withMessageContaining("getSettings()");
		assertThatIllegalStateException().isThrownBy(() -> rows.update(marked("a", ClientStatus.DISABLED, null)));
		assertThatIllegalStateException()
			.isThrownBy(() -> rows.insert(marked("c", ClientStatus.ACTIVE, Instant.parse("2026-01-01T00:00:00Z"))));
		ClientRows faithful = new RepositoryRows(new JdbcRegisteredClientRepository(this.jdbcTemplate));
		faithful.insert(marked("d", ClientStatus.PENDING, Instant.parse("2026-01-01T00:00:00.123Z")));
		faithful.update(marked("d", ClientStatus.DISABLED, Instant.parse("2026-01-01T00:00:00.123Z")));
	}

	private static RegisteredClient marked(String clientId, ClientStatus status, Instant expiresAt) {
		ClientSettings.Builder settings = ClientSettings.builder();
		DynamicClients.mark(settings, status, expiresAt);
		return client(clientId).clientSettings(settings.build()).build();
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

}
