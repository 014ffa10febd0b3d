package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.opendcr.reliability.SkippedException;

/**
 * Other programs: where they are, and those that do something and end.
 */
final class Programs {

	private static final int MINUTES = 5;

	private Programs() {
	}

	/**
	 * Return where a program or a library is.
	 * @param where where it may be
	 * @throws SkippedException if it is nowhere
	 */
	static Path find(String name, String... where) {
		return Stream.of(where)
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isReadable)
			.findFirst()
			.orElseThrow(() -> new SkippedException(name + " is missing"));
	}

	/**
	 * Run one to its end.
	 * @throws IOException with what it has said, if it failed or came to no end
	 */
	static void run(List<String> command) throws IOException {
		Path output = Workspace.newDirectory("programs").resolve("output");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		boolean ended;
		try {
			ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			ended = false;
		}
		if (!ended) {
			process.destroyForcibly();
		}
		if (!ended || process.exitValue() != 0) {
			throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
		}
	}

}
