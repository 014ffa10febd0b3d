package io.github.opendcr.storage;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.store.TestRegistrations;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OneStatement} with both tables of clients partitioned by
 * {@code client_id}: whatever it does with a client, it does in one partition of each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresqlPartitionedTablesTests {

	private static final int PARTITIONS = 4;

	private static final String LOCKED_PARTITIONS = "SELECT count(DISTINCT c.oid) FROM pg_locks l JOIN pg_class c "
			+ "ON c.oid = l.relation WHERE l.pid = pg_backend_pid() AND c.relispartition AND c.relkind = 'r'";

	private JdbcTemplate jdbcTemplate;

	private TransactionTemplate transaction;

	private ClientPlaces places;

	private ClientRegistration registration;

	@BeforeAll
	void createTables() {
		DataSource dataSource = TestDatabases.postgresql().runScript("schema").createSpringTables().dataSource();
		this.jdbcTemplate = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		partition("dcr_client_registration", "PRIMARY KEY (client_id)");
		partition("oauth2_registered_client", "PRIMARY KEY (id, client_id), UNIQUE (client_id)");
		SpringTables springTables = new SpringTables(this.jdbcTemplate,
				new JdbcRegisteredClientRepository.JsonMapperRegisteredClientParametersMapper(),
				new JdbcRegisteredClientRepository.JsonMapperRegisteredClientRowMapper());
		TwoPlaces others = new TwoPlaces(new JdbcRegisteredClientRepository(this.jdbcTemplate),
				new JdbcRows(springTables), new JdbcClientRegistrationStore(this.jdbcTemplate),
				new Grants(List.of(), List.of(), List.of()));
		this.places = new OneStatement(others, this.jdbcTemplate, springTables, true, true, null);
	}

	private void partition(String table, String keys) {
		this.jdbcTemplate.execute("ALTER TABLE " + table + " RENAME TO whole_" + table);
		this.jdbcTemplate.execute("CREATE TABLE " + table + " (LIKE whole_" + table + " INCLUDING DEFAULTS, " + keys
				+ ") PARTITION BY HASH (client_id)");
		for (int i = 0; i < PARTITIONS; i++) {
			this.jdbcTemplate.execute("CREATE TABLE " + table + "_" + i + " PARTITION OF " + table
					+ " FOR VALUES WITH (MODULUS " + PARTITIONS + ", REMAINDER " + i + ")");
		}
		this.jdbcTemplate.execute("DROP TABLE whole_" + table);
	}

	@BeforeEach
	void register() {
		List.of("dcr_client_registration", "oauth2_registered_client")
			.forEach((table) -> this.jdbcTemplate.update("DELETE FROM " + table));
		for (int i = 0; i < 2 * PARTITIONS; i++) {
			insert("client" + i);
		}
		this.registration = insert("client");
	}

	private ClientRegistration insert(String clientId) {
		ClientRegistration registration = TestRegistrations.registration(clientId, "hash");
		this.places.insert(client(registration), registration);
		return registration;
	}

	private static RegisteredClient client(ClientRegistration registration) {
		return RegisteredClient.withId(registration.registeredClientId())
			.clientId(registration.clientId())
			.clientIdIssuedAt(registration.issuedAt())
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("https://client.example/cb")
			.build();
	}

	// Others aren't even opened
	private <T> T inOnePartitionOfEach(Supplier<T> call) {
		return Objects.requireNonNull(this.transaction.execute((status) -> {
			T result = call.get();
			assertThat(this.jdbcTemplate.queryForObject(LOCKED_PARTITIONS, Integer.class)).isEqualTo(2);
			return result;
		}));
	}

	private int rows() {
		return this.jdbcTemplate.queryForObject(
				"SELECT count(*) FROM dcr_client_registration JOIN oauth2_registered_client USING (client_id)",
				Integer.class);
	}

	@Test
	void insertAndFindThenOnePartitionOfEach() {
		ClientRegistration other = inOnePartitionOfEach(() -> insert("other"));
		StoredClient found = inOnePartitionOfEach(() -> this.places.find("other"));
		assertThat(found.registration()).isEqualTo(other);
		assertThat(found.client()).isNotNull();
	}

	@Test
	void updateThenOnePartitionOfEach() {
		ClientRegistration after = TestRegistrations.updated(this.registration, "next");
		assertThat(inOnePartitionOfEach(() -> this.places.update(client(after), after, after))).isFalse();
		assertThat(inOnePartitionOfEach(() -> this.places.update(client(after), this.registration, after))).isTrue();
	}

	@Test
	void deleteThenOnePartitionOfEach() {
		int before = rows();
		assertThat(inOnePartitionOfEach(() -> this.places.delete(new StoredClient(this.registration, null)))).isTrue();
		assertThat(rows()).isEqualTo(before - 1);
	}

}
