package io.github.opendcr.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.opendcr.testkit.AheadOfTime;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose beans are chosen when it is built.
 */
class AheadOfTimeTests {

	private static final String METADATA = """
			{"redirect_uris":["https://client.example.org/cb"]}""";

	private static final String CALLBACK = "https://client.example.org/cb";

	private static final String SPRING_SCHEMA = "--spring.sql.init.schema-locations=" + Stream
		.of("client/oauth2-registered-client", "oauth2-authorization", "oauth2-authorization-consent")
		.map((name) -> "classpath:org/springframework/security/oauth2/server/authorization/" + name + "-schema.sql")
		.collect(Collectors.joining(","));

	private static final String KEY = "dcr.keys.secret-encryption-key=AAAAAAAAAAAAAAAAAAAAAA==";

	@TempDir
	private static Path directory;

	private static AheadOfTime application;

	@BeforeAll
	static void process() throws Exception {
		application = AheadOfTime.process(AheadOfTimeApplication.class, directory, "--dcr.enabled=true",
				"--dcr.cimd.enabled=true", "--dcr.keys.secret-encryption-key=any",
				"--management.endpoints.web.exposure.include=dcrclients,dcrtokens,dcrdocuments");
	}

	@Test
	void registerWhenProcessedThenRegistersAndSaysWhatComesTooLate() throws Exception {
		try (AheadOfTime.Running running = application.run(SPRING_SCHEMA, "--dcr.enabled=true",
				"--dcr.cimd.enabled=false", "--dcr.permission=allow-all", "--" + KEY,
				"--dcr.allowed-token-endpoint-auth-methods=none,client_secret_jwt", "--dcr.default-scopes=a",
				"--dcr.allowed-scopes=a", "--dcr.policies.partner.allowed-scopes=a",
				"--dcr.pairwise.salt=0123456789abcdef0123456789abcdef")) {
			Answer registered = running.http()
				.post("/oauth2/register",
						"""
								{"redirect_uris":["https://client.example.org/cb"],"token_endpoint_auth_method":"client_secret_jwt"}""");
			assertThat(registered.status()).as(registered.body() + running.log()).isEqualTo(201);
			assertThat(running.http().get(registered.clientUri(), registered.bearer()).status()).isEqualTo(200);
			assertThat(running.log()).contains("dcr.pairwise.salt has no effect", "dcr.cimd.enabled has no effect")
				.doesNotContain("dcr.enabled has no effect", "dcr.reaper.enabled has no effect",
						"dcr.keys.secret-encryption-key has no effect");
		}
		try (AheadOfTime.Running off = application.run(SPRING_SCHEMA, "--dcr.enabled=false")) {
			assertThat(off.log()).contains("APPLICATION FAILED TO START", "configuration property 'dcr.enabled'");
		}
	}

	@Test
	void everythingElseWhenProcessedThenWorksAndIsHintedAt() throws Exception {
		assertThat(hints()).contains("io.github.opendcr.actuate.Secret", "authorizationServerMetadataCustomizer",
				"io/github/opendcr/store/*.sql", "io/github/opendcr/pages/*");
		String[] arguments = Stream.concat(Stream.of(SPRING_SCHEMA),
				Stream
					.of(DocumentHost.enabled("dcr.enabled=true", "dcr.permission=allow-all", "dcr.cimd.admission=open",
							"dcr.dry-run.enabled=true", "dcr.allowed-scopes=openid", "dcr.default-scopes=openid", KEY,
							"management.endpoints.web.exposure.include=dcrclients,dcrtokens,dcrdocuments"))
					.map("--"::concat))
			.toArray(String[]::new);
		try (AheadOfTime.Running running = application.run(arguments)) {
			Http http = running.http();
			String[] key = { "Idempotency-Key", UUID.randomUUID().toString() };
			Answer first = http.post("/oauth2/register", METADATA, key).expect(201);
			assertThat(http.post("/oauth2/register", METADATA, key).body()).isEqualTo(first.body());
			Registered client = new Registered(http, first);
			client.update(client.asUpdate("client_name", "Renamed")).expect(200);
			assertThat(http.post("/oauth2/register?dry_run=true", "{\"client_name\": 1, \"contacts\": 1}")
				.expect(400)
				.json()
				.get("errors")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSizeGreaterThan(1);
			String[] operator = TestServer.basic("user", "password");
			String uri = "/actuator/dcrclients/" + client.id();
			String token = http.post(uri + "/token", "{\"reason\": \"lost\"}", operator)
				.expect(200)
				.string("registrationAccessToken");
			http.post(client.uri() + "/secret", "", Registered.bearer(token)).expect(200);
			assertThat(http.get(uri + "/export", operator).expect(200).body()).contains("lost");
			http.post("/actuator/dcrtokens", "{}", operator).expect(200);
			String document = DocumentHost.shared()
				.document(DocumentHost.shared().path(),
						Map.of("client_name", "Doc", "redirect_uris", List.of(CALLBACK), "scope", "openid"));
			assertThat(new Browser(http).code(document, CALLBACK, "openid")).isNotEmpty();
			assertThat(http.get("/actuator/dcrdocuments", operator).expect(200).body()).contains("localhost:");
			assertThat(running.log()).doesNotContain("has no effect");
		}
	}

	private static String hints() throws IOException {
		try (Stream<Path> files = Files.walk(directory.resolve("resources"))) {
			Path metadata = files.filter((file) -> file.endsWith("reachability-metadata.json"))
				.findFirst()
				.orElseThrow();
			return Files.readString(metadata).replace("\\/", "/");
		}
	}

	@Test
	void startWhenProcessedWithoutRegistrationThenSaysThatItComesTooLate(@TempDir Path other) throws Exception {
		AheadOfTime without = AheadOfTime.process(AheadOfTimeApplication.class, other);
		try (AheadOfTime.Running running = without.run(SPRING_SCHEMA, "--dcr.enabled=true",
				"--dcr.permission=allow-all")) {
			assertThat(running.http().post("/oauth2/register", METADATA).status()).isNotEqualTo(201);
			assertThat(running.log()).contains("dcr.enabled has no effect");
		}
	}

}
