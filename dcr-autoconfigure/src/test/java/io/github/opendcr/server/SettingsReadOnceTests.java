package io.github.opendcr.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository.JsonMapperRegisteredClientRowMapper;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SettingsReadOnce}, on rows that Spring wrote.
 */
class SettingsReadOnceTests {

	private final RowMapper<RegisteredClient> springs = new JsonMapperRegisteredClientRowMapper();

	private final RowMapper<RegisteredClient> mapper = SettingsReadOnce.of(this.springs);

	private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
		.generateUniqueName(true)
		.addScript(
				"org/springframework/security/oauth2/server/authorization/client/oauth2-registered-client-schema.sql")
		.build();

	private final JdbcTemplate jdbcTemplate = new JdbcTemplate(this.database);

	@BeforeEach
	void saveClients() {
		JdbcRegisteredClientRepository repository = new JdbcRegisteredClientRepository(this.jdbcTemplate);
		for (int minutes = 1; minutes <= 40; minutes++) {
			TokenSettings tokenSettings = TokenSettings.builder()
				.accessTokenTimeToLive(Duration.ofMinutes(minutes))
				.accessTokenFormat(OAuth2TokenFormat.REFERENCE)
				.idTokenSignatureAlgorithm(SignatureAlgorithm.ES256)
				.build();
			ClientSettings clientSettings = ClientSettings.builder()
				.requireProofKey(minutes % 2 == 0)
				.setting("application.tier", "tier " + minutes % 3)
				.build();
			repository.save(client(clientSettings, tokenSettings));
			repository.save(client(clientSettings, tokenSettings));
		}
	}

	@AfterEach
	void shutdown() {
		this.database.shutdown();
	}

	private static RegisteredClient client(ClientSettings clientSettings, TokenSettings tokenSettings) {
		return RegisteredClient.withId(UUID.randomUUID().toString())
			.clientId(UUID.randomUUID().toString())
			.clientIdIssuedAt(Instant.EPOCH)
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("https://client.example/callback")
			.clientSettings(clientSettings)
			.tokenSettings(tokenSettings)
			.build();
	}

	private List<RegisteredClient> read(RowMapper<RegisteredClient> rows) {
		return this.jdbcTemplate.query("SELECT * FROM oauth2_registered_client ORDER BY id", rows);
	}

	@Test
	void mapRowWhenSettingsAreTheSameOrOthersThenClientsAreThoseOfSpring() {
		List<RegisteredClient> expected = read(this.springs);
		assertThat(expected).hasSize(80);
		for (int round = 0; round < 3; round++) {
			assertThat(read(this.mapper)).usingRecursiveComparison().isEqualTo(expected);
		}
	}

	@Test
	void mapRowWhenSettingsAreTheSameThenTheirJsonIsNotReadAgain() {
		List<RegisteredClient> clients = this.jdbcTemplate
			.query("SELECT * FROM oauth2_registered_client ORDER BY token_settings", this.mapper);
		for (int i = 0; i < clients.size(); i += 2) {
			assertThat(ttl(clients.get(i))).isSameAs(ttl(clients.get(i + 1)));
		}
	}

	private static Duration ttl(RegisteredClient client) {
		return client.getTokenSettings().getAccessTokenTimeToLive();
	}

	@Test
	void ofWhenMapperIsTheApplicationsThenItIsLeftAlone() {
		RowMapper<RegisteredClient> own = (row, number) -> this.springs.mapRow(row, number);
		assertThat(SettingsReadOnce.of(own)).isSameAs(own);
	}

}
