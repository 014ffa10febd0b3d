package io.github.opendcr.policy;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenTerms}.
 */
class TokenTermsTests {

	@Test
	void applyToThenWhatIsSaidIsWrittenAndTheRestStays() {
		TokenSettings.Builder builder = TokenSettings.builder();
		TokenSettings before = builder.build();
		TokenTerms.NONE.applyTo(builder);
		assertThat(builder.build().getSettings()).isEqualTo(before.getSettings());
		new TokenTerms(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), false).applyTo(builder);
		TokenSettings after = builder.build();
		assertThat(after.getAccessTokenTimeToLive()).hasSeconds(1);
		assertThat(after.getRefreshTokenTimeToLive()).hasSeconds(2);
		assertThat(after.getAuthorizationCodeTimeToLive()).hasSeconds(3);
		assertThat(after.isReuseRefreshTokens()).isFalse();
	}

	@Test
	void termsWhenNothingIsSaidOfTokensThenNone() {
		assertThat(new RegistrationTerms(false, null, null, true, true).tokens()).isEqualTo(TokenTerms.NONE);
	}

}
