package io.github.opendcr.registration;

import org.junit.jupiter.api.Test;

import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedSettings}.
 */
class SharedSettingsTests {

	private final SharedSettings<ClientSettings> settings = new SharedSettings<>();

	@Test
	void sharedWhenTheSameWereThereBeforeThenThose() {
		ClientSettings first = ClientSettings.builder().requireProofKey(true).build();
		assertThat(this.settings.shared(first)).isSameAs(first);
		assertThat(this.settings.shared(ClientSettings.builder().requireProofKey(true).build())).isSameAs(first);
		ClientSettings other = ClientSettings.builder().requireProofKey(false).build();
		assertThat(this.settings.shared(other)).isSameAs(other);
	}

}
