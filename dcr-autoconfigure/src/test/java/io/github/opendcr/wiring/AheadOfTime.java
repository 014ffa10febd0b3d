package io.github.opendcr.wiring;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.ServerProcess;

import org.springframework.boot.SpringApplicationAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link AheadOfTimeApplication} as the build plugins of Spring Boot process it, and
 * processes that run the outcome.
 *
 * @param classes where the generated classes are
 */
record AheadOfTime(Path classes) {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final String SPRING_SCHEMA = "--spring.sql.init.schema-locations=" + Stream
		.of("client/oauth2-registered-client", "oauth2-authorization", "oauth2-authorization-consent")
		.map((name) -> "classpath:org/springframework/security/oauth2/server/authorization/" + name + "-schema.sql")
		.collect(Collectors.joining(","));

	static AheadOfTime process(Path directory, String... arguments) throws Exception {
		Path sources = directory.resolve("sources");
		Path classes = Files.createDirectories(directory.resolve("classes"));
		List<String> all = new ArrayList<>(List.of(AheadOfTimeApplication.class.getName(), sources.toString(),
				directory.resolve("resources").toString(), classes.toString(), "example", "application"));
		all.addAll(List.of(arguments));
		SpringApplicationAotProcessor.main(all.toArray(String[]::new));
		List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "-cp",
				System.getProperty("java.class.path"), "-proc:none", "-nowarn"));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((name) -> name.endsWith(".java")).forEach(options::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new))).isZero();
		return new AheadOfTime(classes);
	}

	Running run(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
				"-XX:TieredStopAtLevel=1", "-Dspring.aot.enabled=true", "-cp",
				this.classes + File.pathSeparator + System.getProperty("java.class.path"),
				AheadOfTimeApplication.class.getName(), "--server.port=0", "--server.address=localhost",
				SPRING_SCHEMA));
		command.addAll(List.of(arguments));
		return new Running(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	/**
	 * A process, and what it has logged until it listened or ended.
	 */
	static final class Running implements AutoCloseable {

		private final Process process;

		private final StringBuilder log = new StringBuilder();

		private String base = "";

		private Running(Process process) throws IOException {
			this.process = process;
			BufferedReader output = process.inputReader();
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				this.log.append(line).append('\n');
				Matcher started = PORT.matcher(line);
				if (started.find()) {
					this.base = "http://localhost:" + started.group(1);
				}
				if (line.contains("Started AheadOfTimeApplication")) {
					ServerProcess.drain(output);
					break;
				}
			}
		}

		String log() {
			return this.log.toString();
		}

		Http http() {
			assertThat(this.base).as(log()).isNotEmpty();
			return new Http(this.base);
		}

		@Override
		public void close() throws InterruptedException {
			this.process.destroyForcibly().waitFor();
		}

	}

}
