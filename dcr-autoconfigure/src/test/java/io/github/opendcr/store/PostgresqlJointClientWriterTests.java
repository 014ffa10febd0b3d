package io.github.opendcr.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.server.ClientWriter;
import io.github.opendcr.server.ClientWriter.StoredClient;
import io.github.opendcr.server.ClientWriter.StoredInformation;
import io.github.opendcr.server.SpringTables;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JdbcJointClientWriter} on PostgreSQL: each call does all or nothing by
 * itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class PostgresqlJointClientWriterTests {

	private static final List<String> TABLES = List.of("dcr_client_registration", "oauth2_registered_client",
			"oauth2_authorization", "oauth2_authorization_consent");

	private static final String SCOPE = TestRegistrations.token("hash").scope();

	private JdbcTemplate jdbcTemplate;

	private ClientWriter writer;

	private JdbcClientRegistrationStore store;

	private JdbcRegisteredClientRepository clients;

	private ConcurrentCalls calls;

	@BeforeAll
	void createTables() {
		this.jdbcTemplate = new JdbcTemplate(
				TestDatabases.postgresql().runScript("schema").createSpringTables().dataSource());
		SpringTables springTables = new SpringTables(this.jdbcTemplate,
				new JdbcRegisteredClientRepository.JsonMapperRegisteredClientParametersMapper(),
				new JdbcRegisteredClientRepository.JsonMapperRegisteredClientRowMapper());
		this.writer = new JdbcJointClientWriter(this.jdbcTemplate, springTables, true, true);
		this.store = new JdbcClientRegistrationStore(this.jdbcTemplate);
		this.clients = new JdbcRegisteredClientRepository(this.jdbcTemplate);
	}

	@BeforeEach
	void empty() {
		this.calls = new ConcurrentCalls();
		for (String table : TABLES) {
			this.jdbcTemplate.update("DELETE FROM " + table);
		}
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
		this.writer.insert(client(registration, "Before"), registration);
		return registration;
	}

	private void insertedWithSecret(String clientId, @Nullable Instant expiresAt) {
		ClientRegistration registration = TestRegistrations.registration(clientId, "hash");
		this.writer.insert(RegisteredClient.from(client(registration, "Confidential"))
			.clientSecret("secret of " + clientId)
			.clientSecretExpiresAt(expiresAt)
			.build(), registration);
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
		return this.writer.find(clientId, Objects::nonNull);
	}

	private @Nullable StoredInformation read(String clientId) {
		return this.writer.read(clientId, Objects::nonNull);
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
			.isThrownBy(() -> this.writer.insert(sameId, registration));
		RegisteredClient otherId = RegisteredClient.from(client(registration, "Other")).id("another").build();
		ClientRegistration taken = TestRegistrations.registration("client", "hash");
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> this.writer.insert(otherId, taken));
		assertThat(rows("dcr_client_registration")).isEqualTo(1);
		assertThat(rows("oauth2_registered_client")).isEqualTo(1);
	}

	@Test
	void insertWhenClientIdCanBeNobodysThenRefused() {
		ClientRegistration registration = TestRegistrations.registration("x\0", "hash");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.writer.insert(client(registration, "Name"), registration));
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
	void readThenTellsWhatFindDoes() {
		inserted("public");
		Instant expiresAt = Instant.parse("2030-01-02T03:04:05Z");
		insertedWithSecret("confidential", null);
		insertedWithSecret("expiring", expiresAt);
		assertThat(List.of("public", "confidential", "expiring"))
			.allSatisfy((id) -> assertThat(read(id)).isEqualTo(find(id).information()));
		assertThat(read("public").confidential()).isFalse();
		assertThat(read("confidential")).returns(true, StoredInformation::confidential)
			.returns(null, StoredInformation::clientSecretExpiresAt);
		assertThat(read("expiring")).returns(true, StoredInformation::confidential)
			.returns(expiresAt, StoredInformation::clientSecretExpiresAt);
	}

	@Test
	void readWhenTheApplicationRemovedTheClientThenItIsNotPresent() {
		ClientRegistration registration = inserted("client");
		this.jdbcTemplate.update("DELETE FROM oauth2_registered_client");
		assertThat(read("client")).isEqualTo(new StoredInformation(registration, false, false, null));
	}

	@Test
	void readWhenNotManageableOrUnknownThenNothingIsReturned() {
		ClientRegistration registration = inserted("client");
		assertThat(this.writer.read("client", (found) -> !registration.equals(found))).isNull();
		assertThat(this.writer.read("other", (found) -> {
			assertThat(found).isNull();
			return false;
		})).isNull();
		assertThat(read("Client")).isNull();
		assertThat(read("x\0")).isNull();
	}

	@Test
	void readWhenRowsAreReadByTheApplicationThenAsItsMapperSays() {
		ClientRegistration registration = inserted("client");
		RegisteredClient kept = RegisteredClient.from(client(registration, "Elsewhere")).clientSecret("kept").build();
		ClientWriter writer = new JdbcJointClientWriter(this.jdbcTemplate, new SpringTables(this.jdbcTemplate,
				new JdbcRegisteredClientRepository.JsonMapperRegisteredClientParametersMapper(), (row, number) -> kept),
				true, true);
		assertThat(writer.read("client", Objects::nonNull).confidential()).isTrue();
	}

	@Test
	void updateThenBothHalvesAreNew() {
		ClientRegistration after = TestRegistrations.updated(inserted("client"), "next");
		inserted("other");
		assertThat(this.writer.update(client(after, "After"), after, "hash")).isTrue();
		assertThat(this.store.findByClientId("client")).isEqualTo(after);
		assertThat(this.clients.findByClientId("client").getClientName()).isEqualTo("After");
		assertThat(this.clients.findByClientId("other").getClientName()).isEqualTo("Before");
	}

	@Test
	void updateWhenTokenOrStatusIsAnotherOrTheClientIsGoneThenNothingIsWritten() {
		ClientRegistration before = inserted("client");
		ClientRegistration after = TestRegistrations.updated(before, "next");
		RegisteredClient client = client(after, "After");
		assertThat(this.writer.update(client, after, "wrong")).isFalse();
		this.jdbcTemplate.update("UPDATE dcr_client_registration SET status = 'DISABLED'");
		assertThat(this.writer.update(client, after, "hash")).isFalse();
		assertThat(this.clients.findByClientId("client").getClientName()).isEqualTo("Before");
		this.jdbcTemplate.update("UPDATE dcr_client_registration SET status = 'ACTIVE'");
		this.jdbcTemplate.update("DELETE FROM oauth2_registered_client");
		assertThat(this.writer.update(client, after, "hash")).isFalse();
		assertThat(this.store.findByClientId("client")).isEqualTo(before);
	}

	@Test
	void updateWhenManyAtOnceThenOneSucceedsInBothHalves() throws Exception {
		ClientRegistration before = inserted("client");
		List<Boolean> results = this.calls.atOnce(8, (i) -> {
			ClientRegistration after = TestRegistrations.updated(before, "hash" + i);
			return this.writer.update(client(after, "Client with hash" + i), after, "hash");
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
		assertThat(this.writer.delete(null, registration, "wrong")).isFalse();
		assertThat(rows("oauth2_authorization")).isEqualTo(2);
		assertThat(this.writer.delete(null, registration, "hash")).isTrue();
		assertThat(find("client")).isNull();
		assertThat(find("other")).isNotNull();
		assertOneRowInEachTable();
	}

	@Test
	void deleteWhenAnyTokenWillDoThenTheClientGoes() {
		ClientRegistration registration = inserted("client");
		inserted("other");
		assertThat(this.writer.delete(null, registration, null)).isTrue();
		assertThat(this.writer.delete(null, registration, null)).isFalse();
		assertThat(find("client")).isNull();
		assertThat(find("other")).isNotNull();
	}

	@Test
	void deleteByTokenThenTheClientGoesWithAllThatWasGrantedToItAlone() {
		ClientRegistration registration = inserted("client");
		grantSomethingTo(registration);
		grantSomethingTo(inserted("other"));
		assertThat(this.writer.deleteByToken("client", "hash", SCOPE)).isEqualTo(registration);
		assertThat(this.writer.deleteByToken("client", "hash", SCOPE)).isNull();
		assertThat(find("other")).isNotNull();
		assertOneRowInEachTable();
	}

	@ParameterizedTest
	@CsvSource({ "client, wrong, dcr:registration", "Client, hash, dcr:registration", "client, hash, other",
			"other, hash, dcr:registration", "x\0, hash, dcr:registration" })
	void deleteByTokenWhenItIsNotTheClientsThenNothingIsDeleted(String clientId, String hash, String scope) {
		grantSomethingTo(inserted("client"));
		assertThat(this.writer.deleteByToken(clientId, hash, scope)).isNull();
		assertOneRowInEachTable();
	}

	@ParameterizedTest
	@ValueSource(strings = { "token_expires_at = 4102444800000", "expires_at = 4102444800000",
			"issuer = 'https://as.example/one'", "metadata = '{\"software_statement\":\"eyJ\"}'" })
	void deleteByTokenWhenThereIsMoreToJudgeThenNothingIsDeleted(String more) {
		grantSomethingTo(inserted("client"));
		this.jdbcTemplate.update("UPDATE dcr_client_registration SET " + more);
		assertThat(this.writer.deleteByToken("client", "hash", SCOPE)).isNull();
		assertOneRowInEachTable();
	}

	@Test
	void deleteByTokenWhenClientHasStatementAsWrittenThenNothingIsDeleted() {
		ClientRegistration plain = TestRegistrations.registration("client", "hash");
		ClientRegistration registration = plain.updated(ClientMetadata.of(Map.of("software_statement", "eyJ")),
				plain.registrationAccessToken(), plain.updatedAt());
		this.writer.insert(client(registration, "Name"), registration);
		assertThat(this.writer.deleteByToken("client", "hash", SCOPE)).isNull();
		assertThat(find("client")).isNotNull();
	}

	@Test
	void deleteByTokenWhenTheApplicationRemovedTheClientThenTheRegistrationIsForgotten() {
		inserted("client");
		this.jdbcTemplate.update("DELETE FROM oauth2_registered_client");
		assertThat(this.writer.deleteByToken("client", "hash", SCOPE)).isNull();
		assertThat(find("client")).isNull();
	}

	@Test
	void deleteByTokenWhenManyAtOnceThenOneSucceeds() throws Exception {
		inserted("client");
		assertThat(this.calls.atOnce(8, (i) -> this.writer.deleteByToken("client", "hash", SCOPE) != null))
			.containsOnlyOnce(true);
		assertThat(rows("oauth2_registered_client")).isZero();
	}

	@Test
	void findWhenNotManageableThenNothingIsReturned() {
		ClientRegistration registration = inserted("client");
		assertThat(this.writer.find("client", (found) -> !registration.equals(found))).isNull();
	}

	@Test
	void deleteWhenManyAtOnceThenOneSucceeds() throws Exception {
		ClientRegistration registration = inserted("client");
		assertThat(this.calls.atOnce(8, (i) -> this.writer.delete(null, registration, "hash"))).containsOnlyOnce(true);
		assertThat(rows("oauth2_registered_client")).isZero();
	}

	@Test
	void revokeThenWhatWasGrantedGoesAndTheClientStays() {
		ClientRegistration registration = inserted("client");
		grantSomethingTo(registration);
		grantSomethingTo(inserted("other"));
		this.writer.revoke(registration, client(registration, "Name"));
		assertThat(find("client").client()).isNotNull();
		assertThat(rows("oauth2_authorization")).isEqualTo(1);
		assertThat(rows("oauth2_authorization_consent")).isEqualTo(1);
	}

}
