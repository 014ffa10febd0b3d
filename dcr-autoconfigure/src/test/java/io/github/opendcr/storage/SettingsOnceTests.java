package io.github.opendcr.storage;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository.JsonMapperRegisteredClientParametersMapper;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SettingsOnce}.
 */
class SettingsOnceTests {

	private final Function<RegisteredClient, List<SqlParameterValue>> springs = new JsonMapperRegisteredClientParametersMapper();

	private final Function<RegisteredClient, List<SqlParameterValue>> mapper = SettingsOnce.of(this.springs);

	private static RegisteredClient client(int number, ClientSettings clientSettings, TokenSettings tokenSettings) {
		return RegisteredClient.withId("id " + number)
			.clientId("client " + number)
			.clientIdIssuedAt(Instant.EPOCH)
			.clientName("Name " + number)
			.clientSecret("secret " + number)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("https://client.example/" + number)
			.scope("scope-" + number)
			.clientSettings(clientSettings)
			.tokenSettings(tokenSettings)
			.build();
	}

	private static List<String> values(List<SqlParameterValue> row) {
		return row.stream().map((value) -> value.getSqlType() + " " + value.getValue()).toList();
	}

	@Test
	void applyWhenSettingsAreTheSameOrOthersThenRowsAreThoseOfSpring() {
		ClientSettings consent = ClientSettings.builder().requireAuthorizationConsent(true).build();
		TokenSettings noReuse = TokenSettings.builder().reuseRefreshTokens(false).build();
		int number = 0;
		for (int round = 0; round < 3; round++) {
			for (ClientSettings clientSettings : List.of(consent, ClientSettings.builder().build())) {
				for (TokenSettings tokenSettings : List.of(noReuse, TokenSettings.builder().build())) {
					RegisteredClient client = client(number++, clientSettings, tokenSettings);
					assertThat(values(this.mapper.apply(client))).isEqualTo(values(this.springs.apply(client)));
					RegisteredClient next = client(number++, clientSettings, tokenSettings);
					assertThat(values(this.mapper.apply(next))).isEqualTo(values(this.springs.apply(next)));
				}
			}
		}
	}

	@Test
	void applyWhenSettingsAreTheSameThenTheirJsonIsNotWrittenAgain() {
		ClientSettings clientSettings = ClientSettings.builder().build();
		TokenSettings tokenSettings = TokenSettings.builder().build();
		Object first = this.mapper.apply(client(1, clientSettings, tokenSettings)).get(12).getValue();
		assertThat(this.mapper.apply(client(2, clientSettings, tokenSettings)).get(12).getValue()).isSameAs(first);
	}

	@Test
	void ofWhenMapperIsTheApplicationsThenItIsLeftAlone() {
		Function<RegisteredClient, List<SqlParameterValue>> own = (client) -> List.of();
		assertThat(SettingsOnce.of(own)).isSameAs(own);
	}

}
