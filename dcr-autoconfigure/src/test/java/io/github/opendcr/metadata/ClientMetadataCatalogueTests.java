package io.github.opendcr.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataMember.Type;
import io.github.opendcr.RegistrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClientMetadataCatalogue}.
 */
class ClientMetadataCatalogueTests {

	@ParameterizedTest
	@ValueSource(strings = { "client_id", "client_secret", "client_id_issued_at", "client_secret_expires_at",
			"registration_access_token", "registration_client_uri", "registration_status", "registration_expires_at" })
	void createWhenMemberIsTheServersThenRefused(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ClientMetadataCatalogue(List.of(ClientMetadataMember.of(name, Type.STRING))))
			.withMessage("'" + name + "' can't be the name of a member of the client metadata");
	}

	@Test
	void askedBesideThenWhatTheServerKnowsAndGrantedOtherwise() {
		Map<String, Object> requested = new LinkedHashMap<>();
		requested.put("client_name", "Notes");
		requested.put("client_name#fr", "Carnet");
		requested.put("scope", "b a c");
		requested.put("grant_types", List.of("refresh_token", "authorization_code"));
		requested.put("client_secret", "secret");
		requested.put("registration_access_token", "token");
		requested.put("favourite_colour", "red");
		requested.put("tos_uri#" + "x".repeat(100), "https://client.example/tos");
		Map<String, Object> granted = Map.of("client_name", "Notes", "scope", "a b", "grant_types",
				List.of("authorization_code", "refresh_token"), "client_uri", "https://client.example");
		assertThat(asked(requested, granted)).isEqualTo(Map.of("client_name#fr", "Carnet", "scope", "b a c"));
		assertThat(asked(granted, granted)).isEmpty();
		assertThat(asked(granted, Map.of())).isEqualTo(granted);
	}

	@Test
	void askedBesideWhenLongThenOnlyWhatThereIsRoomFor() {
		Map<String, Object> requested = new LinkedHashMap<>();
		requested.put("contacts", List.of("a@client.example"));
		requested.put("tos_uri", "x".repeat(3967));
		requested.put("policy_uri", "p");
		requested.put("client_uri", "x".repeat(4000));
		assertThat(asked(requested, Map.of())).containsOnlyKeys("contacts", "tos_uri");
		requested.put("tos_uri", "x".repeat(3000));
		assertThat(asked(requested, Map.of())).containsOnlyKeys("contacts", "tos_uri", "policy_uri");
	}

	@Test
	void askedBesideWhenANameIsAsLongAsItMayBeThenIsKept() {
		String longest = "x".repeat(100);
		ClientMetadata requested = ClientMetadata.of(Map.of(longest, "value"));
		ClientMetadataCatalogue catalogue = new ClientMetadataCatalogue(
				List.of(ClientMetadataMember.of(longest, Type.STRING)));
		assertThat(catalogue.askedBeside(requested, ClientMetadata.empty())).isEqualTo(requested);
	}

	@Test
	void isSameThenScopesAndElementsInAnyOrder() {
		assertThat(ClientMetadataCatalogue.isSame("scope", "a b", "b a")).isTrue();
		assertThat(ClientMetadataCatalogue.isSame("scope", "a b", "a c")).isFalse();
		assertThat(ClientMetadataCatalogue.isSame("scope", List.of("a", "b"), List.of("b", "a"))).isTrue();
		assertThat(ClientMetadataCatalogue.isSame("client_name", "a b", "b a")).isFalse();
		assertThat(ClientMetadataCatalogue.isSame("grant_types", List.of("a", "b"), List.of("b", "a"))).isTrue();
		assertThat(ClientMetadataCatalogue.isSame("grant_types", List.of("a", "b"), null)).isFalse();
	}

	@Test
	void untaggedThenWhatIsBeforeTheFirstHash() {
		assertThat(ClientMetadataCatalogue.untagged("client_name")).isEqualTo("client_name");
		assertThat(ClientMetadataCatalogue.untagged("client_name#fr#de")).isEqualTo("client_name");
		assertThat(ClientMetadataCatalogue.untagged("#fr")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "client_name", "redirect_uris", "contacts", "a b", "name#fr", "" })
	void createWhenNameIsTakenOrNoneThenRefused(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ClientMetadataCatalogue(List.of(ClientMetadataMember.of(name, Type.STRING))));
	}

	@Test
	void createWhenMemberWasRefusedThenTheApplicationsTakesItsPlace() {
		ClientMetadataMember own = ClientMetadataMember.of("default_max_age", Type.STRING);
		ClientMetadataCatalogue catalogue = new ClientMetadataCatalogue(List.of(own));
		assertThat(catalogue.find("default_max_age")).isEqualTo(own);
		assertThat(catalogue.members()).contains(own).hasSameSizeAs(new ClientMetadataCatalogue(List.of()).members());
	}

	@Test
	void isKnownWhenMemberOrOneOfTheServersThenTrue() {
		ClientMetadataCatalogue catalogue = new ClientMetadataCatalogue(
				List.of(ClientMetadataMember.of("x_flag", Type.BOOLEAN)));
		assertThat(List.of("client_name", "client_name#fr", "client_secret", "x_flag")).allMatch(catalogue::isKnown);
		assertThat(List.of("favourite_colour", "#client_name")).noneMatch(catalogue::isKnown);
	}

	@Test
	void findWhenLanguageTagIsTooLongThenRefused() {
		ClientMetadataCatalogue catalogue = new ClientMetadataCatalogue(List.of());
		String longest = "client_name#a" + "-abcdefgh".repeat(3) + "-abcdef";
		assertThat(catalogue.find(longest)).isEqualTo(catalogue.find("client_name"));
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> catalogue.find(longest + "g"))
			.withMessageContaining("must be a BCP 47 tag, such as client_name#fr");
		assertThat(catalogue.find("scope#fr")).isNull();
	}

	private static Map<String, Object> asked(Map<String, Object> requested, Map<String, Object> granted) {
		return new ClientMetadataCatalogue(List.of())
			.askedBeside(ClientMetadata.of(requested), ClientMetadata.of(granted))
			.asMap();
	}

}
