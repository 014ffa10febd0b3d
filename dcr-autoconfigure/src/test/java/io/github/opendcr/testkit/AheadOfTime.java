package io.github.opendcr.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.springframework.boot.SpringApplicationAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application as the build plugins of Spring Boot process it ahead of time, and
 * processes that run the outcome.
 *
 * @param application its main class
 * @param classes where the generated classes are
 */
public record AheadOfTime(Class<?> application, Path classes) {

	private static final Pattern PORT = Pattern.compile("(?:Tomcat|Jetty) started on port (\\d+)");

	public static AheadOfTime process(Class<?> application, Path directory, String... arguments) throws Exception {
		Path sources = directory.resolve("sources");
		Path classes = Files.createDirectories(directory.resolve("classes"));
		List<String> all = new ArrayList<>(List.of(application.getName(), sources.toString(),
				directory.resolve("resources").toString(), classes.toString(), "example", "application"));
		all.addAll(List.of(arguments));
		SpringApplicationAotProcessor.main(all.toArray(String[]::new));
		List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "-cp",
				System.getProperty("java.class.path"), "-proc:none", "-nowarn"));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((name) -> name.endsWith(".java")).forEach(options::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new))).isZero();
		return new AheadOfTime(application, classes);
	}

	public Running run(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
				"-XX:TieredStopAtLevel=1", "-Dspring.aot.enabled=true", "-Dserver.address=localhost", "-cp",
				this.classes + File.pathSeparator + System.getProperty("java.class.path"), this.application.getName(),
				"--server.port=0"));
		command.addAll(List.of(arguments));
		return new Running(this.application.getSimpleName(),
				new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	/**
	 * A process, and what it has logged until it listened or ended.
	 */
	public static final class Running implements AutoCloseable {

		private final Process process;

		private final StringBuilder log = new StringBuilder();

		private int port;

		private Running(String name, Process process) throws IOException {
			this.process = process;
			BufferedReader output = process.inputReader();
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				this.log.append(line).append('\n');
				Matcher started = PORT.matcher(line);
				if (started.find()) {
					this.port = Integer.parseInt(started.group(1));
				}
				if (line.contains("Started " + name)) {
					ServerProcess.drain(output);
					break;
				}
			}
		}

		/**
		 * What it has logged until it listened or ended.
		 */
		public String log() {
			return this.log.toString();
		}

		public int port() {
			assertThat(this.port).as(log()).isPositive();
			return this.port;
		}

		public Http http() {
			return new Http("http://localhost:" + port());
		}

		@Override
		public void close() throws InterruptedException {
			this.process.destroyForcibly().waitFor();
		}

	}

}
