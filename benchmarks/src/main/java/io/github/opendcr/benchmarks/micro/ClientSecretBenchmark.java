package io.github.opendcr.benchmarks.micro;

import java.time.Clock;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.github.opendcr.registration.SecureCredentialsGenerator;
import io.github.opendcr.secrets.StoredSecrets;

import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * What a client secret costs at its registration and at each token request, by
 * {@code dcr.client-secret.encoding}.
 *
 * @since 0.1.0
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by JMH
public class ClientSecretBenchmark extends MicroBenchmark {

	/**
	 * How secrets are stored.
	 */
	@Param
	public Encoding encoding;

	private final String secret = new SecureCredentialsGenerator(Clock.systemUTC()).clientSecret();

	private StoredSecrets encoder;

	private String encoded;

	/**
	 * Encode the secret, to have something to compare with.
	 */
	@Setup
	public void prepare() {
		PasswordEncoder passwordEncoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
		this.encoder = new StoredSecrets(passwordEncoder, this.encoding == Encoding.FAST, null);
		this.encoded = this.encoder.encode(this.secret);
	}

	/**
	 * At the registration.
	 * @return what is stored
	 */
	@Benchmark
	public String encode() {
		return this.encoder.encode(this.secret);
	}

	/**
	 * At a token request.
	 * @return whether it is the secret
	 */
	@Benchmark
	public boolean matches() {
		return this.encoder.matches(this.secret, this.encoded);
	}

	/**
	 * How secrets are stored.
	 */
	public enum Encoding {

		/**
		 * SHA-256.
		 */
		FAST,

		/**
		 * Spring's default: bcrypt.
		 */
		APPLICATION

	}

}
