package io.github.opendcr.registration;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.policy.MemberSettings;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.registration.MemberOrigins.Origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class MemberOriginsTests {

	private static final Registrant PARTNER = Registrant.named("alice").withPolicy("partner");

	private final MemberOrigins origins = new MemberOrigins(
			new RegistrationPolicies(PolicySettings.DEFAULT, Map.of("partner", partner())));

	private static PolicySettings partner() {
		PolicySettings everyone = PolicySettings.DEFAULT;
		return new PolicySettings(
				new MemberSettings(ClientMetadata.of(Map.of("default_max_age", 60, "scope", "email")),
						ClientMetadata.of(Map.of("require_auth_time", true)), Set.of(), false),
				everyone.allowedMetadata(), everyone.redirectUris(), everyone.terms(), null);
	}

	private static ClientRegistration registration(Registrant registrant, Map<String, Object> metadata) {
		return new ClientRegistration("id", "id", ClientMetadata.of(metadata), null, Instant.EPOCH, Instant.EPOCH,
				registrant, null, ClientStatus.ACTIVE, null);
	}

	@Test
	void ofWhenPolicySetsMembersThenThoseWithItsValuesAreItsOwn() {
		Map<String, Object> metadata = Map.of("default_max_age", 60, "scope", "openid", "require_auth_time", true,
				"client_name", "Name");
		assertThat(this.origins.of(registration(PARTNER, metadata))).containsOnly(
				entry("default_max_age", Origin.DEFAULT), entry("scope", Origin.SENT),
				entry("require_auth_time", Origin.FORCED), entry("client_name", Origin.SENT));
		assertThat(this.origins.of(registration(Registrant.ANONYMOUS, metadata)).values()).containsOnly(Origin.SENT);
		assertThat(this.origins.of(registration(PARTNER.withPolicy("gone"), metadata)).values())
			.containsOnly(Origin.SENT);
	}

	@Test
	void ofWhenThereIsAStatementThenItsClaimsAreItsOwn() {
		String statement = encoded("{\"alg\":\"RS256\"}") + "."
				+ encoded("{\"client_name\":\"Stated\",\"default_max_age\":60,\"require_auth_time\":true}") + ".c2ln";
		Map<String, Object> metadata = Map.of("software_statement", statement, "client_name", "Stated",
				"default_max_age", 60, "require_auth_time", true, "contacts", List.of("a@client.example"));
		assertThat(this.origins.of(registration(PARTNER, metadata))).containsOnly(
				entry("software_statement", Origin.SENT), entry("client_name", Origin.STATEMENT),
				entry("default_max_age", Origin.STATEMENT), entry("require_auth_time", Origin.FORCED),
				entry("contacts", Origin.SENT));
	}

	@Test
	void ofWhenTheStatementIsOfAnApplicationsOwnKindThenNothingIsKnownOfIt() {
		for (String statement : List.of("opaque", "a.b.c", "")) {
			assertThat(this.origins
				.of(registration(PARTNER, Map.of("software_statement", statement, "client_name", "Name")))
				.values()).containsOnly(Origin.SENT);
		}
	}

	private static String encoded(String json) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

}
