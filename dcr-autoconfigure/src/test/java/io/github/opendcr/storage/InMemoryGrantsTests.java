package io.github.opendcr.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InMemoryGrants}.
 */
class InMemoryGrantsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant ISSUED = NOW.minus(Duration.ofHours(2));

	private static final RegisteredClient ONE = client("one");

	private static final RegisteredClient OTHER = client("other");

	private final InMemoryOAuth2AuthorizationService authorizations = new InMemoryOAuth2AuthorizationService();

	private final InMemoryOAuth2AuthorizationConsentService consents = new InMemoryOAuth2AuthorizationConsentService();

	@ParameterizedTest
	@CsvSource({ "-1, false", "0, false", "1, true" })
	void anyCountsUntilTheLastOfItsTokensEnds(long seconds, boolean counts) {
		Instant end = NOW.plusSeconds(seconds);
		OAuth2Token ended = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "ended", ISSUED,
				NOW.minusSeconds(60));
		for (OAuth2Token last : List.of(new OAuth2RefreshToken("last", ISSUED, end),
				new OAuth2AuthorizationCode("last", ISSUED, end), new OAuth2DeviceCode("last", ISSUED, end),
				new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "last", ISSUED, end))) {
			InMemoryOAuth2AuthorizationService service = new InMemoryOAuth2AuthorizationService();
			service.save(authorization("1", ONE, ended));
			service.save(authorization("2", ONE, last));
			assertThat(InMemoryGrants.lookUp(service).anyCounts(ONE, NOW)).as("%s", last.getClass()).isEqualTo(counts);
			assertThat(InMemoryGrants.lookUp(service).anyCounts(OTHER, NOW)).isFalse();
		}
	}

	@Test
	void anyCountsWhenATokenNeverEndsThenTrueAndWithoutAnyFalse() {
		this.authorizations.save(authorization("1", ONE, new OAuth2RefreshToken("endless", ISSUED)));
		this.authorizations.save(authorization("2", OTHER, null));
		assertThat(InMemoryGrants.lookUp(this.authorizations).anyCounts(ONE, NOW)).isTrue();
		assertThat(InMemoryGrants.lookUp(this.authorizations).anyCounts(OTHER, NOW)).isFalse();
	}

	@Test
	void countThenThoseOfTheClient() {
		this.authorizations.save(authorization("1", ONE, new OAuth2RefreshToken("r1", ISSUED)));
		this.authorizations.save(authorization("2", ONE, null));
		this.consents.save(consent(ONE));
		Grants.LookUp authorizations = InMemoryGrants.lookUp(this.authorizations);
		Grants.LookUp consents = InMemoryGrants.lookUp(this.consents);
		assertThat(authorizations.count(ONE)).isEqualTo(Map.of("authorizations", 2L));
		assertThat(authorizations.count(OTHER)).isEqualTo(Map.of("authorizations", 0L));
		assertThat(consents.count(ONE)).isEqualTo(Map.of("consents", 1L));
		assertThat(consents.anyCounts(ONE, NOW)).isTrue();
		assertThat(consents.anyCounts(OTHER, NOW)).isFalse();
	}

	@Test
	void removalThenTheOtherClientsStay() {
		for (RegisteredClient client : List.of(ONE, OTHER)) {
			this.authorizations.save(authorization(client.getId(), client, null));
			this.authorizations
				.save(authorization(client.getId() + "-waits", client, new OAuth2RefreshToken(client.getId(), ISSUED)));
			this.consents.save(consent(client));
		}
		InMemoryGrants.of(this.authorizations).accept(ONE);
		InMemoryGrants.of(this.consents).accept(ONE);
		assertThat(this.authorizations.findById("one")).isNull();
		assertThat(this.authorizations.findById("one-waits")).isNull();
		assertThat(this.consents.findById("one", "user")).isNull();
		assertThat(this.authorizations.findById("other")).isNotNull();
		assertThat(this.authorizations.findById("other-waits")).isNotNull();
		assertThat(this.consents.findById("other", "user")).isNotNull();
	}

	@Test
	void ofWhenAnotherServiceThenNull() {
		assertThat(InMemoryGrants.of("another")).isNull();
		assertThat(InMemoryGrants.lookUp("another")).isNull();
	}

	private static OAuth2Authorization authorization(String id, RegisteredClient client, @Nullable OAuth2Token token) {
		OAuth2Authorization.Builder authorization = OAuth2Authorization.withRegisteredClient(client)
			.id(id)
			.principalName("user")
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE);
		return ((token != null) ? authorization.token(token) : authorization.attribute("state", id)).build();
	}

	private static OAuth2AuthorizationConsent consent(RegisteredClient client) {
		return OAuth2AuthorizationConsent.withId(client.getId(), "user")
			.authorities((all) -> all.addAll(Set.of(new SimpleGrantedAuthority("SCOPE_openid"))))
			.build();
	}

	private static RegisteredClient client(String id) {
		return RegisteredClient.withId(id)
			.clientId("client-" + id)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.build();
	}

}
