package io.github.opendcr.wiring;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.opendcr.testkit.AheadOfTime;
import io.github.opendcr.testkit.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose beans are chosen when it is built.
 */
class AheadOfTimeTests {

	private static final String METADATA = """
			{"redirect_uris":["https://client.example.org/cb"]}""";

	private static final String SPRING_SCHEMA = "--spring.sql.init.schema-locations=" + Stream
		.of("client/oauth2-registered-client", "oauth2-authorization", "oauth2-authorization-consent")
		.map((name) -> "classpath:org/springframework/security/oauth2/server/authorization/" + name + "-schema.sql")
		.collect(Collectors.joining(","));

	@TempDir
	private Path directory;

	@Test
	void registerWhenProcessedThenRegistersAndSaysWhatComesTooLate() throws Exception {
		AheadOfTime application = AheadOfTime.process(AheadOfTimeApplication.class, this.directory,
				"--dcr.enabled=true", "--dcr.keys.secret-encryption-key=any");
		try (AheadOfTime.Running running = application.run(SPRING_SCHEMA, "--dcr.enabled=true",
				"--dcr.permission=allow-all", "--dcr.keys.secret-encryption-key=AAAAAAAAAAAAAAAAAAAAAA==",
				"--dcr.allowed-token-endpoint-auth-methods=none,client_secret_jwt", "--dcr.default-scopes=a",
				"--dcr.allowed-scopes=a", "--dcr.policies.partner.allowed-scopes=a",
				"--dcr.pairwise.salt=0123456789abcdef0123456789abcdef")) {
			Answer registered = running.http()
				.post("/oauth2/register",
						"""
								{"redirect_uris":["https://client.example.org/cb"],"token_endpoint_auth_method":"client_secret_jwt"}""");
			assertThat(registered.status()).as(registered.body() + running.log()).isEqualTo(201);
			assertThat(running.http().get(registered.clientUri(), registered.bearer()).status()).isEqualTo(200);
			assertThat(running.log()).contains("dcr.pairwise.salt has no effect")
				.doesNotContain("dcr.enabled has no effect", "dcr.reaper.enabled has no effect",
						"dcr.keys.secret-encryption-key has no effect");
		}
		try (AheadOfTime.Running off = application.run(SPRING_SCHEMA, "--dcr.enabled=false")) {
			assertThat(off.log()).contains("APPLICATION FAILED TO START", "configuration property 'dcr.enabled'");
		}
	}

	@Test
	void startWhenProcessedWithoutRegistrationThenSaysThatItComesTooLate() throws Exception {
		AheadOfTime application = AheadOfTime.process(AheadOfTimeApplication.class, this.directory);
		try (AheadOfTime.Running running = application.run(SPRING_SCHEMA, "--dcr.enabled=true",
				"--dcr.permission=allow-all")) {
			assertThat(running.http().post("/oauth2/register", METADATA).status()).isNotEqualTo(201);
			assertThat(running.log()).contains("dcr.enabled has no effect");
		}
	}

}
