package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.opendcr.reliability.client.Http;

/**
 * The packaged sample in a process of its own, on PostgreSQL. It ends with this process
 * at the latest.
 */
public final class SampleNode implements AutoCloseable {

	/**
	 * What the scenarios need of it: no limit of requests, and an outage of the database
	 * that is noticed within seconds.
	 */
	private static final List<String> PROPERTIES = List.of("--spring.profiles.active=postgres",
			"--spring.datasource.username=postgres", "--spring.datasource.password=postgres",
			"--spring.datasource.hikari.connection-timeout=2000", "--dcr.rate-limit.enabled=false",
			"--dcr.quota.total=1000000", "--dcr.registration-access-token.rotation-grace=30m",
			"--dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials");

	private static final AtomicInteger started = new AtomicInteger();

	private final Process process;

	private final URI uri;

	private final Path log;

	private final Thread end;

	private SampleNode(Process process, URI uri, Path log) {
		this.process = process;
		this.uri = uri;
		this.log = log;
		this.end = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.end);
	}

	/**
	 * Start it without waiting for it.
	 * @param databasePort where PostgreSQL listens, or what is between
	 */
	public static SampleNode launch(int databasePort, String database, List<String> properties) throws IOException {
		return launch(url(databasePort, database), properties);
	}

	/**
	 * Start it without waiting for it.
	 */
	public static SampleNode launch(String databaseUrl, List<String> properties) throws IOException {
		return launch(List.of(SampleProgram.QUICK_COMPILER, "-Xmx512m"), databaseUrl, properties);
	}

	/**
	 * Start it without waiting for it, with more on its classpath.
	 * @param properties the database's among them; they replace those that all have
	 */
	public static SampleNode launchWith(List<Path> libraries, List<String> properties) throws IOException {
		return launch(List.of(SampleProgram.QUICK_COMPILER, "-Xmx384m", "-Duser.timezone=UTC"), libraries, properties);
	}

	private static SampleNode launch(List<String> options, String databaseUrl, List<String> properties)
			throws IOException {
		List<String> all = new ArrayList<>(List.of("--spring.datasource.url=" + databaseUrl));
		all.addAll(properties);
		return launch(options, List.of(), all);
	}

	private static SampleNode launch(List<String> options, List<Path> libraries, List<String> properties)
			throws IOException {
		SampleProgram sample = SampleProgram.present();
		URI uri = URI.create("http://127.0.0.1:" + Workspace.freePort());
		Path log = Workspace.directory("logs").resolve("sample-" + started.incrementAndGet() + ".log");
		List<String> command = new ArrayList<>(
				List.of(Workspace.javaTool("java"), "-Xlog:gc:file=" + collections(log)));
		command.addAll(options);
		command.addAll(sample.with(libraries));
		command.addAll(merged(properties));
		command.addAll(List.of("--server.address=127.0.0.1", "--server.port=" + uri.getPort()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		return new SampleNode(process, uri, log);
	}

	/**
	 * Return the properties of all scenarios, of which the given ones replace some.
	 */
	private static List<String> merged(List<String> properties) {
		Map<String, String> merged = new LinkedHashMap<>();
		Stream.concat(PROPERTIES.stream(), properties.stream())
			.forEach((property) -> merged.put(property.substring(0, property.indexOf('=')), property));
		return List.copyOf(merged.values());
	}

	private static String url(int databasePort, String database) {
		return "jdbc:postgresql://127.0.0.1:" + databasePort + "/" + database;
	}

	/**
	 * Start it and wait until it answers.
	 */
	public static SampleNode start(int databasePort, String database, List<String> properties)
			throws IOException, InterruptedException {
		return launch(databasePort, database, properties).awaitReady();
	}

	/**
	 * Start it as an operator would, with the compiler that makes it fast in time, and
	 * wait until it answers.
	 */
	public static SampleNode startWarm(int databasePort, String database, List<String> properties)
			throws IOException, InterruptedException {
		return launch(List.of("-Xmx1g"), url(databasePort, database), properties).awaitReady();
	}

	public SampleNode awaitReady() throws InterruptedException {
		Http http = new Http();
		long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
		while (System.nanoTime() < end && this.process.isAlive()) {
			try {
				if (http.get(this.uri.resolve("/.well-known/oauth-authorization-server")).status() == 200) {
					return this;
				}
			}
			catch (IOException ex) {
				// It doesn't listen yet
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
		close();
		throw new IllegalStateException("No answer from " + this.uri + ", see " + this.log);
	}

	public URI uri() {
		return this.uri;
	}

	public Path log() {
		return this.log;
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * Return the log of its garbage collections.
	 */
	public Path collections() {
		return collections(this.log);
	}

	private static Path collections(Path log) {
		return log.resolveSibling(log.getFileName() + ".gc");
	}

	/**
	 * Have its JVM do something.
	 * @param command what {@code jcmd} is told
	 */
	public void command(String command) throws IOException, InterruptedException {
		Process tool = new ProcessBuilder(Workspace.javaTool("jcmd"), String.valueOf(pid()), command)
			.redirectErrorStream(true)
			.start();
		String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (tool.waitFor() != 0) {
			throw new IOException(output);
		}
	}

	/**
	 * Kill it without a word to it, and wait until it is gone.
	 */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
		Runtime.getRuntime().removeShutdownHook(this.end);
	}

	@Override
	public void close() {
		if (this.process.isAlive()) {
			kill();
		}
	}

}
