package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.Registrant;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.policy.PolicySettings;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link ProfileEnvironmentPostProcessor} and {@link DcrProfile}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProfileEnvironmentPostProcessorTests {

	private static final String ENABLED = "--dcr.enabled=true";

	@ParameterizedTest
	@ValueSource(strings = { "mcp", "MCP" })
	void runWhenMcpThenPropertiesAreSetAndShownAsASourceOfTheirOwn(String profile) {
		ConfigurableEnvironment environment = run(Map.of(), Map.of(), ENABLED, "--dcr.profile=" + profile);
		DcrProperties properties = bind(environment);
		assertThat(properties.permission()).isEqualTo(DcrProperties.Permission.ALLOW_ALL);
		PolicySettings policy = policy(environment);
		assertThat(policy.allowedMetadata().refreshTokensForPublicClients()).isTrue();
		assertThat(policy.redirectUris().allowedSchemes()).containsExactly("cursor", "vscode", "vscode-insiders",
				"windsurf");
		assertThat(policy.redirectUris().allowLoopback()).isTrue();
		assertThat(policy.redirectUris().dropRefused()).isTrue();
		assertThat(properties.cors().allowedOrigins()).containsExactly("*");
		assertThat(properties.reaper().neverUsedAfter()).isEqualTo(Duration.ofDays(1));
		assertThat(policy.allowedMetadata().tokenEndpointAuthMethods()).contains("none");
		assertThat(policy.terms().proofKeyRequired()).isTrue();
		assertThat(environment.getPropertySources().get("dcr.profile").getSource())
			.isEqualTo(DcrProfile.MCP.properties());
	}

	@Test
	void runWhenPropertyIsSetAnywhereThenItWins() {
		ConfigurableEnvironment environment = run(
				Map.of("dcr.cors.allowed-origins[0]", "https://one.example", "dcr.public-clients.refreshTokens", false),
				Map.of("DCR_PERMISSION", "authenticated"), ENABLED, "--dcr.profile=mcp",
				"--dcr.redirect-uris.allowed-schemes=");
		DcrProperties properties = bind(environment);
		assertThat(properties.permission()).isEqualTo(DcrProperties.Permission.AUTHENTICATED);
		PolicySettings policy = policy(environment);
		assertThat(policy.allowedMetadata().refreshTokensForPublicClients()).isFalse();
		assertThat(policy.redirectUris().allowedSchemes()).isEmpty();
		assertThat(properties.cors().allowedOrigins()).containsExactly("https://one.example");
	}

	@Test
	void runWhenNoProfileOrNotEnabledThenNothingIsSet() {
		for (String[] arguments : List.of(new String[] { ENABLED }, new String[] { "--dcr.profile=mcp" },
				new String[] { "--dcr.enabled=false", "--dcr.profile=nonsense" })) {
			ConfigurableEnvironment environment = run(Map.of(), Map.of(), arguments);
			assertThat(environment.getPropertySources().contains("dcr.profile")).isFalse();
			assertThat(bind(environment).permission()).isEqualTo(DcrProperties.Permission.AUTHENTICATED);
		}
	}

	@Test
	void runWhenProfileIsUnknownThenStartFailsAndSaysWhichThereAre(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Map.of(), Map.of(), ENABLED, "--dcr.profile=mpc"));
		assertThat(output).contains("APPLICATION FAILED TO START", "Property: dcr.profile", "Value: \"mpc\"",
				"The following values are valid:", "MCP");
	}

	private static DcrProperties bind(ConfigurableEnvironment environment) {
		return Binder.get(environment).bindOrCreate("dcr", DcrProperties.class);
	}

	private static PolicySettings policy(ConfigurableEnvironment environment) {
		return new RegistrationPolicyConfiguration()
			.registrationPolicies(Binder.get(environment).bindOrCreate("dcr", DcrPolicyProperties.class),
					bind(environment), new ClientMetadataCatalogue(List.of()))
			.of(Registrant.ANONYMOUS);
	}

	private static ConfigurableEnvironment run(Map<String, Object> defaults, Map<String, Object> variables,
			String... arguments) {
		SpringApplication application = new SpringApplication(Empty.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(defaults);
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		application.setEnvironment(environment);
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			return context.getEnvironment();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
