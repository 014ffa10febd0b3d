package io.github.opendcr.reliability.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.opendcr.reliability.SkippedException;

/**
 * What has to be installed.
 */
final class Programs {

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

}
