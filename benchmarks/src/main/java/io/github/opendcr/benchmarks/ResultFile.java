package io.github.opendcr.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.benchmarks.peer.Workspace;

/**
 * Each single thing that was measured, as a line of JSON.
 */
final class ResultFile {

	private static final JsonMapper json = new JsonMapper();

	private final Path path;

	ResultFile(String benchmark) {
		String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
		this.path = Workspace.directory("results").resolve(benchmark + "-" + time + ".jsonl");
	}

	void append(Object result) {
		try {
			Files.createDirectories(this.path.getParent());
			Files.writeString(this.path, json.writeValueAsString(result) + "\n", StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return "Each run: `benchmarks/target/results/" + this.path.getFileName() + "`\n";
	}

}
