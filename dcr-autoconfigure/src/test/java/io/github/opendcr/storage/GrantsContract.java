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

import io.github.opendcr.server.chain.TestServices;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link Grants} say of Spring's services, wherever these keep what they have.
 */
abstract class GrantsContract {

	static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	static final Instant ISSUED = NOW.minus(Duration.ofHours(2));

	static final RegisteredClient ONE = client("one");

	static final RegisteredClient OTHER = client("other");

	final InMemoryRegisteredClientRepository clients = new InMemoryRegisteredClientRepository(ONE, OTHER);

	abstract OAuth2AuthorizationService authorizations();

	abstract OAuth2AuthorizationConsentService consents();

	final Grants grants() {
		return Grants.of(TestServices.of(this.clients, authorizations(), consents()), null);
	}

	@ParameterizedTest
	@CsvSource({ "-1, false", "0, false", "1, true" })
	void anyCountsUntilTheLastOfItsTokensEnds(long seconds, boolean counts) {
		Instant end = NOW.plusSeconds(seconds);
		OAuth2Token ended = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "ended", ISSUED,
				NOW.minusSeconds(60));
		for (OAuth2Token last : List.of(new OAuth2RefreshToken("last", ISSUED, end),
				new OAuth2AuthorizationCode("last", ISSUED, end), new OAuth2DeviceCode("last", ISSUED, end),
				new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "last", ISSUED, end))) {
			authorizations().save(authorization("1", ONE, ended));
			authorizations().save(authorization("2", ONE, last));
			assertThat(grants().anyCounts(ONE, NOW)).as("%s", last.getClass()).isEqualTo(counts);
			assertThat(grants().anyCounts(OTHER, NOW)).isFalse();
			grants().removeAll(ONE);
			assertThat(grants().anyCounts(ONE, NOW)).isFalse();
		}
	}

	@Test
	void anyCountsWhenThereIsAConsentThenTrue() {
		consents().save(consent(ONE));
		assertThat(grants().anyCounts(ONE, NOW)).isTrue();
		assertThat(grants().anyCounts(OTHER, NOW)).isFalse();
	}

	@Test
	void anyCountsWhenItOnlyWaitsForAUserThenFalse() {
		authorizations().save(authorization("1", ONE, null));
		assertThat(grants().anyCounts(ONE, NOW)).isFalse();
	}

	@Test
	void countThenThoseOfTheClient() {
		authorizations().save(authorization("1", ONE, new OAuth2RefreshToken("r1", ISSUED, NOW)));
		authorizations().save(authorization("2", ONE, null));
		consents().save(consent(ONE));
		assertThat(grants().count(ONE)).isEqualTo(Map.of("authorizations", 2L, "consents", 1L));
		assertThat(grants().count(OTHER)).isEqualTo(Map.of("authorizations", 0L, "consents", 0L));
	}

	@Test
	void removeAllThenThoseOfOtherClientsStay() {
		for (RegisteredClient client : List.of(ONE, OTHER)) {
			authorizations().save(authorization(client.getId() + "-waits", client, null));
			authorizations()
				.save(authorization(client.getId(), client, new OAuth2RefreshToken(client.getId(), ISSUED, NOW)));
			consents().save(consent(client));
		}
		assertThat(grants().missing()).isEmpty();
		grants().removeAll(ONE);
		assertThat(authorizations().findById("one")).isNull();
		assertThat(authorizations().findById("one-waits")).isNull();
		assertThat(consents().findById("one", "user")).isNull();
		assertThat(authorizations().findById("other")).isNotNull();
		assertThat(authorizations().findById("other-waits")).isNotNull();
		assertThat(consents().findById("other", "user")).isNotNull();
	}

	/**
	 * Return what is asked to remove each by itself: it may keep more than its target.
	 */
	@SuppressWarnings("unchecked")
	static <T> T proxied(T service) {
		return (T) new ProxyFactory(service).getProxy();
	}

	static OAuth2Authorization authorization(String id, RegisteredClient client, @Nullable OAuth2Token token) {
		OAuth2Authorization.Builder authorization = OAuth2Authorization.withRegisteredClient(client)
			.id(id)
			.principalName("user")
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE);
		return ((token != null) ? authorization.token(token) : authorization.attribute("state", id)).build();
	}

	static OAuth2AuthorizationConsent consent(RegisteredClient client) {
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
