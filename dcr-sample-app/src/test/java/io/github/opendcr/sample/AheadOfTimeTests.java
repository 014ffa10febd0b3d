package io.github.opendcr.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import io.github.opendcr.testkit.AheadOfTime;

/**
 * The sample in a process of its own, with the beans that were chosen when it was built.
 */
class AheadOfTimeTests extends SampleContract {

	private static AheadOfTime.Running running;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		running = AheadOfTime.process(SampleApplication.class, directory).run("--dcr.rate-limit.enabled=false");
	}

	@AfterAll
	static void stop() throws Exception {
		running.close();
	}

	@Override
	int port() {
		return running.port();
	}

}
