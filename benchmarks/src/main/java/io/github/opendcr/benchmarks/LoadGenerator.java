package io.github.opendcr.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.benchmarks.load.Load;
import io.github.opendcr.benchmarks.load.LoadOptions;
import io.github.opendcr.benchmarks.load.Measurement;
import io.github.opendcr.benchmarks.peer.Documents;
import io.github.opendcr.benchmarks.peer.Workspace;

/**
 * The load generator in a process of its own, the same one for all runs: what it has
 * compiled of itself stays compiled, as in the servers. It ends with this process.
 */
final class LoadGenerator {

	private static final JsonMapper json = new JsonMapper();

	private final Writer input;

	private final BufferedReader output;

	LoadGenerator(Documents documents) {
		List<String> command = Workspace.java(List.of("-Xmx1g", "-XX:+UseSerialGC"), Load.class);
		command.addAll(documents.arguments());
		try {
			Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
			this.input = process.outputWriter(StandardCharsets.UTF_8);
			this.output = process.inputReader(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Measurement load(LoadOptions options) {
		try {
			this.input.write(options.toLine() + "\n");
			this.input.flush();
			String measurement = this.output.readLine();
			if (measurement == null) {
				throw new IllegalStateException("The load generator failed: " + options);
			}
			return json.readValue(measurement, Measurement.class);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
