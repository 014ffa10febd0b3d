package io.github.opendcr.policy;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PolicySettings}, what they are made of and
 * {@link RegistrationPolicies}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PolicySettingsTests {

	private static final PolicySettings PARTNER = new PolicySettings(MemberSettings.NONE,
			allowed(Set.of("authorization_code", "refresh_token"), null, Set.of("native")),
			new RedirectUriSettings(true, Set.of(), false, List.of("partner.example"), false, true),
			PolicySettings.DEFAULT.terms(), 7);

	private static AllowedMetadataSettings allowed(Set<String> grantTypes, @Nullable Set<String> responseTypes,
			@Nullable Set<String> applicationTypes) {
		Set<String> methods = new LinkedHashSet<>(List.of("none", "client_secret_basic"));
		return new AllowedMetadataSettings(grantTypes, responseTypes, Set.of("a", "b"), List.of("b"), methods,
				applicationTypes, false);
	}

	static List<Map<String, Object>> allowedMetadata() {
		return List.of(Map.of(), Map.of("scope", "a b"), Map.of("grant_types", List.of("authorization_code")),
				Map.of("grant_types", List.of("refresh_token", "authorization_code")),
				Map.of("response_types", List.of("code")), Map.of("token_endpoint_auth_method", "none"),
				Map.of("application_type", "native"), Map.of("client_name", "any"),
				Map.of("redirect_uris", List.of("https://partner.example/cb")));
	}

	@ParameterizedTest
	@MethodSource("allowedMetadata")
	void problemOfWhenAllIsAllowedThenNone(Map<String, Object> metadata) {
		assertThat(PARTNER.problemOf(ClientMetadata.of(metadata))).isNull();
	}

	static List<Object[]> refusedMetadata() {
		return List.of(new Object[] { Map.of("scope", "a c"), "Not all of 'scope' is allowed" },
				new Object[] { Map.of("grant_types", List.of("authorization_code", "password")),
						"Not all of 'grant_types' is allowed" },
				new Object[] { Map.of("grant_types", List.of("authorization_code", "refresh_token"),
						"token_endpoint_auth_method", "none"), "Not all of 'grant_types' is allowed" },
				new Object[] { Map.of("application_type", "web"), "use one of: native" },
				new Object[] {
						Map.of("redirect_uris", List.of("https://partner.example/cb", "https://other.example/cb")),
						"Not all of 'redirect_uris'" },
				new Object[] { Map.of("redirect_uris", List.of("https://other.example/cb")),
						"must redirect to a host" });
	}

	@ParameterizedTest
	@MethodSource("refusedMetadata")
	void problemOfWhenNotAllIsAllowedThenNamesIt(Map<String, Object> metadata, String problem) {
		assertThat(PARTNER.problemOf(ClientMetadata.of(metadata))).contains(problem);
	}

	@Test
	void problemOfWhenPublicClientsAloneAreAllowedThenJudgedAsOne() {
		PolicySettings open = new PolicySettings(MemberSettings.NONE,
				new AllowedMetadataSettings(Set.of("authorization_code", "refresh_token"), null, Set.of(), List.of(),
						Set.of("none"), null, false),
				RedirectUriSettings.DEFAULT, PolicySettings.DEFAULT.terms(), null);
		assertThat(open.problemOf(ClientMetadata.of(Map.of("client_name", "any")))).isNull();
		assertThat(open.problemOf(ClientMetadata.of(Map.of("grant_types", List.of("refresh_token")))))
			.contains("grant types");
	}

	@ParameterizedTest
	@MethodSource
	void createWhenResponseAndGrantTypesDoNotFitThenIllegalArgument(Set<String> grantTypes, Set<String> responseTypes,
			String problem) {
		assertThatIllegalArgumentException().isThrownBy(() -> allowed(grantTypes, responseTypes, null))
			.withMessageContaining(problem);
	}

	static List<Object[]> createWhenResponseAndGrantTypesDoNotFitThenIllegalArgument() {
		return List.of(
				new Object[] { Set.of("authorization_code"), Set.of("code", "none"), "'none' is no response type" },
				new Object[] { Set.of("authorization_code"), Set.of("code", "token"), "'token' is no response type" },
				new Object[] { Set.of("authorization_code", "implicit"), Set.of("code"),
						"implicit needs a response type" },
				new Object[] { Set.of("authorization_code"), Set.of(), "authorization_code needs a response type" });
	}

	@Test
	void createWhenResponseAndGrantTypesFitThenAllowed() {
		assertThat(allowed(Set.of("client_credentials"), Set.of(), null).responseTypes()).isEmpty();
		assertThat(allowed(Set.of("authorization_code", "implicit"), Set.of("code id_token"), null).responseTypes())
			.containsExactly("code id_token");
	}

	@Test
	void allowsScopeWhenListedOrByDefaultThenTrue() {
		AllowedMetadataSettings settings = new AllowedMetadataSettings(Set.of(), null, Set.of("a"), List.of("b"),
				Set.of(), null, false);
		assertThat(settings.allowsScope("a")).isTrue();
		assertThat(settings.allowsScope("b")).isTrue();
		assertThat(settings.allowsScope("c")).isFalse();
	}

	@Test
	void policiesThenByTheNameThatTheRegistrantIsBoundTo() {
		Map<String, PolicySettings> named = new LinkedHashMap<>(Map.of("partner", PARTNER));
		RegistrationPolicies policies = new RegistrationPolicies(PolicySettings.DEFAULT, named);
		named.clear();
		assertThat(policies.of(Registrant.ANONYMOUS)).isSameAs(PolicySettings.DEFAULT);
		assertThat(policies.of(Registrant.ANONYMOUS.withPolicy("partner"))).isSameAs(PARTNER);
		assertThat(policies.exists("partner")).isTrue();
		assertThat(policies.exists("other")).isFalse();
		assertThat(policies.maxClients()).isEqualTo(Map.of("partner", 7));
		assertThat(new RegistrationPolicies(PARTNER, Map.of("open", PolicySettings.DEFAULT)).maxClients())
			.isEqualTo(Map.of("", 7));
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> policies.of(Registrant.ANONYMOUS.withPolicy("gone")))
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(RegistrationError.ACCESS_DENIED));
	}

	@Test
	void ofWhenNameComesFromTheRequestThenTheLogIsOneLine(CapturedOutput output) {
		RegistrationPolicies policies = new RegistrationPolicies(PolicySettings.DEFAULT, Map.of());
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> policies.of(Registrant.ANONYMOUS.withPolicy("a-1\nb")));
		assertThat(output).contains("no policy dcr.policies.a-1?b");
	}

	@Test
	void metadataPoliciesThenEachGrantsByThePolicyOfTheRegistrant() {
		MemberSettings named = new MemberSettings(ClientMetadata.empty(),
				ClientMetadata.of(Map.of("client_name", "Partner")), Set.of(), false);
		PolicySettings forced = new PolicySettings(named, PARTNER.allowedMetadata(), PARTNER.redirectUris(),
				PARTNER.terms(), null);
		List<ClientMetadataPolicy> steps = new RegistrationPolicies(PolicySettings.DEFAULT, Map.of("partner", forced))
			.metadataPolicies();
		ClientMetadata granted = ClientMetadata.of(Map.of("application_type", "native", "scope", "a c", "redirect_uris",
				List.of("https://partner.example/cb", "https://other.example/cb")));
		for (ClientMetadataPolicy step : steps) {
			granted = step.apply(granted, RegistrationContext.of(Registrant.ANONYMOUS.withPolicy("partner")));
		}
		assertThat(granted.getString("client_name")).isEqualTo("Partner");
		assertThat(granted.getString("scope")).isEqualTo("a");
		assertThat(granted.getRedirectUris()).containsExactly("https://partner.example/cb");
	}

}
