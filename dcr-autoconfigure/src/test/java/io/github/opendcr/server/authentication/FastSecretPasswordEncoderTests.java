package io.github.opendcr.server.authentication;

import org.junit.jupiter.api.Test;

import io.github.opendcr.secrets.StoredSecrets;

import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FastSecretPasswordEncoder}.
 */
class FastSecretPasswordEncoderTests {

	private final PasswordEncoder passwords = PasswordEncoderFactories.createDelegatingPasswordEncoder();

	private final String fast = new StoredSecrets(this.passwords, true, null).encode("abc");

	private final PasswordEncoder authentication = new FastSecretPasswordEncoder(this.passwords);

	@Test
	void matchesWhenEncodedByEitherThenAccepts() {
		for (String encoded : new String[] { this.fast, this.passwords.encode("abc") }) {
			assertThat(this.authentication.matches("abc", encoded)).isTrue();
			assertThat(this.authentication.matches("abd", encoded)).isFalse();
		}
	}

	@Test
	void upgradeEncodingWhenFastThenNever() {
		assertThat(this.authentication.upgradeEncoding(this.fast)).isFalse();
		assertThat(this.authentication.upgradeEncoding("{noop}abc")).isTrue();
		assertThat(this.authentication.encode("abc")).startsWith("{bcrypt}");
	}

}
