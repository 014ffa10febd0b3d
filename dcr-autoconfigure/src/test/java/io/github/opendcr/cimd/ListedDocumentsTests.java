package io.github.opendcr.cimd;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.fetch.FetchResult;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListedDocuments}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListedDocumentsTests {

	private static final String URL = DocumentsInMemory.URL;

	private static final String BAD = "https://client.example/bad";

	private static final String WORSE = "https://client.example/worse";

	private final DocumentsInMemory server = new DocumentsInMemory();

	@Test
	void startThenAllAreMadeAsideWhateverBecomesOfOne(CapturedOutput output) throws Exception {
		CompletableFuture<Thread> aside = new CompletableFuture<>();
		this.server.serve(BAD, new FetchResult.Document("{}", null, null));
		this.server.serve(WORSE, (request) -> {
			aside.complete(Thread.currentThread());
			throw new IllegalStateException("made up");
		});
		this.server.serveClient(URL, "Notes");
		SmartLifecycle listed = this.server.clients.listed(List.of(BAD, WORSE, URL));
		assertThat(listed.isRunning()).isFalse();
		listed.start();
		assertThat(listed.isRunning()).isTrue();
		assertThat(this.server.events.take()).isInstanceOf(ClientEvent.Registered.class);
		aside.get().join();
		assertThat(aside.get().isDaemon()).isTrue();
		assertThat(this.server.registration(URL)).isNotNull();
		assertThat(output).contains("There is no client of " + BAD + " yet. Its document is refused:")
			.contains("There is no client of " + WORSE + " yet")
			.contains("IllegalStateException: made up");
		listed.stop();
		assertThat(listed.isRunning()).isFalse();
		listed.stop();
	}

	@Test
	void stopWhenOneIsBeingMadeThenInterruptedAndNoOtherIsBegun() throws Exception {
		CompletableFuture<Thread> begun = new CompletableFuture<>();
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		this.server.serve(BAD, (request) -> {
			begun.complete(Thread.currentThread());
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.complete(true);
			}
			return new FetchResult.Document("{}", null, null);
		});
		this.server.serveClient(URL, "Notes");
		SmartLifecycle listed = this.server.clients.listed(List.of(BAD, URL));
		listed.start();
		begun.get();
		listed.stop();
		assertThat(interrupted.get()).isTrue();
		begun.get().join();
		assertThat(this.server.requests).hasSize(1);
	}

}
