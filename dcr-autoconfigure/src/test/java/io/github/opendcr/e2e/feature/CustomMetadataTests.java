package io.github.opendcr.e2e.feature;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataMember.Support;
import io.github.opendcr.ClientMetadataMember.Type;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Members of an application's own: validated, kept, returned, readable at run time.
 */
class CustomMetadataTests {

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Regulator.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void registerWhenCustomMembersThenKeptAndReturned() {
		Registered client = server.registered("""
				{"redirect_uris": ["https://client.example/cb"], "logo_dark_uri": "https://client.example/dark.svg",
				"logo_dark_uri#fr": "https://client.example/nuit.svg", "organisation_ids": ["PSDGB-1", "PSDGB-2"],
				"organisation": {"country": "GB"}, "licences": 2, "supervised": true, "default_acr_values": ["urn:x"],
				"organisation_ids#fr": "not localizable", "unknown": "ignored"}""");
		Map<String, Object> kept = Map.of("logo_dark_uri", "https://client.example/dark.svg", "logo_dark_uri#fr",
				"https://client.example/nuit.svg", "organisation_ids", List.of("PSDGB-1", "PSDGB-2"), "organisation",
				Map.of("country", "GB"), "licences", 2, "supervised", true, "default_acr_values", List.of("urn:x"));
		assertThat(client.answer().json()).containsAllEntriesOf(kept)
			.doesNotContainKeys("organisation_ids#fr", "unknown");
		assertThat(client.read().expect(200).json()).containsAllEntriesOf(kept);
		assertThat(server.bean(ClientRegistrationStore.class).findByClientId(client.id()).metadata().asMap())
			.containsAllEntriesOf(kept);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			logo_dark_uri    | "javascript:alert(1)"             | must be an absolute https URL
			logo_dark_uri    | ["https://client.example/d.svg"]  | must be a string, not an array
			organisation_ids | "PSDGB-1"                         | must be an array of strings
			organisation_ids | ["PSDGB-1", "XX"]                 | must begin with PSD
			organisation_ids | [""]                              | must not contain an empty value
			organisation     | "GB"                              | must be an object, not a string
			licences         | 1.5                               | must be an integer, not a number
			licences         | true                              | must be an integer, not a boolean
			supervised       | "true"                            | must be a boolean, not a string""")
	void registerWhenCustomMemberIsWrongThenRefusedByName(String member, String value, String problem) {
		Answer answer = server
			.register("{\"redirect_uris\": [\"https://client.example/cb\"], \"%s\": %s}".formatted(member, value));
		Refusals.assertRefused(answer, "invalid_client_metadata", member);
		assertThat(answer.string("error_description")).contains(problem);
	}

	// ClientMetadataCatalogueTests has all names that aren't free
	@Test
	void startWhenNameIsNotFreeThenFails() {
		assertThatException().isThrownBy(() -> TestServer.startInMemory(Clash.class))
			.havingRootCause()
			.withMessageContaining("client_name");
	}

	@Configuration(proxyBeanMethods = false)
	static class Regulator {

		@Bean
		ClientMetadataMember logoDarkUri() {
			return ClientMetadataMember.of("logo_dark_uri", Type.URL).asLocalizable();
		}

		@Bean
		ClientMetadataMember organisationIds() {
			return ClientMetadataMember.of("organisation_ids", Type.STRING).asArray().withRule((member, value) -> {
				if (!value.toString().startsWith("PSD")) {
					throw RegistrationException.invalidMetadata(member, member + " must begin with PSD");
				}
			});
		}

		@Bean
		ClientMetadataMember organisation() {
			return ClientMetadataMember.of("organisation", Type.OBJECT);
		}

		@Bean
		ClientMetadataMember licences() {
			return ClientMetadataMember.of("licences", Type.INTEGER);
		}

		@Bean
		ClientMetadataMember supervised() {
			return ClientMetadataMember.of("supervised", Type.BOOLEAN);
		}

		@Bean
		ClientMetadataMember defaultAcrValues() {
			return ClientMetadataMember.of("default_acr_values", Type.STRING)
				.asArray()
				.withSupport(Support.HONOURED, "the login page asks for it");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Clash {

		@Bean
		ClientMetadataMember clash() {
			return ClientMetadataMember.of("client_name", Type.STRING);
		}

	}

}
