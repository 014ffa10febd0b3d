package io.github.opendcr.storage;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.store.JdbcClientQuotaStore;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.store.TestRegistrations;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link OneStatement} on PostgreSQL: each call does all or nothing by itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresqlOneStatementTests {

	private static final List<String> TABLES = List.of("dcr_client_registration", "oauth2_registered_client",
			"oauth2_authorization", "oauth2_authorization_consent");

	private static final List<String> TABLES_FOR_SEARCHES = List.of("dcr_client_term", "dcr_client_term_progress");

	private static final String SCOPE = TestRegistrations.token("hash").scope();

	private JdbcTemplate jdbcTemplate;

	private ClientPlaces places;

	private JdbcClientRegistrationStore store;

	private JdbcRegisteredClientRepository clients;

	private JdbcClientQuotaStore quotas;

	private ConcurrentCalls calls;

	private final AtomicInteger mapped = new AtomicInteger();

	@BeforeAll
	void createTables() {
		this.jdbcTemplate = new JdbcTemplate(
				TestDatabases.postgresql().runScript("schema").createSpringTables().dataSource());
		this.clients = new JdbcRegisteredClientRepository(this.jdbcTemplate);
		this.quotas = new JdbcClientQuotaStore(this.jdbcTemplate);
	}

	// knows nothing of the tests before
	@BeforeEach
	void createPlaces() {
		SpringTables springTables = new SpringTables(this.jdbcTemplate,
				new JdbcRegisteredClientRepository.JsonMapperRegisteredClientParametersMapper(),
				counted(new JdbcRegisteredClientRepository.JsonMapperRegisteredClientRowMapper()));
		this.store = new JdbcClientRegistrationStore(this.jdbcTemplate);
		TwoPlaces others = new TwoPlaces(this.clients, new JdbcRows(springTables), this.store,
				new Grants(List.of(), List.of(), List.of()));
		this.places = new OneStatement(others, this.jdbcTemplate, springTables, true, true, this.quotas);
	}

	private RowMapper<RegisteredClient> counted(RowMapper<RegisteredClient> rows) {
		return (row, number) -> {
			this.mapped.incrementAndGet();
			return rows.mapRow(row, number);
		};
	}

	@BeforeEach
	void empty() {
		this.calls = new ConcurrentCalls();
		for (String table : TABLES) {
			this.jdbcTemplate.update("DELETE FROM " + table);
		}
		TABLES_FOR_SEARCHES.forEach((table) -> this.jdbcTemplate.update("DELETE FROM " + table));
	}

	@AfterEach
	void close() {
		this.calls.close();
	}

	private static RegisteredClient client(ClientRegistration registration, String name) {
		return RegisteredClient.withId(registration.registeredClientId())
			.clientId(registration.clientId())
			.clientIdIssuedAt(registration.issuedAt())
			.clientName(name)
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("https://client.example/cb")
			.build();
	}

	private ClientRegistration inserted(String clientId) {
		ClientRegistration registration = TestRegistrations.registration(clientId, "hash");
		this.places.insert(client(registration, "Before"), registration);
		return registration;
	}

	private void grantSomethingTo(ClientRegistration registration) {
		this.jdbcTemplate.update(
				"INSERT INTO oauth2_authorization (id, registered_client_id, principal_name, "
						+ "authorization_grant_type) VALUES (?, ?, 'user', 'authorization_code')",
				registration.clientId(), registration.registeredClientId());
		this.jdbcTemplate.update("INSERT INTO oauth2_authorization_consent (registered_client_id, principal_name, "
				+ "authorities) VALUES (?, 'user', 'SCOPE_openid')", registration.registeredClientId());
	}

	private @Nullable StoredClient find(String clientId) {
		return this.places.find(clientId);
	}

	private int rows(String table) {
		return this.jdbcTemplate.queryForObject("SELECT count(*) FROM " + table, Integer.class);
	}

	private void assertOneRowInEachTable() {
		assertThat(TABLES).allSatisfy((table) -> assertThat(rows(table)).isEqualTo(1));
	}

	@Test
	void insertThenBothHalvesAreAsEachStoreReadsThem() {
		ClientRegistration registration = inserted("client");
		assertThat(this.store.findByClientId("client")).isEqualTo(registration);
		assertThat(this.clients.findByClientId("client")).isEqualTo(this.clients.findById("id-of-client"));
		assertThat(find("client")).isEqualTo(new StoredClient(registration, this.clients.findById("id-of-client")));
	}

	@Test
	void insertWhenOneHalfIsTakenThenNeitherIsWritten() {
		inserted("client");
		ClientRegistration registration = TestRegistrations.registration("other", "hash");
		RegisteredClient sameId = RegisteredClient.from(client(registration, "Other")).id("id-of-client").build();
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> this.places.insert(sameId, registration));
		RegisteredClient otherId = RegisteredClient.from(client(registration, "Other")).id("another").build();
		ClientRegistration taken = TestRegistrations.registration("client", "hash");
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> this.places.insert(otherId, taken));
		assertThat(rows("dcr_client_registration")).isEqualTo(1);
		assertThat(rows("oauth2_registered_client")).isEqualTo(1);
	}

	@Test
	void insertAtOnceThenTakesAPlaceOrWritesNothing() {
		ClientQuota quota = new ClientQuota("total", 3, "");
		this.quotas.replaceAll(Map.of());
		assertThat(insertAtOnce("uncounted", quota)).isFalse();
		this.quotas.set(quota, 1);
		assertThat(insertAtOnce("client", quota)).isTrue();
		assertThat(find("client")).isEqualTo(new StoredClient(TestRegistrations.registration("client", "hash"),
				this.clients.findById("id-of-client")));
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> insertAtOnce("client", quota));
		assertThat(this.quotas.get(quota)).isEqualTo(2);
		assertThat(insertAtOnce("last", quota)).isTrue();
		assertThat(insertAtOnce("one-too-many", quota)).isFalse();
		assertThat(this.quotas.get(quota)).isEqualTo(3);
		assertThat(rows("dcr_client_registration")).isEqualTo(2);
		assertThat(rows("oauth2_registered_client")).isEqualTo(2);
	}

	@Test
	void insertWhenTheIndexHasPassedItsTimeThenIsInIt() {
		ClientQuota quota = new ClientQuota("total", 3, "");
		this.quotas.replaceAll(Map.of(quota, 0L));
		Clock later = Clock.fixed(TestRegistrations.ISSUED_AT.plusSeconds(3600), ZoneOffset.UTC);
		inserted("new");
		assertThat(insertAtOnce("new-and-counted", quota)).isTrue();
		assertThat(rows("dcr_client_term")).isZero();
		this.store.termIndex(TransactionOperations.withoutTransaction(), later).accept(() -> false);
		int terms = rows("dcr_client_term");
		assertThat(terms).isPositive();
		inserted("late");
		assertThat(insertAtOnce("late-and-counted", quota)).isTrue();
		assertThat(rows("dcr_client_term")).isEqualTo(2 * terms);
	}

	@Test
	void insertAtOnceWhenTheLimitIsAnotherThenWritesNothing() {
		this.quotas.replaceAll(Map.of(new ClientQuota("total", 3, ""), 1L));
		assertThat(insertAtOnce("client", new ClientQuota("total", 4, ""))).isFalse();
		assertThat(rows("dcr_client_registration")).isZero();
	}

	@Test
	void insertAtOnceWhenManyAtOnceThenNoMoreThanThereArePlaces() throws Exception {
		ClientQuota quota = new ClientQuota("total", 1024, "");
		this.quotas.replaceAll(Map.of(quota, 1016L));
		List<Boolean> results = this.calls.atOnce(24, (i) -> insertAtOnce("client" + i, quota));
		assertThat(rows("dcr_client_registration"))
			.isEqualTo((int) results.stream().filter((inserted) -> inserted).count())
			.isBetween(1, 8);
		assertThat(this.quotas.get(quota)).isEqualTo(1016 + rows("oauth2_registered_client"));
	}

	private boolean insertAtOnce(String clientId, ClientQuota quota) {
		ClientRegistration registration = TestRegistrations.registration(clientId, "hash");
		return this.places.insertAtOnce(client(registration, "Client"), registration, quota);
	}

	@Test
	void insertWhenClientIdCanBeNobodysThenRefused() {
		ClientRegistration registration = TestRegistrations.registration("x\0", "hash");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.places.insert(client(registration, "Name"), registration));
		assertThat(find("x\0")).isNull();
	}

	@Test
	void findWhenTheApplicationRemovedTheClientThenTheRegistrationIsAlone() {
		ClientRegistration registration = inserted("client");
		this.jdbcTemplate.update("DELETE FROM oauth2_registered_client");
		assertThat(find("client")).isEqualTo(new StoredClient(registration, null));
		assertThat(find("Client")).isNull();
	}

	@Test
	void findByTokenThenBothHalvesOfItsClient() {
		inserted("client");
		assertThat(this.places.findByToken("client", "hash")).isEqualTo(find("client")).isNotNull();
		assertThat(this.places.findByToken("x\0", "hash")).isNull();
	}

	@Test
	void findByTokenWhenItIsNoneOfTheClientsThenNothingOfItIsRead() {
		inserted("client");
		int mapped = this.mapped.get();
		assertThat(this.places.findByToken("client", "another")).isNull();
		assertThat(this.places.findByToken("unknown", "hash")).isNull();
		assertThat(this.mapped).hasValue(mapped);
		assertThat(find("client")).isNotNull();
		assertThat(this.mapped).hasValueGreaterThan(mapped);
	}

	@Test
	void updateThenBothHalvesAreNew() {
		ClientRegistration before = inserted("client");
		ClientRegistration after = TestRegistrations.updated(before, "next");
		inserted("other");
		assertThat(this.places.update(client(after, "After"), before, after)).isTrue();
		assertThat(this.store.findByClientId("client")).isEqualTo(after);
		assertThat(this.clients.findByClientId("client").getClientName()).isEqualTo("After");
		assertThat(this.clients.findByClientId("other").getClientName()).isEqualTo("Before");
	}

	@Test
	void updateWhenVersionIsAnotherOrTheClientIsGoneThenNothingIsWritten() {
		ClientRegistration before = inserted("client");
		ClientRegistration after = TestRegistrations.updated(before, "next");
		RegisteredClient client = client(after, "After");
		assertThat(this.places.update(client, after, after)).isFalse();
		assertThat(this.clients.findByClientId("client").getClientName()).isEqualTo("Before");
		this.jdbcTemplate.update("DELETE FROM oauth2_registered_client");
		assertThat(this.places.update(client, before, after)).isFalse();
		assertThat(this.store.findByClientId("client")).isEqualTo(before);
	}

	@Test
	void updateWhenManyAtOnceThenOneSucceedsInBothHalves() throws Exception {
		ClientRegistration before = inserted("client");
		List<Boolean> results = this.calls.atOnce(8, (i) -> {
			ClientRegistration after = TestRegistrations.updated(before, "hash" + i);
			return this.places.update(client(after, "Client with hash" + i), before, after);
		});
		assertThat(results).containsOnlyOnce(true);
		assertThat(this.clients.findByClientId("client").getClientName())
			.isEqualTo(this.store.findByClientId("client").metadata().getClientName());
	}

	@Test
	void deleteThenTheClientGoesWithAllThatWasGrantedToItAlone() {
		ClientRegistration registration = inserted("client");
		grantSomethingTo(registration);
		grantSomethingTo(inserted("other"));
		assertThat(this.places
			.delete(new StoredClient(registration.withStatus(registration.status(), Instant.EPOCH), null))).isFalse();
		assertThat(rows("oauth2_authorization")).isEqualTo(2);
		assertThat(this.places.delete(new StoredClient(registration, null))).isTrue();
		assertThat(find("client")).isNull();
		assertThat(find("other")).isNotNull();
		assertOneRowInEachTable();
	}

	@Test
	void deleteWhenManyAtOnceThenOneSucceeds() throws Exception {
		ClientRegistration registration = inserted("client");
		assertThat(this.calls.atOnce(8, (i) -> this.places.delete(new StoredClient(registration, null))))
			.containsOnlyOnce(true);
		assertThat(rows("oauth2_registered_client")).isZero();
	}

	@Test
	void revokeThenWhatWasGrantedGoesAndTheClientStays() {
		ClientRegistration registration = inserted("client");
		grantSomethingTo(registration);
		grantSomethingTo(inserted("other"));
		this.places.revoke(client(registration, "Name"));
		assertThat(find("client").client()).isNotNull();
		assertThat(rows("oauth2_authorization")).isEqualTo(1);
		assertThat(rows("oauth2_authorization_consent")).isEqualTo(1);
	}

}
