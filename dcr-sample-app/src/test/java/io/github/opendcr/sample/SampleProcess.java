package io.github.opendcr.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged sample in a process of its own.
 */
final class SampleProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final BufferedReader output;

	private SampleProcess(Process process) {
		this.process = process;
		this.output = process.inputReader();
	}

	static SampleProcess start(String... args) throws IOException {
		Path jar = Path.of("target", "dcr-sample-app.jar");
		assertThat(jar).exists();
		String java = ProcessHandle.current().info().command().orElse("java");
		List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
		command.addAll(List.of(args));
		return new SampleProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	/**
	 * Wait until the server listens.
	 * @return its port
	 */
	int port() throws IOException {
		StringBuilder log = new StringBuilder();
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			log.append(line).append('\n');
			Matcher started = PORT.matcher(line);
			if (started.find()) {
				drain();
				return Integer.parseInt(started.group(1));
			}
		}
		throw new IllegalStateException("The sample ended before it listened:\n" + log);
	}

	/**
	 * End the process as {@code kill -9} does: it gets no chance to tidy up.
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() throws InterruptedException {
		kill();
	}

	private void drain() {
		// A process whose output nobody reads stops once the pipe is full
		Thread reader = new Thread(() -> this.output.lines().forEach((line) -> {
		}));
		reader.setDaemon(true);
		reader.start();
	}

}
