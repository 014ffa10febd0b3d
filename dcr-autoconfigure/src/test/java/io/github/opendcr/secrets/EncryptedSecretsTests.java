package io.github.opendcr.secrets;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EncryptedSecrets}.
 */
class EncryptedSecretsTests {

	private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private final EncryptedSecrets secrets = new EncryptedSecrets(KEY);

	@Test
	void encodeThenDifferentEachTimeAndFitsTheColumn() {
		String secret = "s".repeat(72);
		String encoded = this.secrets.encode(secret);
		assertThat(encoded).isNotEqualTo(this.secrets.encode(secret)).hasSizeLessThanOrEqualTo(200);
		assertThat(EncryptedSecrets.isEncrypted(encoded)).isTrue();
		assertThat(this.secrets.decode(encoded)).isEqualTo(secret);
	}

	@Test
	void decodeWhenKeyOrTextIsAnotherThenNothing() {
		String encoded = this.secrets.encode("secret");
		byte[] other = KEY.clone();
		other[0]++;
		assertThat(new EncryptedSecrets(other).decode(encoded)).isNull();
		String changed = encoded.substring(0, 20) + ((encoded.charAt(20) == 'A') ? 'B' : 'A') + encoded.substring(21);
		assertThat(this.secrets.decode(changed)).isNull();
		assertThat(this.secrets.decode("{dcr-aes-gcm}%")).isNull();
		assertThat(this.secrets.decode("{dcr-aes-gcm}AAAA")).isNull();
	}

	/**
	 * What {@code AesGcmBytesEncryptor} of Spring Security 7.1.2 wrote.
	 */
	@Test
	void decodeWhenSpringsOtherClassWroteItThenRead() {
		assertThat(this.secrets.decode("{dcr-aes-gcm}NtazcIjUA8W4OrpgvTW36pEIoIKD-AdrRF6nTOp2HtD7F6HfZu0"))
			.isEqualTo("secret");
	}

	@Test
	void isEncryptedWhenHashThenNot() {
		assertThat(EncryptedSecrets.isEncrypted("{dcr-sha256}x")).isFalse();
		assertThat(EncryptedSecrets.isEncrypted(null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 15, 31, 33 })
	void constructorWhenNoAesKeyThenRefused(int length) {
		assertThatIllegalArgumentException().isThrownBy(() -> new EncryptedSecrets(new byte[length]));
	}

}
