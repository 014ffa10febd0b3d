package io.github.opendcr.keys;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RecoverableSecrets}.
 */
class RecoverableSecretsTests {

	private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private final RecoverableSecrets secrets = new RecoverableSecrets(KEY);

	@Test
	void encodeThenDifferentEachTimeAndFitsTheColumn() {
		String secret = "s".repeat(72);
		String encoded = this.secrets.encode(secret);
		assertThat(encoded).isNotEqualTo(this.secrets.encode(secret)).hasSizeLessThanOrEqualTo(200);
		assertThat(RecoverableSecrets.isRecoverable(encoded)).isTrue();
		assertThat(this.secrets.decode(encoded)).isEqualTo(secret);
	}

	@Test
	void decodeWhenKeyOrTextIsAnotherThenNothing() {
		String encoded = this.secrets.encode("secret");
		byte[] other = KEY.clone();
		other[0]++;
		assertThat(new RecoverableSecrets(other).decode(encoded)).isNull();
		String changed = encoded.substring(0, 20) + ((encoded.charAt(20) == 'A') ? 'B' : 'A') + encoded.substring(21);
		assertThat(this.secrets.decode(changed)).isNull();
		assertThat(this.secrets.decode("{dcr-aes-gcm}%")).isNull();
	}

	@Test
	void isRecoverableWhenHashThenNot() {
		assertThat(RecoverableSecrets.isRecoverable("{dcr-sha256}x")).isFalse();
		assertThat(RecoverableSecrets.isRecoverable(null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 15, 31, 33 })
	void constructorWhenNoAesKeyThenRefused(int length) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RecoverableSecrets(new byte[length]));
	}

}
