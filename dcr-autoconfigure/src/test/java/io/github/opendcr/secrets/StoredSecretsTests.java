package io.github.opendcr.secrets;

import org.junit.jupiter.api.Test;

import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoredSecrets}.
 */
class StoredSecretsTests {

	private final PasswordEncoder passwords = PasswordEncoderFactories.createDelegatingPasswordEncoder();

	private final StoredSecrets fast = new StoredSecrets(this.passwords, true, null);

	private final StoredSecrets application = new StoredSecrets(this.passwords, false, new byte[32]);

	@Test
	void encodeWhenFastThenIsSha256() {
		// The first test vector of FIPS 180-2
		assertThat(this.fast.encode("abc")).isEqualTo("{dcr-sha256}ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
	}

	@Test
	void encodeWhenApplicationThenIsThePasswordEncoders() {
		assertThat(this.application.encode("abc")).startsWith("{bcrypt}");
	}

	@Test
	void matchesWhenEncodedByEitherThenBothAccept() {
		for (String encoded : new String[] { this.fast.encode("abc"), this.application.encode("abc") }) {
			assertThat(this.fast.matches("abc", encoded)).isTrue();
			assertThat(this.application.matches("abc", encoded)).isTrue();
			assertThat(this.fast.matches("abd", encoded)).isFalse();
			assertThat(this.application.matches("abd", encoded)).isFalse();
			assertThat(this.application.decrypt(encoded)).isNull();
		}
	}

	@Test
	void matchesWhenThereIsNoSecretThenRefuses() {
		assertThat(this.fast.matches("abc", null)).isFalse();
		assertThat(this.application.matches("abc", null)).isFalse();
		assertThat(this.fast.matches("", "{dcr-sha256}")).isFalse();
	}

	@Test
	void encryptWhenThereIsAKeyThenOnlyItReadsTheSecretAgain() {
		String encrypted = this.application.encrypt("abc");
		assertThat(StoredSecrets.isEncrypted(encrypted)).isTrue();
		assertThat(this.application.decrypt(encrypted)).isEqualTo("abc");
		assertThat(this.application.matches("abc", encrypted)).isTrue();
		assertThat(this.application.matches("abd", encrypted)).isFalse();
		assertThat(this.fast.encrypt("abc")).isNull();
		assertThat(this.fast.decrypt(encrypted)).isNull();
		assertThat(this.fast.matches("abc", encrypted)).isFalse();
	}

}
