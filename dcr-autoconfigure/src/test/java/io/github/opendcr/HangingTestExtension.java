package io.github.opendcr;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Ends the JVM when one test takes longer than {@link #LIMIT}, and prints what every
 * thread is doing. An interrupt, which is all that JUnit's own limit does, ends no thread
 * that reads from a socket or a process. No test rests on this: whatever a test waits for
 * is a condition, and it waits for as long as that takes.
 */
public final class HangingTestExtension implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

	private static final Duration LIMIT = Duration.ofMinutes(10);

	private static volatile @Nullable ExtensionContext current;

	static {
		boolean endless = System.getenv("JAZZER_FUZZ") != null; // a fuzzer at work
		if (!endless && ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.noneMatch((it) -> it.contains("jdwp"))) {
			new Timer("hanging-tests", true).schedule(new Watch(), LIMIT.toMillis(), LIMIT.toMillis());
		}
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		current = context;
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		current = context;
	}

	@Override
	public void afterAll(ExtensionContext context) {
		current = null;
	}

	private static final class Watch extends TimerTask {

		private @Nullable ExtensionContext seen;

		@Override
		public void run() {
			ExtensionContext now = current;
			if (now != null && now == this.seen) {
				end(now);
			}
			this.seen = now;
		}

		private void end(ExtensionContext test) {
			StringBuilder text = new StringBuilder("No end after " + LIMIT + ": " + test.getUniqueId() + '\n');
			for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
				text.append('\n').append(thread.getKey()).append(' ').append(thread.getKey().getState()).append('\n');
				for (StackTraceElement element : thread.getValue()) {
					text.append("\tat ").append(element).append('\n');
				}
			}
			System.err.println(text);
			System.err.flush();
			Runtime.getRuntime().halt(1);
		}

	}

}
