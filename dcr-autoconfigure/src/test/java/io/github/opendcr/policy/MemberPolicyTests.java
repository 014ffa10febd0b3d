package io.github.opendcr.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MemberPolicy}.
 */
class MemberPolicyTests {

	private static final RegistrationContext CONTEXT = RegistrationContext.of(Registrant.ANONYMOUS);

	@Test
	void applyWhenNothingIsSetThenUnchanged() {
		ClientMetadata metadata = ClientMetadata.of(Map.of("client_name", "A", "client_name#fr", "B"));
		assertThat(policy(MemberSettings.NONE).apply(metadata, CONTEXT)).isEqualTo(metadata);
	}

	@Test
	void applyWhenDefaultThenOnlyWhereLeftOut() {
		MemberPolicy policy = policy(
				new MemberSettings(ClientMetadata.of(Map.of("scope", "a", "contacts", List.of("b"))),
						ClientMetadata.empty(), Set.of(), false));
		assertThat(policy.apply(ClientMetadata.of(Map.of("scope", "c")), CONTEXT).asMap())
			.isEqualTo(Map.of("scope", "c", "contacts", List.of("b")));
	}

	@Test
	void applyWhenForcedThenWhateverIsSentAndNoTranslation() {
		MemberPolicy policy = policy(new MemberSettings(ClientMetadata.of(Map.of("client_name", "Default")),
				ClientMetadata.of(Map.of("client_name", "Partner")), Set.of(), false));
		assertThat(policy
			.apply(ClientMetadata.of(Map.of("client_name", "A", "client_name#fr", "B", "client_name#", "C",
					"client_name_other", "D", "tos_uri#fr", "E")), CONTEXT)
			.asMap()).isEqualTo(Map.of("client_name", "Partner", "client_name_other", "D", "tos_uri#fr", "E"));
		assertThat(policy.apply(ClientMetadata.empty(), CONTEXT).asMap()).isEqualTo(Map.of("client_name", "Partner"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "logo_uri", "logo_uri#fr", "logo_uri#" })
	void applyWhenRefusedThenRefusedByName(String member) {
		MemberPolicy policy = policy(
				new MemberSettings(ClientMetadata.empty(), ClientMetadata.empty(), Set.of("logo_uri"), false));
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> policy.apply(ClientMetadata.of(Map.of(member, "x")), CONTEXT))
			.satisfies((ex) -> assertThat(ex.getMember()).isEqualTo(member));
		assertThat(policy.apply(ClientMetadata.of(Map.of("tos_uri", "x")), CONTEXT).has("tos_uri")).isTrue();
	}

	@Test
	void applyWhenStatementRequiredThenOnlyWithOne() {
		MemberPolicy policy = policy(
				new MemberSettings(ClientMetadata.empty(), ClientMetadata.empty(), Set.of(), true));
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> policy.apply(ClientMetadata.empty(), CONTEXT));
		ClientMetadata stated = ClientMetadata.of(Map.of("software_statement", "verified"));
		assertThat(policy.apply(stated, CONTEXT)).isEqualTo(stated);
	}

	private static MemberPolicy policy(MemberSettings settings) {
		return new MemberPolicy((registrant) -> settings);
	}

}
