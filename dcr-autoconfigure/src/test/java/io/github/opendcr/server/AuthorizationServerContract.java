package io.github.opendcr.server;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.RegistrationException;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.token.BearerTokens;
import io.github.opendcr.storage.TestRemoval;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a dynamic client can do on Boot's own authorization server, wherever that keeps
 * its clients and authorizations.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AuthorizationServerContract {

	private final StoredSecrets secrets = new StoredSecrets(PasswordEncoderFactories.createDelegatingPasswordEncoder(),
			true, null);

	private ServerApplication server;

	private TokenRequests tokens;

	abstract ServerApplication start();

	@BeforeAll
	void startServer() {
		this.server = start();
		this.tokens = new TokenRequests(this.server);
	}

	@AfterAll
	void stopServer() {
		this.server.close();
	}

	@Test
	void discoveryWhenReadThenShowsRegistrationEndpointAndNone() {
		for (String document : List.of("oauth-authorization-server", "openid-configuration")) {
			Answer metadata = this.server.http().get("/.well-known/" + document);
			assertThat(metadata.string("registration_endpoint")).isEqualTo(this.server.base() + "/oauth2/register");
			assertThat(metadata.strings("token_endpoint_auth_methods_supported")).contains("client_secret_basic")
				.containsOnlyOnce("none");
			assertThat(metadata.strings("revocation_endpoint_auth_methods_supported")).containsOnlyOnce("none");
			assertThat(metadata.strings("introspection_endpoint_auth_methods_supported")).doesNotContain("none");
		}
	}

	@Test
	void authorizeWhenLocalhostPortVariesThenCodeCanBeExchanged() {
		RegisteredClient client = this.server.savePublic("http://localhost/callback");
		Answer tokens = this.tokens.login(client, "http://localhost:51234/callback");
		assertThat(tokens.string("access_token")).isNotEmpty();
	}

	@Test
	void authorizeWhenLocalhostUriIsNotTheRegisteredOneThenRefused() {
		RegisteredClient client = this.server.savePublic("http://localhost:7000/callback");
		Browser browser = this.server.browser();
		browser.walk(TokenRequests.authorization(client, "http://localhost:7001/callback"));
		for (String uri : List.of("http://localhost:7001/other", "http://localhost:1@evil.example/callback",
				"http://localhost.evil.example:7000/callback", "https://localhost:7001/callback",
				"http://localhost:65536/callback")) {
			Answer response = browser.authorize(TokenRequests.authorization(client, uri));
			assertThat(response.status()).as(uri).isEqualTo(400);
		}
	}

	@Test
	void authorizeWhenHandRegisteredThenLocalhostPortIsExact() {
		RegisteredClient client = ServerApplication.handRegistered();
		Browser browser = this.server.browser();
		browser.walk(TokenRequests.authorization(client, "http://localhost:7000/callback"));
		Answer response = browser.authorize(TokenRequests.authorization(client, "http://localhost:7001/callback"));
		assertThat(response.status()).isEqualTo(400);
	}

	@Test
	void tokenWhenPublicClientAskedForRefreshTokenThenIsIssuedAndRotates() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		String first = this.tokens.login(client, "http://127.0.0.1:40000/callback").string("refresh_token");
		Answer tokens = this.tokens.refresh(client.getClientId(), first);
		String second = tokens.string("refresh_token");
		assertThat(second).isNotEqualTo(first);
		assertThat(tokens.string("access_token")).isNotEmpty();
		TokenRequests.assertError(this.tokens.refresh(client.getClientId(), first), 400, "invalid_grant");
		assertThat(this.tokens.refresh(client.getClientId(), second).status()).isEqualTo(200);
	}

	@Test
	void refreshWhenReplacedTokenComesBackThenAllThatFollowedIsRevoked() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		String first = this.tokens.login(client, "http://127.0.0.1/callback").string("refresh_token");
		String second = refreshed(client, first).string("refresh_token");
		Answer newest = refreshed(client, second);
		String third = newest.string("refresh_token");
		wasIssued(third, Instant.now().minusSeconds(11));
		TokenRequests.assertError(this.tokens.refresh(client.getClientId(), first), 400, "invalid_grant");
		TokenRequests.assertError(this.tokens.refresh(client.getClientId(), third), 400, "invalid_grant");
		assertInvalidBearer(newest.string("access_token"));
	}

	@Test
	void refreshWhenReplacedTokenComesBackAtOnceThenOnlyRefused() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		String first = this.tokens.login(client, "http://127.0.0.1/callback").string("refresh_token");
		String second = refreshed(client, first).string("refresh_token");
		wasIssued(second, Instant.now().minusSeconds(8));
		TokenRequests.assertError(this.tokens.refresh(client.getClientId(), first), 400, "invalid_grant");
		refreshed(client, second);
	}

	@Test
	void refreshWhenTokenOnlyNamesAnAuthorizationThenRefusedAndNothingIsRevoked() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		String token = this.tokens.login(client, "http://127.0.0.1/callback").string("refresh_token");
		for (String other : new String[] { token + "0", token.substring(1), "x." + UUID.randomUUID(), "x.", ".",
				"x.\u0000", "x.%" }) {
			TokenRequests.assertError(this.tokens.refresh(client.getClientId(), other), 400, "invalid_grant");
		}
		refreshed(client, token);
	}

	private Answer refreshed(RegisteredClient client, String token) {
		Answer response = this.tokens.refresh(client.getClientId(), token);
		assertThat(response.status()).isEqualTo(200);
		return response;
	}

	private void wasIssued(String refreshToken, Instant issuedAt) {
		OAuth2AuthorizationService service = this.server.services().getAuthorizationServices().get(0);
		OAuth2Authorization authorization = service.findByToken(refreshToken, OAuth2TokenType.REFRESH_TOKEN);
		service.save(OAuth2Authorization.from(authorization)
			.refreshToken(new OAuth2RefreshToken(refreshToken, issuedAt, Instant.now().plusSeconds(60)))
			.build());
	}

	@Test
	void tokenWhenPublicClientDidNotRegisterForRefreshThenNoRefreshToken() {
		RegisteredClient client = this.server
			.save((builder) -> builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
				.redirectUri("http://127.0.0.1/callback")
				.authorizationGrantTypes((types) -> types.remove(AuthorizationGrantType.REFRESH_TOKEN)));
		assertThat(this.tokens.login(client, "http://127.0.0.1/callback").json()).doesNotContainKey("refresh_token");
	}

	@Test
	void tokenWhenHandRegisteredPublicClientThenNoRefreshToken() {
		assertThat(this.tokens.login(ServerApplication.handRegistered(), "http://localhost:7000/callback").json())
			.doesNotContainKey("refresh_token");
	}

	@Test
	void tokenWhenCodeVerifierIsWrongThenRefused() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		String redirect = this.server.browser().walk(TokenRequests.authorization(client, "http://127.0.0.1/callback"));
		Map<String, String> form = TokenRequests.exchange(client, redirect, "http://127.0.0.1/callback");
		form.put("code_verifier", Browser.VERIFIER + "x");
		TokenRequests.assertError(this.server.http().form("/oauth2/token", form), 400, "invalid_grant");
		// A refresh in name only
		form.put("grant_type", "refresh_token");
		TokenRequests.assertError(this.server.http().form("/oauth2/token", form), 400, "invalid_request");
		assertThat(this.server.http()
			.form("/oauth2/token?grant_type=refresh_token", TokenRequests.exchangeWithoutVerifier(client, redirect))
			.status()).isNotEqualTo(200);
	}

	@Test
	void refreshWhenTokenIsAnotherClientsThenRefused() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		RegisteredClient other = this.server.savePublic("http://127.0.0.1/callback");
		String token = this.tokens.login(client, "http://127.0.0.1/callback").string("refresh_token");
		TokenRequests.assertError(this.tokens.refresh(other.getClientId(), token), 400, "invalid_grant");
	}

	@Test
	void refreshWhenClientIsUnknownThenInvalidClient() {
		TokenRequests.assertError(this.tokens.refresh("gone", "whatever"), 401, "invalid_client");
	}

	@Test
	void refreshWhenHandRegisteredPublicClientThenInvalidClient() {
		TokenRequests.assertError(this.tokens.refresh(ServerApplication.HAND_REGISTERED, "whatever"), 401,
				"invalid_client");
	}

	@Test
	void refreshWhenClientHasSecretThenClientIdAloneIsNotEnough() {
		RegisteredClient client = saveConfidential("a secret");
		assertThat(this.tokens.refresh(client.getClientId(), "whatever").status()).isEqualTo(401);
	}

	@Test
	void introspectWhenPublicClientThenRefused() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		String token = this.tokens.login(client, "http://127.0.0.1/callback").string("access_token");
		Answer response = this.server.http()
			.form("/oauth2/introspect",
					Map.of("client_id", client.getClientId(), "token", token, "grant_type", "refresh_token"));
		assertThat(response.status()).isEqualTo(401);
	}

	@Test
	void revokeWhenPublicClientThenTokenIsRevoked() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		String token = this.tokens.login(client, "http://127.0.0.1/callback").string("refresh_token");
		RegisteredClient other = this.server.savePublic("http://127.0.0.1/callback");
		TokenRequests.assertError(this.tokens.revoke(other.getClientId(), token), 400, "invalid_client");
		assertThat(this.tokens.revoke(client.getClientId(), token).status()).isEqualTo(200);
		TokenRequests.assertError(this.tokens.refresh(client.getClientId(), token), 400, "invalid_grant");
		TokenRequests.assertError(this.tokens.revoke("gone", token), 401, "invalid_client");
	}

	@Test
	void clientSecretWhenEncodedFastThenIsChecked() {
		RegisteredClient client = saveConfidential("the secret");
		assertThat(client.getClientSecret()).startsWith("{dcr-sha256}");
		assertThat(this.tokens.introspect(client.getClientId(), "the secret", "x").status()).isEqualTo(200);
		TokenRequests.assertError(this.tokens.introspect(client.getClientId(), "another", "x"), 401, "invalid_client");
		assertThat(this.tokens.introspect(ServerApplication.HAND_REGISTERED, "secret", "x").status()).isEqualTo(200);
		RegisteredClientRepository repository = this.server.services().getRegisteredClientRepository();
		assertThat(repository.findById(client.getId()).getClientSecret()).isEqualTo(client.getClientSecret());
		// Spring's own upgrade of other secrets goes on
		assertThat(repository.findById(ServerApplication.HAND_REGISTERED).getClientSecret()).startsWith("{bcrypt}");
	}

	@Test
	void clientSecretWhenSpringWouldUpgradeDynamicClientThenIsNotSaved() {
		RegisteredClient client = this.server
			.save((builder) -> builder.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
				.redirectUri("http://127.0.0.1/callback")
				.clientSecret("{noop}an old secret"));
		assertThat(this.tokens.introspect(client.getClientId(), "an old secret", "x").status()).isEqualTo(200);
		assertThat(this.server.services().getRegisteredClientRepository().findById(client.getId()).getClientSecret())
			.isEqualTo("{noop}an old secret");
	}

	@Test
	void removeWhenClientHasTokensThenEverythingIsGone() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		RegisteredClient other = this.server.savePublic("http://127.0.0.1/callback");
		Answer tokens = this.tokens.login(client, "http://127.0.0.1/callback");
		Answer others = this.tokens.login(other, "http://127.0.0.1/callback");
		this.server.browser().walk(TokenRequests.authorization(client, "http://127.0.0.1/callback"));
		assertThat(TestRemoval.remove(this.server.services(), client)).isEmpty();
		assertThat(TestRemoval.remove(this.server.services(), client)).isEmpty();
		assertThat(this.server.bean(RegisteredClientRepository.class).findByClientId(client.getClientId())).isNull();
		assertThat(this.server.bean(RegisteredClientRepository.class).findById(client.getId())).isNull();
		assertThat(this.server.services().getAuthorizationConsentServices())
			.allSatisfy((service) -> assertThat(service.findById(client.getId(), "user")).isNull())
			.allSatisfy((service) -> assertThat(service.findById(other.getId(), "user")).isNotNull());
		RegisteredClient resourceServer = saveConfidential("rs");
		String accessToken = tokens.string("access_token");
		assertThat(TokenRequests.active(this.tokens.introspect(resourceServer.getClientId(), "rs", accessToken)))
			.isFalse();
		assertThat(TokenRequests
			.active(this.tokens.introspect(resourceServer.getClientId(), "rs", others.string("access_token"))))
			.isTrue();
		TokenRequests.assertError(this.tokens.refresh(client.getClientId(), tokens.string("refresh_token")), 401,
				"invalid_client");
		assertThat(this.tokens.refresh(other.getClientId(), others.string("refresh_token")).status()).isEqualTo(200);
		assertInvalidBearer(accessToken);
	}

	@Test
	void bearerTokenWhenValidThenAuthenticates() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		String token = this.tokens.login(client, "http://127.0.0.1/callback").string("access_token");
		Authentication authentication = bearer(token);
		assertThat(authentication.isAuthenticated()).isTrue();
		assertThat(authentication.getName()).isEqualTo("user");
		assertThat(authentication.getAuthorities()).extracting(GrantedAuthority::getAuthority)
			.containsExactlyInAnyOrder("SCOPE_openid", "SCOPE_profile");
	}

	@Test
	void bearerTokenWhenRevokedThenInvalid() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		String token = this.tokens.login(client, "http://127.0.0.1/callback").string("access_token");
		this.tokens.revoke(client.getClientId(), token);
		assertInvalidBearer(token);
	}

	@Test
	void bearerTokenWhenNotAnAccessTokenThenInvalid() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		Answer tokens = this.tokens.login(client, "http://127.0.0.1/callback");
		assertInvalidBearer(tokens.string("refresh_token"));
		assertInvalidBearer(tokens.string("id_token"));
		assertInvalidBearer("unknown");
	}

	@Test
	void bearerTokenWhenNoneThenNobody() {
		assertThat(bearer(null)).isNull();
	}

	@Test
	void dynamicClientWhenReadBackThenIsStillMarked() {
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		RegisteredClientRepository repository = this.server.bean(RegisteredClientRepository.class);
		assertThat(DynamicClients.isDynamic(repository.findById(client.getId()))).isTrue();
		assertThat(DynamicClients.isDynamic(repository.findById(ServerApplication.HAND_REGISTERED))).isFalse();
	}

	@Test
	void servicesWhenChainIsBuiltThenAreTheApplicationsOwn() {
		AuthorizationServerServices services = this.server.services();
		assertThat(services.getRegisteredClientRepository())
			.isSameAs(this.server.bean(RegisteredClientRepository.class));
		RegisteredClient client = this.server.savePublic("http://127.0.0.1/callback");
		String token = this.tokens.login(client, "http://127.0.0.1/callback").string("access_token");
		OAuth2Authorization authorization = services.getAuthorizationServices()
			.get(0)
			.findByToken(token, OAuth2TokenType.ACCESS_TOKEN);
		assertThat(authorization.getRegisteredClientId()).isEqualTo(client.getId());
	}

	private RegisteredClient saveConfidential(String secret) {
		return this.server
			.save((client) -> client.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
				.redirectUri("http://127.0.0.1/callback")
				.clientSecret(this.secrets.encode(secret)));
	}

	private Authentication bearer(String token) {
		return new BearerTokens(this.server.services(), this.server.context(), Clock.systemUTC()).authenticate(token);
	}

	private void assertInvalidBearer(String token) {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> bearer(token))
			.satisfies((ex) -> assertThat(ex.getError().code()).isEqualTo("invalid_token"));
	}

}
