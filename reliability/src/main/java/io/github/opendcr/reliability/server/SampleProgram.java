package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a JVM is told to start the sample: its jar as it is, or unpacked as Spring Boot
 * proposes for production, with an archive of classes, which takes half of the time.
 */
final class SampleProgram {

	/** What starts a packaged application with more than is in it. */
	private static final String PROPERTIES_LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	private static final String MAIN = "io.github.opendcr.sample.SampleApplication";

	/**
	 * For what is started so often that a compiler that takes its time isn't worth it.
	 */
	static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

	private final Path jar;

	private final boolean unpacked;

	/** Beside options of the JVM. */
	private final List<String> archive;

	private SampleProgram(Path jar, boolean unpacked, List<String> archive) {
		this.jar = jar;
		this.unpacked = unpacked;
		this.archive = archive;
	}

	/**
	 * Return how it is started now.
	 */
	static SampleProgram present() {
		HeadStart head = HeadStart.get();
		return (head != null) ? head.sample() : new SampleProgram(Workspace.sampleJar(), false, List.of());
	}

	/**
	 * Unpack it, and start it once, until just before it would listen, for the archive.
	 */
	static SampleProgram unpack() throws IOException {
		Path directory = Workspace.directory("sample").resolve("unpacked");
		Path packaged = Workspace.sampleJar();
		Path jar = directory.resolve(packaged.getFileName());
		Path archive = directory.resolve("classes.jsa");
		String java = Workspace.javaTool("java");
		Programs.run(List.of(java, "-Djarmode=tools", "-jar", packaged.toString(), "extract", "--destination",
				directory.toString()));
		Programs.run(List.of(java, QUICK_COMPILER, "-XX:ArchiveClassesAtExit=" + archive,
				"-Dspring.context.exit=onRefresh", "-jar", jar.toString()));
		// A JVM that can't make one does without
		return new SampleProgram(jar, true,
				Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of());
	}

	/**
	 * Return the options of the JVM that start it with more on its classpath.
	 */
	List<String> with(List<Path> libraries) {
		List<String> options = new ArrayList<>(this.archive);
		if (libraries.isEmpty()) {
			options.addAll(List.of("-jar", this.jar.toString()));
		}
		else if (this.unpacked) {
			options.addAll(List.of("-cp", this.jar + ":" + joined(libraries, ":"), MAIN));
		}
		else {
			options.addAll(List.of("-Dloader.path=" + joined(libraries, ","), "-cp", this.jar.toString(),
					PROPERTIES_LAUNCHER));
		}
		return options;
	}

	private static String joined(List<Path> libraries, String separator) {
		return libraries.stream().map(Path::toString).collect(Collectors.joining(separator));
	}

}
