package io.github.opendcr.e2e.rfc;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientInformation;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientInformationResponse;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientRegistrationRequest;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientRegistrationResponseParser;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OpenID Connect on the same endpoint: a relying party that was written by others, with
 * the Nimbus SDK, discovers, registers, logs its user in and out, and what it registered
 * for its ID tokens is in them.
 */
class OpenIdConnectTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final URI LOGGED_OUT = URI.create("https://client.example/bye");

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(ThreeKeys.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "RS256", "PS512", "ES256", "ES384" })
	void relyingPartyLogsInAndOut(String algorithm) throws Exception {
		OIDCProviderMetadata provider = OIDCProviderMetadata.resolve(new Issuer(server.base()));
		JWSAlgorithm expected = JWSAlgorithm.parse(algorithm);
		assertThat(provider.getIDTokenJWSAlgs()).contains(expected);

		OIDCClientMetadata metadata = new OIDCClientMetadata();
		metadata.setRedirectionURI(URI.create(REDIRECT_URI));
		metadata.setPostLogoutRedirectionURIs(Set.of(LOGGED_OUT));
		metadata.setIDTokenJWSAlg(expected);
		OIDCClientInformation client = register(provider, metadata);
		assertThat(client.getOIDCMetadata().getIDTokenJWSAlg()).isEqualTo(expected);
		// dcr.default-scopes
		assertThat(client.getOIDCMetadata().getScope()).isEqualTo(new Scope("openid", "profile"));

		Nonce nonce = new Nonce();
		CodeVerifier verifier = new CodeVerifier();
		AuthenticationRequest request = new AuthenticationRequest.Builder(ResponseType.CODE,
				client.getOIDCMetadata().getScope(), client.getID(), URI.create(REDIRECT_URI))
			.endpointURI(provider.getAuthorizationEndpointURI())
			.state(new State("the-state"))
			.nonce(nonce)
			.codeChallenge(verifier, CodeChallengeMethod.S256)
			.build();
		Http http = server.http();
		Browser browser = new Browser(http);
		browser.logIn();
		Answer consent = http.get(request.toURI().toString(), "Accept", "text/html");
		String code = Browser.parameter(browser.consent(consent).expect(302).header("Location"), "code");

		OIDCTokenResponse tokens = (OIDCTokenResponse) OIDCTokenResponseParser
			.parse(new TokenRequest(provider.getTokenEndpointURI(),
					new ClientSecretBasic(client.getID(), client.getSecret()),
					new AuthorizationCodeGrant(new AuthorizationCode(code), URI.create(REDIRECT_URI), verifier))
				.toHTTPRequest()
				.send());
		IDTokenClaimsSet idToken = new IDTokenValidator(provider.getIssuer(), client.getID(), expected,
				provider.getJWKSetURI().toURL())
			.validate(tokens.getOIDCTokens().getIDToken(), nonce);
		assertThat(idToken.getSubject().getValue()).isEqualTo("user");

		UserInfoResponse userInfo = UserInfoResponse
			.parse(new UserInfoRequest(provider.getUserInfoEndpointURI(), tokens.getOIDCTokens().getBearerAccessToken())
				.toHTTPRequest()
				.send());
		assertThat(userInfo.toSuccessResponse().getUserInfo().getSubject()).isEqualTo(idToken.getSubject());

		LogoutRequest logout = new LogoutRequest(provider.getEndSessionEndpointURI(),
				tokens.getOIDCTokens().getIDToken(), LOGGED_OUT, new State("bye"));
		assertThat(http.get(logout.toURI().toString()).expect(302).header("Location"))
			.isEqualTo(LOGGED_OUT + "?state=bye");
		assertThat(http.get(request.toURI().toString(), "Accept", "text/html").expect(302).header("Location"))
			.endsWith("/login");
	}

	@Test
	void relyingPartyWithPrivateKeyLogsIn() throws Exception {
		OIDCProviderMetadata provider = OIDCProviderMetadata.resolve(new Issuer(server.base()));
		assertThat(provider.getTokenEndpointAuthMethods()).contains(ClientAuthenticationMethod.PRIVATE_KEY_JWT);
		RSAKey key = new RSAKeyGenerator(2048).keyID("relying-party").generate();
		OIDCClientMetadata metadata = new OIDCClientMetadata();
		metadata.setRedirectionURI(URI.create(REDIRECT_URI));
		metadata.setTokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT);
		metadata.setTokenEndpointAuthJWSAlg(JWSAlgorithm.PS256);
		metadata.setJWKSet(new JWKSet(key.toPublicJWK()));
		OIDCClientInformation client = register(provider, metadata);
		assertThat(client.getSecret()).isNull();
		String code = new Browser(server.http()).code(client.getID().getValue(), REDIRECT_URI, "openid profile");
		OIDCTokenResponse tokens = (OIDCTokenResponse) OIDCTokenResponseParser
			.parse(new TokenRequest(provider.getTokenEndpointURI(),
					new PrivateKeyJWT(client.getID(), provider.getTokenEndpointURI(), JWSAlgorithm.PS256,
							key.toPrivateKey(), key.getKeyID(), null),
					new AuthorizationCodeGrant(new AuthorizationCode(code), URI.create(REDIRECT_URI),
							new CodeVerifier(Browser.VERIFIER)))
				.toHTTPRequest()
				.send());
		assertThat(new IDTokenValidator(provider.getIssuer(), client.getID(), JWSAlgorithm.RS256,
				provider.getJWKSetURI().toURL())
			.validate(tokens.getOIDCTokens().getIDToken(), null)
			.getSubject()
			.getValue()).isEqualTo("user");
	}

	@Test
	void discoveryThenListsWhatIsReallySupported() {
		Map<String, Object> document = server.http().get("/.well-known/openid-configuration").expect(200).json();
		assertThat(document)
			.containsEntry("id_token_signing_alg_values_supported",
					List.of("RS256", "RS384", "RS512", "ES256", "ES384", "PS256", "PS384", "PS512"))
			.containsEntry("subject_types_supported", List.of("public"))
			.containsEntry("scopes_supported", List.of("openid", "profile", "email"))
			.containsEntry("request_parameter_supported", false)
			.containsEntry("request_uri_parameter_supported", false)
			.containsEntry("registration_endpoint", server.base() + "/oauth2/register");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ES512", "HS256", "none", "EdDSA" })
	void registerWhenServerHasNoKeyForTheAlgorithmThenRefusedByName(String algorithm) {
		Refusals.assertRefused(server.register("""
				{"redirect_uris": ["%s"], "id_token_signed_response_alg": "%s"}""".formatted(REDIRECT_URI, algorithm)),
				"invalid_client_metadata", "id_token_signed_response_alg", "RS256, RS384");
	}

	@Test
	void updateWhenAlgorithmIsLeftOutThenTheDefaultAgain() {
		Registered client = server.registered("""
				{"redirect_uris": ["%s"], "id_token_signed_response_alg": "ES256"}""".formatted(REDIRECT_URI));
		assertThat(algorithmOf(client)).isEqualTo(JWSAlgorithm.ES256);
		Map<String, Object> update = client.asUpdate();
		update.remove("id_token_signed_response_alg");
		client.update(update).expect(200);
		assertThat(algorithmOf(client)).isEqualTo(JWSAlgorithm.RS256);
	}

	@Test
	void tokenWhenAuthTimeIsRequiredThenInEachIdTokenAndWithMaxAge() throws Exception {
		try (TestServer node = TestServer.start(AnotherNode.class)) {
			Registered client = authTimeClient(node, true);
			Answer tokens = node.tokensByCode(client, REDIRECT_URI, "openid profile").expect(200);
			Date authTime = authTime(tokens);
			assertThat(authTime.toInstant()).isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
			Answer refreshed = node.token(client.id(), client.secret(),
					Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token")));
			assertThat(authTime(refreshed.expect(200))).isEqualTo(authTime);

			Registered other = authTimeClient(node, false);
			assertThat(authTime(node.tokensByCode(other, REDIRECT_URI, "openid profile").expect(200))).isNull();
			Browser browser = new Browser(node.http());
			browser.logIn();
			String code = Browser.parameter(
					browser.authorize(other.id(), REDIRECT_URI, Map.of("scope", "openid profile", "max_age", "3600"))
						.expect(302)
						.header("Location"),
					"code");
			assertThat(authTime(node.token(other.id(), other.secret(), TestServer.codeGrant(code, REDIRECT_URI))))
				.isNotNull();
		}
	}

	private static Registered authTimeClient(TestServer node, boolean required) {
		return node.registered("""
				{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "refresh_token"],
				 "require_auth_time": %s}""".formatted(REDIRECT_URI, required));
	}

	@Test
	void logoutWhenIdTokenIsOfAnEarlierRefreshThenOnlyThatSessionEnds() {
		Registered client = server.registered("""
				{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "refresh_token"],
				 "post_logout_redirect_uris": ["%s"]}""".formatted(REDIRECT_URI, LOGGED_OUT));
		Http http = server.http();
		String code = new Browser(http).code(client.id(), REDIRECT_URI, "openid profile");
		Answer tokens = server.token(client.id(), client.secret(), TestServer.codeGrant(code, REDIRECT_URI));
		Answer refreshed = server.token(client.id(), client.secret(),
				Map.of("grant_type", "refresh_token", "refresh_token", tokens.expect(200).string("refresh_token")));
		assertThat(refreshed.expect(200).string("id_token")).isNotEqualTo(tokens.string("id_token"));

		Http otherSession = server.http();
		new Browser(otherSession).logIn();
		otherSession.get(logout(tokens.string("id_token"), LOGGED_OUT.toString())).expect(400);
		http.get(logout(tokens.string("id_token"), "https://elsewhere.example/")).expect(400);
		http.get(logout(tokens.string("access_token"), LOGGED_OUT.toString())).expect(400);
		http.get(logout(tokens.string("id_token") + "x", LOGGED_OUT.toString())).expect(400);
		Map<String, String> request = Browser.request(client.id(), REDIRECT_URI);
		assertThat(new Browser(http).authorize(request).header("Location")).startsWith(REDIRECT_URI);

		assertThat(http.get(logout(tokens.string("id_token"), LOGGED_OUT.toString())).expect(302).header("Location"))
			.isEqualTo(LOGGED_OUT.toString());
		assertThat(new Browser(http).authorize(request).expect(302).header("Location")).endsWith("/login");
		// and once more, when there is nothing to end
		http.get(logout(tokens.string("id_token"), LOGGED_OUT.toString())).expect(302);
	}

	private static String logout(String hint, String redirectUri) {
		return "/connect/logout?" + Http.encode(Map.of("id_token_hint", hint, "post_logout_redirect_uri", redirectUri));
	}

	@Test
	void registerWhenInitiateLoginUriThenKept() {
		Registered client = server.registered("""
				{"redirect_uris": ["%s"], "initiate_login_uri": "https://client.example/login"}"""
			.formatted(REDIRECT_URI));
		assertThat(client.read().json()).containsEntry("initiate_login_uri", "https://client.example/login");
	}

	private static JWSAlgorithm algorithmOf(Registered client) {
		Answer tokens = server.tokensByCode(client, REDIRECT_URI, "openid profile").expect(200);
		try {
			return SignedJWT.parse(tokens.string("id_token")).getHeader().getAlgorithm();
		}
		catch (ParseException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Date authTime(Answer tokens) throws ParseException {
		return SignedJWT.parse(tokens.string("id_token")).getJWTClaimsSet().getDateClaim("auth_time");
	}

	private static OIDCClientInformation register(OIDCProviderMetadata provider, OIDCClientMetadata metadata)
			throws Exception {
		HTTPResponse response = new OIDCClientRegistrationRequest(provider.getRegistrationEndpointURI(), metadata, null)
			.toHTTPRequest()
			.send();
		return ((OIDCClientInformationResponse) OIDCClientRegistrationResponseParser.parse(response))
			.getOIDCClientInformation();
	}

	@Configuration(proxyBeanMethods = false)
	static class ThreeKeys {

		@Bean
		JWKSource<SecurityContext> jwkSource() throws JOSEException, NoSuchAlgorithmException {
			return new ImmutableJWKSet<>(new JWKSet(List.of(new RSAKeyGenerator(2048).keyID("rsa").generate(),
					new ECKeyGenerator(Curve.P_256).keyID("p256")
						.algorithm(JWSAlgorithm.ES256)
						.keyUse(KeyUse.SIGNATURE)
						.generate(),
					new ECKeyGenerator(Curve.P_384).keyID("p384").algorithm(JWSAlgorithm.ES384).generate())));
		}

	}

	/**
	 * A node of a cluster that gets the token request and has not seen the session.
	 */
	@Configuration(proxyBeanMethods = false)
	static class AnotherNode {

		@Bean
		SessionRegistry sessionRegistry() {
			return new SessionRegistryImpl() {

				@Override
				public List<SessionInformation> getAllSessions(Object principal, boolean includeExpiredSessions) {
					return List.of();
				}

			};
		}

	}

}
