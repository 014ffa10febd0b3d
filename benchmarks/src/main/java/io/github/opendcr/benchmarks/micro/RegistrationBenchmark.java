package io.github.opendcr.benchmarks.micro;

import java.util.List;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataReader;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.registration.ClientInformation;

/**
 * A registration without HTTP and without a database, and its first two stages by
 * themselves.
 *
 * @since 0.1.0
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by JMH
public class RegistrationBenchmark extends MicroBenchmark {

	/**
	 * What the client sends.
	 */
	@Param
	public RegistrationRequest request;

	private final ClientMetadataReader reader = new ClientMetadataReader();

	private final ClientMetadataValidator validator = new ClientMetadataValidator(
			new ClientMetadataCatalogue(List.of()));

	private byte[] body;

	private ClientMetadata metadata;

	/**
	 * Read the request once, for the stage that comes after that.
	 */
	@Setup
	public void read() {
		this.body = this.request.body();
		this.metadata = this.reader.read(this.body);
	}

	/**
	 * JSON to metadata.
	 * @return the metadata
	 */
	@Benchmark
	public ClientMetadata parse() {
		return this.reader.read(this.body);
	}

	/**
	 * Each member by its own rule.
	 * @return the members that are known
	 */
	@Benchmark
	public ClientMetadata validate() {
		return this.validator.validate(this.metadata);
	}

	/**
	 * JSON to the client and the registration that a store is given: read, validate,
	 * apply policies, validate again, make credentials, map, publish the event.
	 * @param registrar the application
	 * @return what the client is told
	 */
	@Benchmark
	@Warmup(iterations = 7, time = 1)
	public ClientInformation register(Registrar registrar) {
		return registrar.service.register(registrar.reader.read(this.body), Registrant.ANONYMOUS);
	}

}
