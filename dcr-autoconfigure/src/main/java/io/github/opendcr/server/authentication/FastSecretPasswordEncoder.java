package io.github.opendcr.server.authentication;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;

/**
 * Teaches the server's client authentication to check the secrets that are stored as
 * SHA-256, each of those that a client may use, and leaves all others to the encoder that
 * it had. It hooks in as the password encoder of Spring's provider for client secrets.
 *
 * @param delegate the encoder that client authentication had
 */
record FastSecretPasswordEncoder(PasswordEncoder delegate) implements PasswordEncoder {

	static void addTo(ServerChain chain) {
		chain.adapt(ClientSecretAuthenticationProvider.class, (provider) -> {
			PasswordEncoder present = PrivateField.read(provider, "passwordEncoder", PasswordEncoder.class);
			provider.setPasswordEncoder(new FastSecretPasswordEncoder(present));
		});
	}

	@Override
	public @Nullable String encode(@Nullable CharSequence rawPassword) {
		return this.delegate.encode(rawPassword);
	}

	@Override
	public boolean matches(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
		List<String> accepted = StoredSecrets.each(encodedPassword);
		if (rawPassword == null || accepted.size() <= 1) {
			return matchesOne(rawPassword, encodedPassword);
		}
		return accepted.stream().anyMatch((one) -> matchesOne(rawPassword, one));
	}

	private boolean matchesOne(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
		if (rawPassword != null && encodedPassword != null && StoredSecrets.isFast(encodedPassword)) {
			return StoredSecrets.matchesFast(rawPassword, encodedPassword);
		}
		return this.delegate.matches(rawPassword, encodedPassword);
	}

	@Override
	public boolean upgradeEncoding(@Nullable String encodedPassword) {
		// An upgrade costs a slow hash at each token request and ends in a save, which is
		// an upsert
		return StoredSecrets.each(encodedPassword).size() <= 1 && !StoredSecrets.isFast(encodedPassword)
				&& this.delegate.upgradeEncoding(encodedPassword);
	}

}
