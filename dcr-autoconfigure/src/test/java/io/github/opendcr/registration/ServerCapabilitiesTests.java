package io.github.opendcr.registration;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant.Source;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.SourceBounds;
import io.github.opendcr.metadata.Violations;
import io.github.opendcr.metadata.ViolationsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServerCapabilities}, of a server that fetches nothing.
 */
class ServerCapabilitiesTests {

	private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

	private static final String ALGORITHM = "id_token_signed_response_alg";

	@Test
	void checkWhenRequestsMustBePushedAndCannotBeThenRefused() {
		ClientMetadata pushed = ClientMetadata.of(Map.of("require_pushed_authorization_requests", true));
		assertThat(granted(pushed, true)).isEqualTo(pushed);
		assertRefused(pushed, false, "require_pushed_authorization_requests");
		ClientMetadata not = pushed.with("require_pushed_authorization_requests", false);
		assertThat(granted(not, false)).isEqualTo(not);
	}

	@Test
	void checkWhenThereIsNoDeviceEndpointThenWithoutItsGrantUnlessNothingIsLeft() {
		ClientMetadata both = grants("authorization_code", DEVICE_CODE, "refresh_token");
		assertThat(granted(both, true)).isEqualTo(both);
		assertThat(granted(both, false)).isEqualTo(grants("authorization_code", "refresh_token"));
		assertRefused(grants(DEVICE_CODE), false, "grant_types");
		assertRefused(grants(DEVICE_CODE, "refresh_token"), false, "grant_types");
		assertThat(granted(grants("refresh_token"), false)).isEqualTo(grants("refresh_token"));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			-,     openid email, RS256 ES256, -
			-,     openid,       ES256 PS256, ES256
			-,     openid,       '',          -
			-,     email,        ES256,       -
			PS256, email,        ES256 PS256, PS256""")
	void checkThenTheAlgorithmOfIdTokensIsOneThatTheServerHas(@Nullable String asked, String scope, String supported,
			@Nullable String granted) {
		ClientMetadata metadata = ClientMetadata.of(Map.of("scope", scope));
		ClientMetadata requested = (asked != null) ? metadata.with(ALGORITHM, asked) : metadata;
		assertThat(capabilities(true, supported).check(requested, Source.REGISTERED, Violations.thrown())
			.getString(ALGORITHM)).isEqualTo(granted);
	}

	@Test
	void checkWhenTheServerLacksTheAlgorithmThenSaysWhichItHas() {
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> capabilities(true, "ES256 PS256").check(ClientMetadata.of(Map.of(ALGORITHM, "RS256")),
					Source.REGISTERED, Violations.thrown()))
			.withMessage("id_token_signed_response_alg must be one that the server has a key for: ES256, PS256");
	}

	@Test
	void checkWhenThereAreNoPairwiseSubjectsThenNoneAndNoSector() {
		ClientMetadata metadata = ClientMetadata
			.of(Map.of("sector_identifier_uri", "https://client.example/s", "subject_type", "public"));
		assertThat(granted(metadata, true)).isEqualTo(metadata.without("sector_identifier_uri"));
		assertRefused(metadata.with("subject_type", "pairwise"), true, "subject_type");
	}

	@Test
	void checkWhenThereArePairwiseSubjectsThenTheirSectorIsCheckedOnceTheRestIsGood() {
		ClientMetadata metadata = ClientMetadata
			.of(Map.of("redirect_uris", List.of("https://client.example/callback"), "subject_type", "pairwise"));
		ServerCapabilities pairwise = new ServerCapabilities(() -> Set.of("RS256"), ClientUriFetcher.NONE,
				SourceBounds.USUAL, true, () -> false, () -> false);
		assertThat(pairwise.check(metadata, Source.REGISTERED, Violations.thrown())).isEqualTo(metadata);
		ClientMetadata several = metadata.with("redirect_uris",
				List.of("https://client.example/callback", "https://other.example/callback"));
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> pairwise.check(several, Source.REGISTERED, Violations.thrown()))
			.withMessageContaining("sector_identifier_uri");
		Violations violations = Violations.collected();
		pairwise.check(several.with("require_pushed_authorization_requests", true), Source.REGISTERED, violations);
		assertThatExceptionOfType(ViolationsException.class).isThrownBy(violations::throwAll)
			.satisfies((ex) -> assertThat(ex.getViolations()).extracting(RegistrationException::getMember)
				.containsExactly("require_pushed_authorization_requests"));
	}

	@Test
	void checkWhenKeysAreNotFetchedThenRefusedByName() {
		assertRefused(ClientMetadata.of(Map.of("jwks_uri", "https://client.example/jwks")), true, "jwks_uri");
	}

	private static ClientMetadata granted(ClientMetadata requested, boolean endpoints) {
		return capabilities(endpoints, "RS256").check(requested, Source.REGISTERED, Violations.thrown());
	}

	private static void assertRefused(ClientMetadata requested, boolean endpoints, String member) {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> granted(requested, endpoints))
			.satisfies((ex) -> assertThat(ex.getMember()).isEqualTo(member));
	}

	private static ServerCapabilities capabilities(boolean endpoints, String algorithms) {
		Set<String> supported = new LinkedHashSet<>(
				algorithms.isEmpty() ? List.of() : Arrays.asList(algorithms.split(" ")));
		return new ServerCapabilities(() -> supported, ClientUriFetcher.NONE, SourceBounds.USUAL, false,
				() -> endpoints, () -> endpoints);
	}

	private static ClientMetadata grants(String... types) {
		return ClientMetadata.of(Map.of("grant_types", List.of(types)));
	}

}
