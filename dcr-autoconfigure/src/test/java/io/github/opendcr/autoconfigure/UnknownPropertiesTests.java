package io.github.opendcr.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Properties below {@code dcr.} that don't exist.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertiesTests {

	@ParameterizedTest
	@CsvSource({ "dcr.aproval, dcr.approval", "dcr.quota.totl, dcr.quota.total",
			"dcr.redirect-uris.allowed-host, dcr.redirect-uris.allowed-hosts",
			"dcr.redirect-uri.allowed-hosts, dcr.redirect-uris.allowed-hosts",
			"dcr.allowed-hosts, dcr.redirect-uris.allowed-hosts", "dcr.allowed-scope[0], dcr.allowed-scopes",
			"dcr.rate-limit.adress.limit, dcr.rate-limit.address.limit", "dcr.profil, dcr.profile",
			"dcr.jdbc.initialise-schema, dcr.jdbc.initialize-schema", "dcr.policys.partner.approval, dcr.approval",
			"dcr.policies.partner.aproval, dcr.policies.partner.approval",
			"dcr.policies.partner.client-secret.encoding, dcr.client-secret.encoding",
			"dcr.software-statement.trusted-issuers[1].jwks-uri, dcr.software-statement.trusted-issuers",
			"dcr.max-requestsizes, dcr.max-request-size", "dcr.enabled.x, dcr.enabled" })
	void checkWhenPropertyIsUnknownThenNamesItAndTheNearest(String name, String nearest) {
		assertThatExceptionOfType(UnknownPropertiesException.class).isThrownBy(() -> check(source(name, "manual")))
			.satisfies((ex) -> {
				FailureAnalysis analysis = new UnknownPropertiesFailureAnalyzer().analyze(ex);
				assertThat(analysis.getDescription()).contains("'" + name + "'", "'" + nearest)
					.doesNotContain("Bindable", "manual");
				assertThat(analysis.getAction()).contains("The prefix 'dcr.'");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "dcr.enabled", "dcr.allowed-scopes", "dcr.allowedScopes", "dcr.allowed_scopes[3]",
			"dcr.policies.partner.redirect-uris.allowed-hosts[0]", "dcr.policies[a.b].max-clients",
			"dcr.consent.scopes.message.read", "dcr.consent.scopes[message:read]", "dcr.quota.total",
			"dcr.software-statement.trusted-issuers[0].jwks-location", "dcr.client-secret.timeToLive", "dcrx.anything",
			"my.dcr.aproval" })
	void checkWhenPropertyIsKnownThenSaysNothing(String name) {
		assertThatNoException().isThrownBy(() -> check(source(name, "x")));
	}

	@Test
	void checkWhenYamlHasNothingBelowAKeyThenSaysNothing() throws Exception {
		PropertySource<?> yaml = new YamlPropertySourceLoader().load("application.yml", new ByteArrayResource("""
				dcr:
				  cors:
				  quota: {}
				  policies:
				    partner: {}
				""".getBytes())).get(0);
		assertThatNoException().isThrownBy(() -> check(yaml));
	}

	@Test
	void checkWhenYamlIsWrongThenSaysWhere() throws Exception {
		PropertySource<?> yaml = new YamlPropertySourceLoader().load("application.yml", new ByteArrayResource("""
				dcr:
				  allowed-hosts:
				    - client.example
				  aproval: manual
				""".getBytes())).get(0);
		assertThatExceptionOfType(UnknownPropertiesException.class).isThrownBy(() -> check(yaml))
			.withMessageContaining("dcr.aproval")
			.withMessageContaining("4:12")
			.withMessageContaining("dcr.allowed-hosts[0]");
	}

	@Test
	void checkWhenEnvironmentVariableIsUnknownThenWarns(CapturedOutput output) {
		check(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				Map.of("DCR_APROVAL", "manual", "DCR_QUOTA_TOTAL", "1", "DCR_CLIENTSECRET_TIMETOLIVE", "1d",
						"DCR_CLIENT_SECRET_TIME_TO_LIVE", "1d", "DCR_POLICIES_PARTNER_MAXCLIENTS", "1",
						"DCR_ALLOWEDSCOPES_0", "a", "DCRX", "y")));
		assertThat(output.getAll().lines().filter((line) -> line.contains("There is no property"))).singleElement()
			.asString()
			.contains("'dcr.aproval'", "DCR_APROVAL", "'dcr.approval'")
			.doesNotContain("manual");
	}

	@Test
	void checkWhenPropertyIsInTheMetadataThenIsKnown() throws Exception {
		PropertyNames names = new PropertyNames();
		JsonNode metadata = JsonMapper.builder()
			.build()
			.readTree(DcrProperties.class.getProtectionDomain()
				.getCodeSource()
				.getLocation()
				.toURI()
				.resolve("META-INF/spring-configuration-metadata.json")
				.toURL()
				.openStream());
		assertThat(metadata.path("properties").valueStream().map((property) -> property.path("name").asString()))
			.filteredOn((name) -> name.startsWith("dcr."))
			.contains("dcr.enabled", "dcr.profile", "dcr.jdbc.schema")
			.allMatch((name) -> names.contains(ConfigurationPropertyName.of(name))
					|| names.containsBelow(ConfigurationPropertyName.of(name)));
	}

	private static MapPropertySource source(String name, String value) {
		return new MapPropertySource("test", Map.of(name, value));
	}

	private static void check(PropertySource<?> source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		environment.getPropertySources().addFirst(source);
		ConfigurationPropertySources.attach(environment);
		UnknownPropertiesCheck check = new UnknownPropertiesCheck();
		check.setEnvironment(environment);
		check.postProcessBeanFactory(new DefaultListableBeanFactory());
	}

}
