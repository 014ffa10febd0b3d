package io.github.opendcr.quota;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientQuotaSettings}.
 */
class ClientQuotaSettingsTests {

	@Test
	void ofWhenPolicyLimitsThenItsQuota() {
		ClientQuotaSettings settings = new ClientQuotaSettings(null, null, null, null, null, Map.of("limited", 2));
		assertThat(settings.isEmpty()).isFalse();
		assertThat(settings.of(registration("limited", Map.of())).values())
			.containsExactly(ClientQuota.of("policy", "limited", 2, "under your policy"));
		assertThat(settings.of(registration("open", Map.of()))).isEmpty();
		assertThat(settings.of(registration(null, Map.of()))).isEmpty();
	}

	@Test
	void ofWhenThoseWithoutPolicyAreLimitedThenTheirQuota() {
		ClientQuotaSettings settings = new ClientQuotaSettings(null, null, null, null, null, Map.of("", 2));
		assertThat(settings.of(registration(null, Map.of())).values())
			.containsExactly(ClientQuota.of("policy", "", 2, "under your policy"));
		assertThat(settings.of(registration("open", Map.of()))).isEmpty();
	}

	@Test
	void ofWhenSeveralThenInTheOrderOfTheirKeys() {
		ClientQuotaSettings settings = new ClientQuotaSettings(1, 2, 3, 4, 5, Map.of("limited", 6));
		Map<String, Object> metadata = Map.of("software_id", "a", "redirect_uris",
				List.of("https://b.example/1", "https://b.example/2", "https://a.example/"));
		assertThat(List.copyOf(settings.of(registration("limited", metadata)).keySet())).isSorted().hasSize(7);
	}

	private static ClientRegistration registration(String policy, Map<String, Object> metadata) {
		return new ClientRegistration("client", "id", ClientMetadata.of(metadata), null, Instant.EPOCH, Instant.EPOCH,
				new Registrant("principal", "token", policy), null, ClientStatus.ACTIVE, null);
	}

}
