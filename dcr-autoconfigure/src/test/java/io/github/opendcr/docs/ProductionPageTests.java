package io.github.opendcr.docs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/production.md} configures starts, and nothing is missing then.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProductionPageTests {

	@Test
	void yamlWhenInAnApplicationThenStartsAndWarnsOfNoneOfItsProperties(CapturedOutput output) throws IOException {
		Map<String, String> yaml = new LinkedHashMap<>(
				DocumentPage.of("docs/production.md").section("What does it look like?").properties());
		// there is no such cluster here, and nothing that migrates
		yaml.keySet().removeIf((name) -> name.startsWith("spring.datasource.") || name.startsWith("dcr.jdbc."));
		yaml.put("logging.level.io.github.opendcr", "info");
		try (TestServer server = TestServer.start(yaml.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue())
			.toArray(String[]::new))) {
			assertThat(
					server.get("/.well-known/oauth-authorization-server").expect(200).string("registration_endpoint"))
				.isEqualTo("https://auth.example.org/oauth2/register");
			assertThat(server.get("/actuator/health").status()).isNotEqualTo(404);
		}
		assertThat(output.toString().lines().filter((line) -> line.contains(" WARN "))).noneMatch(
				(line) -> yaml.keySet().stream().anyMatch(line::contains) || line.contains("dcr.client-time-to-live"));
		assertThat(output).contains("Clients register themselves at /oauth2/register of https://auth.example.org",
				"dcr.permission=allow-all", "10000 clients");
	}

}
