package io.github.opendcr.registration;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecureCredentialsGenerator}.
 */
class SecureCredentialsGeneratorTests {

	private final SecureCredentialsGenerator generator = new SecureCredentialsGenerator();

	@Test
	void credentialsHave256BitsAndTheirPrefix() {
		assertThat(this.generator.clientId()).matches("[A-Za-z0-9_-]{43}");
		assertThat(this.generator.clientSecret()).matches("dcr_cs_[A-Za-z0-9_-]{43}");
		assertThat(this.generator.registrationAccessToken()).matches("dcr_rat_[A-Za-z0-9_-]{43}");
	}

	@Test
	void credentialsDoNotRepeat() {
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			assertThat(seen.add(this.generator.clientId())).isTrue();
			assertThat(seen.add(this.generator.clientSecret())).isTrue();
		}
	}

}
