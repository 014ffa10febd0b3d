package io.github.opendcr.benchmarks.micro;

import java.util.Objects;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.github.opendcr.Registrant;
import io.github.opendcr.registration.ClientInformation;
import io.github.opendcr.storage.ClientStorage.StoredClient;

/**
 * The check of a registration access token, beside the two look-ups that it needs: a hash
 * and a comparison in constant time.
 *
 * @since 0.1.0
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by JMH
public class RegistrationAccessTokenBenchmark extends MicroBenchmark {

	private String clientId;

	private String token;

	/**
	 * Register the client that has the token.
	 * @param registrar the application
	 */
	@Setup
	public void register(Registrar registrar) {
		ClientInformation client = registrar.service.register(registrar.reader.read(RegistrationRequest.MCP.body()),
				Registrant.ANONYMOUS);
		this.clientId = client.registration().clientId();
		this.token = Objects.requireNonNull(client.registrationAccessToken());
	}

	/**
	 * Check the token.
	 * @param registrar the application
	 * @return the client that it belongs to
	 */
	@Benchmark
	public StoredClient authenticate(Registrar registrar) {
		return registrar.service.configuration().authenticate(this.clientId, this.token);
	}

}
