package io.github.opendcr.server.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.keys.Sha256;
import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;

/**
 * Encodes and checks the secrets of dynamic clients. It hooks in around the encoder that
 * the server's client authentication had, which checks the secrets that aren't ours.
 *
 * @param delegate the application's encoder, for every secret that isn't ours
 * @param fast whether secrets are encoded by us
 */
record SecretPasswordEncoder(PasswordEncoder delegate, boolean fast) implements ClientSecretEncoder, PasswordEncoder {

	private static final String PREFIX = "{dcr-sha256}";

	static void addTo(ServerChain chain) {
		chain.adapt(ClientSecretAuthenticationProvider.class, (provider) -> {
			PasswordEncoder present = PrivateField.read(provider, "passwordEncoder", PasswordEncoder.class);
			provider.setPasswordEncoder(new SecretPasswordEncoder(present, false));
		});
	}

	@Override
	public String encode(String secret) {
		String encoded = this.fast ? PREFIX + Sha256.of(secret) : this.delegate.encode(secret);
		if (encoded == null) {
			throw new IllegalStateException("The PasswordEncoder bean encoded a client secret to null");
		}
		return encoded;
	}

	@Override
	public @Nullable String encode(@Nullable CharSequence rawPassword) {
		return this.delegate.encode(rawPassword);
	}

	@Override
	public boolean matches(String secret, @Nullable String encoded) {
		return encoded != null && matches((CharSequence) secret, encoded);
	}

	@Override
	public boolean matches(@Nullable CharSequence secret, @Nullable String encoded) {
		if (secret == null || encoded == null || !encoded.startsWith(PREFIX)) {
			return this.delegate.matches(secret, encoded);
		}
		byte[] expected = encoded.substring(PREFIX.length()).getBytes(StandardCharsets.UTF_8);
		return MessageDigest.isEqual(expected, Sha256.of(secret).getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public boolean upgradeEncoding(@Nullable String encoded) {
		// An upgrade costs a slow hash at each token request and ends in a save, which is
		// an upsert
		return (encoded == null || !encoded.startsWith(PREFIX)) && this.delegate.upgradeEncoding(encoded);
	}

}
