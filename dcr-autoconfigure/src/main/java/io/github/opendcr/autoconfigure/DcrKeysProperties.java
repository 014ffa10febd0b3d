package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of client keys.
 *
 * @param secretEncryptionKey AES key, 16 or 32 bytes in Base64, under which the secrets
 * of clients that authenticate by client_secret_jwt are kept. Without it, no client may
 * authenticate so.
 * @param certificateAuthorities SSL bundle whose trust store has the authorities that
 * issue certificates for tls_client_auth, as it is at the start. If not set, whatever
 * ends TLS checks them.
 * @since 0.1.0
 */
@ConfigurationProperties("dcr.keys")
record DcrKeysProperties(@Nullable String secretEncryptionKey, @Nullable String certificateAuthorities) {

	/**
	 * Return a description without the key.
	 */
	@Override
	public String toString() {
		return "DcrKeysProperties[secretEncryptionKey=" + ((this.secretEncryptionKey != null) ? "******" : "null")
				+ ", certificateAuthorities=" + this.certificateAuthorities + "]";
	}

}
