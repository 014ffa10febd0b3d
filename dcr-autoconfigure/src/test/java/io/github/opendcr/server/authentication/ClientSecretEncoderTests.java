package io.github.opendcr.server.authentication;

import org.junit.jupiter.api.Test;

import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientSecretEncoder} and {@link SecretPasswordEncoder}.
 */
class ClientSecretEncoderTests {

	private final PasswordEncoder passwords = PasswordEncoderFactories.createDelegatingPasswordEncoder();

	private final ClientSecretEncoder fast = ClientSecretEncoder.fast(this.passwords);

	private final ClientSecretEncoder application = ClientSecretEncoder.application(this.passwords);

	private final PasswordEncoder authentication = new SecretPasswordEncoder(this.passwords, false);

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
			assertThat(this.authentication.matches("abc", encoded)).isTrue();
			assertThat(this.fast.matches("abd", encoded)).isFalse();
			assertThat(this.application.matches("abd", encoded)).isFalse();
			assertThat(this.authentication.matches("abd", encoded)).isFalse();
		}
	}

	@Test
	void matchesWhenThereIsNoSecretThenRefuses() {
		assertThat(this.fast.matches("abc", null)).isFalse();
		assertThat(this.application.matches("abc", null)).isFalse();
		assertThat(this.fast.matches("", "{dcr-sha256}")).isFalse();
	}

	@Test
	void upgradeEncodingWhenFastThenNever() {
		assertThat(this.authentication.upgradeEncoding(this.fast.encode("abc"))).isFalse();
		assertThat(this.authentication.upgradeEncoding("{noop}abc")).isTrue();
		assertThat(this.authentication.encode("abc")).startsWith("{bcrypt}");
	}

}
