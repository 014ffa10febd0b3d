package io.github.opendcr.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of the documentation that is made of the code: compared with what the code says,
 * or written if the system property {@code docs.write} is set.
 */
final class GeneratedPage {

	private static final String COMMAND = "mvn -pl dcr-autoconfigure -am test -Dtest='*DocumentTests' -Ddocs.write=true "
			+ "-Dsurefire.failIfNoSpecifiedTests=false";

	private GeneratedPage() {
	}

	static void assertUpToDate(String name, String expected) throws IOException {
		Path page = Path.of("../docs", name);
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(page, expected);
		}
		assertThat(Files.readString(page)).as("docs/%s, which is written anew by: %s", name, COMMAND)
			.isEqualTo(expected);
	}

}
