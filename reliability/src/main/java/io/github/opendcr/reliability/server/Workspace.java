package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Where things are, seen from the module's directory.
 */
public final class Workspace {

	private static final AtomicInteger last = new AtomicInteger();

	private Workspace() {
	}

	/**
	 * Return a directory for what is made by this run.
	 */
	public static Path directory(String name) throws IOException {
		return Files
			.createDirectories(Path.of("target", "run-" + ProcessHandle.current().pid(), name).toAbsolutePath());
	}

	/**
	 * Return another directory each time.
	 */
	static Path newDirectory(String name) throws IOException {
		return directory(name + "-" + last.incrementAndGet());
	}

	static Path sampleJar() {
		Path jar = Path.of("..", "dcr-sample-app", "target", "dcr-sample-app.jar").toAbsolutePath().normalize();
		if (!Files.exists(jar)) {
			throw new IllegalStateException(jar + " isn't there: run without --no-build");
		}
		return jar;
	}

	/**
	 * Return the statements that make the sample's tables, but those of the starter.
	 */
	static List<String> sampleScript() throws IOException {
		String script = Files.readString(Path.of("..", "dcr-sample-app", "src", "main", "resources", "schema.sql"));
		return Stream.of(script.replaceAll("(?m)^--.*$", "").split(";"))
			.filter((statement) -> !statement.isBlank())
			.toList();
	}

	/**
	 * Return the libraries of this module whose names begin so.
	 */
	public static List<Path> libraries(String... names) throws IOException {
		try (Stream<Path> libraries = Files.list(Path.of("target", "lib").toAbsolutePath())) {
			return libraries
				.filter((library) -> Stream.of(names).anyMatch(library.getFileName().toString()::startsWith))
				.toList();
		}
	}

	/**
	 * Return the classes of this module.
	 */
	public static Path classes() {
		return Path.of("target", "classes").toAbsolutePath();
	}

	static String javaTool(String name) {
		return Path.of(System.getProperty("java.home"), "bin", name).toString();
	}

	/**
	 * Return a port on which nobody listens now.
	 */
	public static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
