package io.github.opendcr.e2e.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.opendcr.cimd.DocumentClients;
import io.github.opendcr.cimd.DocumentRefusedException;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A client with a document and keys that begins where there is no user: its document is
 * fetched if its assertion may be its own.
 */
class DocumentAssertionTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final DocumentHost HOST = DocumentHost.shared();

	private static final ECKey KEY = key();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer
			.start(HOST.admitted("dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials",
					"dcr.allowed-token-endpoint-auth-methods=none,private_key_jwt", "dcr.cimd.auth=strongest",
					"dcr.fetch.allowed-hosts=127.0.0.1", "dcr.pairwise.salt=a-salt-of-enough-characters",
					"dcr.fetch.max-size=6KB"));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static ECKey key() {
		try {
			return new ECKeyGenerator(Curve.P_256).keyID("key").generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String document() {
		return HOST.document(HOST.path(), members("jwks", jwks()));
	}

	private static Map<String, Object> jwks() {
		return new JWKSet(KEY.toPublicJWK()).toJSONObject();
	}

	private static Map<String, Object> members(String member, Object value) {
		return new LinkedHashMap<>(Map.of("client_name", "A Client", "redirect_uris", List.of(REDIRECT_URI),
				"grant_types", List.of("authorization_code", "client_credentials"), "token_endpoint_auth_method",
				"private_key_jwt", "token_endpoint_auth_signing_alg", "ES256", member, value));
	}

	private static Answer clientCredentials(String clientId) {
		return server.token(with(signed(claims(clientId)), Map.of("grant_type", "client_credentials")));
	}

	private static JWTClaimsSet.Builder claims(String url) {
		return new JWTClaimsSet.Builder().issuer(url)
			.subject(url)
			.audience(server.base())
			.jwtID(UUID.randomUUID().toString())
			.expirationTime(Date.from(Instant.now().plusSeconds(60)));
	}

	private static String signed(JWTClaimsSet.Builder claims) {
		return signed(claims, KEY);
	}

	private static String signed(JWTClaimsSet.Builder claims, ECKey key) {
		try {
			return signed(claims, JWSAlgorithm.ES256, new ECDSASigner(key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String signed(JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, JWSSigner signer) {
		try {
			SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("key").build(), claims.build());
			jwt.sign(signer);
			return jwt.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<String, String> with(String assertion, Map<String, String> form) {
		Map<String, String> all = new LinkedHashMap<>(form);
		all.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
		all.put("client_assertion", assertion);
		return all;
	}

	@Test
	void pushWhenFirstContactThenClientIsMadeAndTokensFollow() {
		String url = document();
		Map<String, String> request = Browser.request(url, REDIRECT_URI);
		request.put("scope", "openid profile");
		Answer pushed = server.http().form("/oauth2/par", with(signed(claims(url)), request)).expect(201);
		assertThat(HOST.requests(url)).isEqualTo(1);
		assertThat(server.find(url).getClientName()).isEqualTo("A Client");
		String location = new Browser(server.http())
			.walk(Map.of("client_id", url, "request_uri", pushed.string("request_uri")));
		Answer tokens = server
			.token(with(signed(claims(url)), TestServer.codeGrant(Browser.parameter(location, "code"), REDIRECT_URI)));
		assertThat(tokens.expect(200).string("scope").split(" ")).containsExactlyInAnyOrder("openid", "profile");
		assertThat(HOST.requests(url)).isEqualTo(1);
	}

	/**
	 * What {@code dcr.fetch} opens, it opens for the keys of clients that registered.
	 */
	@Test
	void tokenWhenKeysAreWhereOnlyRegisteredClientsMayHaveThemThenNotFetched() {
		String path = HOST.path();
		HOST.on(path, 200, Answer.write(jwks()));
		String opened = "https://127.0.0.1:" + HOST.port() + path;
		assertThat(clientCredentials(HOST.document(HOST.path(), members("jwks_uri", opened))).status()).isEqualTo(401);
		assertThat(HOST.requests(path)).isZero();
		Registered registered = server.registered(Answer.write(members("jwks_uri", opened)));
		clientCredentials(registered.id()).expect(200);
		assertThat(HOST.requests(path)).isOne();
	}

	@Test
	void tokenWhenKeysAreWhereDocumentsMayBeThenFetchedThere() {
		String keys = HOST.on(HOST.path(), 200, Answer.write(jwks()));
		clientCredentials(HOST.document(HOST.path(), members("jwks_uri", keys))).expect(200);
		assertThat(HOST.requests(keys)).isOne();
	}

	private static Map<String, Object> ofSector(String sector) {
		Map<String, Object> members = members("jwks", jwks());
		members.putAll(Map.of("subject_type", "pairwise", "sector_identifier_uri", sector));
		return members;
	}

	private static void assertRefused(String sector) {
		String url = HOST.document(HOST.path(), ofSector(sector));
		assertThat(clientCredentials(url).status()).as(sector).isEqualTo(401);
		assertThat(HOST.requests(url)).isOne();
		assertThat(server.find(url)).isNull();
	}

	private static String sector(String json) {
		return HOST.on(HOST.path(), 200, json);
	}

	@Test
	void tokenWhenSectorIsWhereOnlyRegisteredClientsMayHaveItThenNotFetched() {
		String path = HOST.path();
		HOST.on(path, 200, "[\"" + REDIRECT_URI + "\"]");
		String opened = "https://127.0.0.1:" + HOST.port() + path;
		assertRefused(opened);
		assertThat(HOST.requests(path)).isZero();
		server.registered(Answer.write(ofSector(opened)));
		assertThat(HOST.requests(path)).isOne();
	}

	@Test
	void tokenWhenSectorIsWhereDocumentsMayBeThenFetchedOnceWheneverTheDocumentIs() {
		String sector = sector("[\"" + REDIRECT_URI + "\"]");
		String url = HOST.document(HOST.path(), ofSector(sector));
		clientCredentials(url).expect(200);
		assertThat(HOST.requests(sector)).isOne();
		HOST.json(sector.substring(HOST.url("").length()), "[]");
		assertThatExceptionOfType(DocumentRefusedException.class)
			.isThrownBy(() -> server.bean(DocumentClients.class).refreshNow(url))
			.withMessageContaining("does not list every one");
		assertThat(HOST.requests(sector)).isEqualTo(2);
	}

	@Test
	void refreshWhenDocumentHasChangedThenItsSectorIsFetchedOnceMore() {
		String sector = sector("[\"" + REDIRECT_URI + "\"]");
		String path = HOST.path();
		String url = HOST.document(path, ofSector(sector));
		clientCredentials(url).expect(200);
		Map<String, Object> renamed = ofSector(sector);
		renamed.put("client_name", "Renamed");
		HOST.document(path, renamed);
		server.bean(DocumentClients.class).refreshNow(url);
		assertThat(server.find(url).getClientName()).isEqualTo("Renamed");
		assertThat(HOST.requests(sector)).isEqualTo(2);
	}

	@Test
	void tokenWhenSectorIsOutOfBoundsThenRefusedAndNothingIsKept() {
		String listed = "\"" + REDIRECT_URI + "\"";
		// More than dcr.fetch.max-size
		assertRefused(sector("[" + listed + " ".repeat(7000) + "]"));
		assertRefused(sector("[]"));
		assertRefused(sector("{}"));
		assertRefused(HOST.on(HOST.path(), 200, "[" + listed + "]", "Content-Type", "text/plain"));
		String target = sector("[" + listed + "]");
		assertRefused(HOST.on(HOST.path(), 302, "", "Location", target));
		assertThat(HOST.requests(target)).isZero();
		// larger than documents may be, within what they name
		clientCredentials(HOST.document(HOST.path(), ofSector(sector("[" + listed + " ".repeat(5500) + "]"))))
			.expect(200);
	}

	@Test
	void tokenWhenSectorNeverComesThenRefusedWithinTheTimeOut() {
		CountDownLatch refused = new CountDownLatch(1);
		try {
			assertRefused(HOST.on(HOST.path(), (exchange) -> await(refused)));
		}
		finally {
			refused.countDown();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void tokenWhenStrongestMethodIsWantedThenByTheKeyAlone() {
		Map<String, Object> members = members("jwks", jwks());
		members.remove("token_endpoint_auth_method");
		members.put("token_endpoint_auth_methods_supported", List.of("none", "private_key_jwt"));
		String url = HOST.document(HOST.path(), members);
		String code = new Browser(server.http()).code(url, REDIRECT_URI, "openid");
		Map<String, String> form = TestServer.codeGrant(code, REDIRECT_URI);
		form.put("client_id", url);
		assertThat(server.token(form).status()).isEqualTo(401);
		server.token(with(signed(claims(url)), form)).expect(200);
	}

	@Test
	void tokenWhenDocumentAsksForScopesThenItHasThoseOfThePolicy() {
		Map<String, Object> members = members("jwks", jwks());
		members.put("scope", "openid admin");
		String url = HOST.document(HOST.path(), members);
		Answer refused = server
			.token(with(signed(claims(url)), Map.of("grant_type", "client_credentials", "scope", "admin")));
		assertThat(refused.expect(400).json()).containsEntry("error", "invalid_scope");
		clientCredentials(url).expect(200);
		assertThat(server.find(url).getScopes()).doesNotContain("admin");
	}

	@Test
	void tokenWhenFirstContactWithoutClientIdThenClientIsMadeAndTokenIssued() {
		String url = document();
		clientCredentials(url).expect(200);
		assertThat(HOST.requests(url)).isEqualTo(1);
		clientCredentials(url).expect(200);
		assertThat(HOST.requests(url)).isEqualTo(1);
	}

	@Test
	void pushOrTokenWhenAssertionCannotBeTheClientsThenNothingIsFetched() throws Exception {
		String url = document();
		Instant now = Instant.now();
		List<String> assertions = new ArrayList<>(
				List.of("", "x", "a.b.c", signed(claims(url).issuer("other")), signed(claims(url).subject("other")),
						signed(claims(url).audience("https://other.example")), signed(claims(url).expirationTime(null)),
						signed(claims(url).expirationTime(Date.from(now.minusSeconds(3600)))),
						signed(claims(url).expirationTime(Date.from(now.plusSeconds(7200)))),
						signed(claims(url), JWSAlgorithm.HS256, new MACSigner(new byte[32]))));
		for (String assertion : assertions) {
			for (Answer answer : List.of(
					server.http().form("/oauth2/par", with(assertion, Browser.request(url, REDIRECT_URI))),
					server.token(with(assertion, Map.of("grant_type", "client_credentials", "client_id", url))))) {
				assertThat(answer.status()).as(assertion).isEqualTo(401);
				assertThat(answer.json()).as(assertion).containsEntry("error", "invalid_client");
			}
		}
		assertThat(HOST.requests(url)).isZero();
		assertThat(server.find(url)).isNull();
	}

	@Test
	void tokenWhenSignedByAnotherKeyThenInvalidClient() throws Exception {
		String url = document();
		ECKey other = new ECKeyGenerator(Curve.P_256).keyID("key").generate();
		Answer answer = server.token(with(signed(claims(url), other), Map.of("grant_type", "client_credentials")));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.json()).containsEntry("error", "invalid_client");
	}

	@Test
	void tokenWhenItGoesOnWithSomethingThenNothingIsFetched() {
		String url = document();
		for (String grant : List.of("authorization_code", "refresh_token")) {
			Answer answer = server.token(with(signed(claims(url)),
					Map.of("grant_type", grant, "code", "x", "refresh_token", "x", "client_id", url)));
			assertThat(answer.status()).as(grant).isEqualTo(401);
		}
		assertThat(HOST.requests(url)).isZero();
	}

}
