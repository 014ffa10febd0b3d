package io.github.opendcr.e2e.database;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client gets a new secret at once, and goes on using the one that it has for as long
 * as they overlap: at every endpoint, by every method, on every node.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SecretRotationContract {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

	private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

	private static final Duration OVERLAP = Duration.ofHours(1);

	private List<TestServer> servers;

	private final ConcurrentCalls calls = new ConcurrentCalls();

	/**
	 * Start the nodes of one application, with {@link Application} and these properties.
	 */
	abstract List<TestServer> start(String... properties);

	@BeforeAll
	void start() {
		this.servers = start(Stream
			.concat(Stream.of(AllEndpoints.PROPERTIES),
					Stream
						.of("dcr.client-secret.rotation-overlap=1h",
								"dcr.registration-access-token.rotate-on-update=false",
								"dcr.keys.secret-encryption-key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
								"dcr.allowed-token-endpoint-auth-methods=client_secret_basic,client_secret_post,"
										+ "client_secret_jwt,private_key_jwt,none"))
			.toArray(String[]::new));
		Instant now = Instant.now(); // of one time for all nodes
		this.servers.forEach((server) -> server.bean(MutableClock.class).set(now));
	}

	@AfterAll
	void stop() {
		this.calls.close();
		this.servers.forEach(TestServer::close);
	}

	private TestServer server(int i) {
		return this.servers.get(i % this.servers.size());
	}

	private Registered register(String method) {
		return server(0).registered("""
				{"redirect_uris": ["%s"], "token_endpoint_auth_method": "%s", "client_name": "Notes",
				 "grant_types": ["authorization_code", "client_credentials", "%s"]}""".formatted(REDIRECT_URI, method,
				DEVICE_GRANT));
	}

	private Answer rotate(int node, Registered client) {
		return server(node).post(url(node, client) + "/secret", "", client.answer().bearer());
	}

	private String url(int node, Registered client) {
		return server(node).url("/oauth2/register/" + client.id());
	}

	private String rotated(Registered client) {
		return rotate(1, client).expect(200).string("client_secret");
	}

	private void advance(Duration duration) {
		this.servers.forEach((server) -> server.bean(MutableClock.class).advance(duration));
	}

	private List<Integer> statuses(Registered client, String method, String secret) {
		Map<String, Map<String, String>> requests = new LinkedHashMap<>();
		requests.put("/oauth2/token", Map.of("grant_type", "client_credentials"));
		requests.put("/oauth2/introspect", Map.of("token", "unknown"));
		requests.put("/oauth2/revoke", Map.of("token", "unknown"));
		requests.put("/oauth2/device_authorization", Map.of("scope", "profile"));
		requests.put("/oauth2/par", Browser.request(client.id(), REDIRECT_URI));
		List<Integer> statuses = new ArrayList<>();
		requests.forEach((path, form) -> this.servers
			.forEach((server) -> statuses.add(post(server, path, form, client.id(), method, secret).status())));
		return statuses;
	}

	private static Answer post(TestServer server, String path, Map<String, String> form, String clientId, String method,
			String secret) {
		Map<String, String> all = new LinkedHashMap<>(form);
		Http http = server.http();
		switch (method) {
			case "client_secret_basic" -> {
				return http.form(path, all, TestServer.basic(clientId, secret));
			}
			case "client_secret_post" -> all.putAll(Map.of("client_id", clientId, "client_secret", secret));
			default -> all.putAll(Map.of("client_id", clientId, "client_assertion_type", JWT_BEARER, "client_assertion",
					assertion(server, clientId, secret)));
		}
		return http.form(path, all);
	}

	// Spring's validators go by the time of the machine
	private static String assertion(TestServer server, String clientId, String secret) {
		JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer(clientId)
			.subject(clientId)
			.audience(server.base() + "/oauth2/token")
			.expirationTime(Date.from(Instant.now().plusSeconds(60)))
			.jwtID(UUID.randomUUID().toString())
			.build();
		SignedJWT assertion = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
		try {
			assertion.sign(new MACSigner(secret));
		}
		catch (JOSEException ex) {
			throw new AssertionError(ex);
		}
		return assertion.serialize();
	}

	private void assertWorks(Registered client, String method, String secret) {
		assertThat(statuses(client, method, secret)).allMatch((status) -> status == 200 || status == 201);
	}

	private void assertVoid(Registered client, String method, String secret) {
		assertThat(statuses(client, method, secret)).containsOnly(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "client_secret_basic", "client_secret_post", "client_secret_jwt" })
	void rotateThenBothSecretsWorkEverywhereUntilTheOverlapIsOver(String method) {
		Registered client = register(method);
		String secret = rotated(client);
		assertThat(secret).isNotEqualTo(client.secret());
		assertWorks(client, method, secret);
		assertWorks(client, method, client.secret());
		assertVoid(client, method, client.secret() + "x");
		advance(OVERLAP);
		assertWorks(client, method, secret);
		assertVoid(client, method, client.secret());
	}

	@Test
	void rotateWhenAgainSinceTheAnswerWasLostThenTheSecretInUseWorksOn() {
		Registered client = register("client_secret_basic");
		String lost = rotated(client);
		String secret = rotated(client);
		for (String works : List.of(client.secret(), lost, secret)) {
			assertWorks(client, "client_secret_basic", works);
		}
		rotated(client);
		String last = rotated(client);
		assertVoid(client, "client_secret_basic", client.secret()); // three are kept
		assertWorks(client, "client_secret_basic", lost);
		advance(OVERLAP);
		assertVoid(client, "client_secret_basic", secret);
		assertWorks(client, "client_secret_basic", last);
	}

	@Test
	void updateWhenRotatedBeforeThenKeepsBothSecrets() {
		Registered client = register("client_secret_post");
		String secret = rotated(client);
		Answer updated = client.update(client.asUpdateWithout("client_secret", "client_name", "Renamed")).expect(200);
		assertThat(updated.json()).containsEntry("client_name", "Renamed").doesNotContainKey("client_secret");
		assertWorks(client, "client_secret_post", secret);
		assertWorks(client, "client_secret_post", client.secret());
		Map<String, Object> presenting = client.asUpdate("client_secret", secret);
		client.update(presenting).expect(200);
		presenting.put("client_secret", client.secret());
		Refusals.assertRefused(client.update(presenting), "invalid_client_metadata", "client_secret", "current");
	}

	@ParameterizedTest
	@CsvSource({ "client_secret_basic, client_secret_jwt", "client_secret_jwt, client_secret_post" })
	void updateWhenMethodNeedsAnotherKindOfSecretThenNoneOfTheFormerWorks(String before, String after) {
		Registered client = register(before);
		String second = rotated(client);
		Registered updated = client
			.as(client.update(client.asUpdateWithout("client_secret", "token_endpoint_auth_method", after)));
		assertWorks(client, after, updated.secret());
		assertVoid(client, after, second);
		assertVoid(client, after, client.secret());
	}

	@Test
	void updateWhenMethodNeedsNoSecretAndThenOneAgainThenNoFormerOneWorks() {
		Registered client = register("client_secret_basic");
		rotated(client);
		Map<String, Object> publicly = client.asUpdateWithout("client_secret", "token_endpoint_auth_method", "none");
		publicly.put("grant_types", List.of("authorization_code"));
		client.update(publicly).expect(200);
		Registered again = client.as(client
			.update(client.asUpdateWithout("client_secret", "token_endpoint_auth_method", "client_secret_basic")));
		assertWorks(client, "client_secret_basic", again.secret());
		assertVoid(client, "client_secret_basic", client.secret());
	}

	@Test
	void rotateThenAnswerIsAClientInformationResponseAndTheTokenStays() {
		Registered client = register("client_secret_basic");
		Answer answer = rotate(0, client).expect(200);
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		Map<String, Object> expected = new LinkedHashMap<>(client.answer().json());
		expected.put("client_secret", answer.string("client_secret"));
		assertThat(answer.json()).isEqualTo(expected);
		assertThat(client.read().expect(200).json()).containsEntry("client_name", "Notes");
		assertThat(server(0).bean(Rotations.class).seen).last().satisfies((event) -> {
			assertThat(event.registration().clientId()).isEqualTo(client.id());
			assertThat(event.registration().metadata()).isEqualTo(event.previous().metadata());
		});
	}

	@ParameterizedTest
	@CsvSource({ "none, has no secret", "private_key_jwt, jwks" })
	void rotateWhenClientHasNoSecretThen400WithWhatToDo(String method, String words) {
		String keys = method.equals("none") ? "" : ", \"jwks_uri\": \"https://client.example/jwks\"";
		Registered client = server(0).registered("""
				{"redirect_uris": ["%s"], "token_endpoint_auth_method": "%s"%s}""".formatted(REDIRECT_URI, method,
				keys));
		Refusals.assertRefused(rotate(0, client), "invalid_request", "token_endpoint_auth_method", method, words);
	}

	@Test
	void rotateWhenDisabledThen403AndTheSecretIsAsBefore() {
		Registered client = register("client_secret_basic");
		ClientLifecycle lifecycle = server(0).bean(ClientLifecycle.class);
		assertThat(lifecycle.disable(client.id())).isTrue();
		Answer answer = rotate(1, client);
		assertThat(answer.expect(403).json()).containsEntry("error", "access_denied");
		Refusals.assertRefused(answer);
		assertThat(lifecycle.activate(client.id())).isTrue();
		assertWorks(client, "client_secret_basic", client.secret());
	}

	@Test
	void rotateWhenTokenIsMissingWrongOrOfAnotherThen401LikeAnUnknownClient() {
		Registered client = register("client_secret_basic");
		Registered other = register("client_secret_basic");
		String secret = url(0, client) + "/secret";
		Refusals.assertInvalidToken(server(0).post(secret, "", Registered.bearer(other.token())));
		Refusals.assertInvalidToken(server(0).post(secret, "", Registered.bearer("x")));
		Refusals.assertInvalidToken(server(0).post(url(0, client) + "x/secret", "", Registered.bearer(client.token())));
		assertThat(server(0).post(secret, "").status()).isEqualTo(401);
		client.delete().expect(204);
		Refusals.assertInvalidToken(rotate(0, client));
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "PUT", "DELETE", "PATCH" })
	void anotherMethodThen405WithTheRightOne(String method) {
		Registered client = register("client_secret_basic");
		Answer answer = server(0).send(method, url(0, client) + "/secret", "", client.answer().bearer());
		Refusals.assertRefused(answer);
		assertThat(answer.expect(405).header("Allow")).isEqualTo("POST, OPTIONS");
		assertThat(server(0).send("OPTIONS", url(0, client) + "/secret", "").expect(204).header("Allow"))
			.isEqualTo("POST, OPTIONS");
		client.read().expect(200);
	}

	@Test
	void postWhenToTheConfigurationEndpointThen405AsBefore() {
		Registered client = register("client_secret_basic");
		assertThat(server(0).post(url(0, client), "{}", client.answer().bearer()).expect(405).header("Allow"))
			.startsWith("GET, PUT");
	}

	@Test
	void rotateWhenManyAtOnceWithUpdatesThenNothingOfThemIsLost() throws Exception {
		Registered client = register("client_secret_basic");
		List<Callable<Answer>> requests = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			int node = i;
			requests.add(() -> rotate(node, client));
			requests.add(() -> server(node).http()
				.put(url(node, client),
						Answer.write(client.asUpdateWithout("client_secret", "client_name", "Name " + node)),
						client.answer().bearer()));
		}
		List<Answer> answers = this.calls.atOnce(requests);
		assertThat(answers).extracting(Answer::status).allMatch((status) -> status == 200 || status == 503);
		List<Answer> done = answers.stream().filter((answer) -> answer.status() == 200).toList();
		List<String> secrets = done.stream()
			.filter((answer) -> answer.json().containsKey("client_secret"))
			.map((answer) -> answer.string("client_secret"))
			.toList();
		assertThat(secrets).isNotEmpty().doesNotHaveDuplicates();
		assertThat(client.read().expect(200).string("client_name")).isIn(done.stream()
			.map((answer) -> answer.string("client_name"))
			.filter((name) -> !name.equals("Notes"))
			.toList());
		advance(OVERLAP);
		List<String> working = secrets.stream()
			.filter((secret) -> server(0).token(client.id(), secret, Map.of("grant_type", "client_credentials"))
				.status() == 200)
			.toList();
		assertThat(working).as("the last one").hasSize(1);
		assertVoid(client, "client_secret_basic", client.secret());
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AllEndpoints.class, MutableClock.class, Rotations.class })
	static class Application {

	}

	/**
	 * What was published.
	 */
	static final class Rotations {

		private final List<ClientEvent.SecretRotated> seen = new CopyOnWriteArrayList<>();

		@EventListener
		void on(ClientEvent.SecretRotated event) {
			this.seen.add(event);
		}

	}

}
