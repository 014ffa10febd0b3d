package io.github.opendcr.e2e.feature;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of one client that overtake each other while its registration access token
 * stays the same: it is never called wrong.
 */
class OvertakenRequestTests {

	private static final String SLOW = "Slow";

	private static TestServer server;

	private Registered client;

	@BeforeAll
	static void start() {
		server = TestServer.start(Overtaken.class, "dcr.registration-access-token.rotate-on-update=false",
				"dcr.quota.total=-1");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void register() {
		this.client = server.registered("""
				{"redirect_uris": ["https://client.example/cb"]}""");
	}

	private void overtake(int times) {
		server.bean(Overtaking.class).overtake(times, () -> update("Fast").expect(200));
	}

	private Answer update(String name) {
		return this.client.update(this.client.asUpdate("client_name", name));
	}

	private static void assertToTryAgain(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
		assertThat(answer.json()).containsEntry("error", "temporarily_unavailable");
		assertThat(answer.string("error_description")).contains("Other requests", "again");
		assertThat(answer.header("Retry-After")).matches("[1-9][0-9]?");
	}

	@Test
	void updateWhenManyAtOnceThenEachIsWrittenOrToldToTryAgain() throws Exception {
		try (ConcurrentCalls calls = new ConcurrentCalls()) {
			List<Answer> answers = calls.atOnce(30, (i) -> update("Name " + i));
			assertThat(answers).filteredOn((answer) -> answer.status() != 200)
				.allSatisfy(OvertakenRequestTests::assertToTryAgain);
			assertThat(answers).filteredOn((answer) -> answer.status() == 200)
				.extracting((answer) -> answer.string("client_name"))
				.contains(this.client.read().expect(200).string("client_name"));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7 })
	void updateWhenOthersCameBeforeThenWrittenAfterThem(int others) {
		overtake(others);
		assertThat(update(SLOW).expect(200).json()).containsEntry("client_name", SLOW);
		assertThat(this.client.read().json()).containsEntry("client_name", SLOW);
	}

	@Test
	void updateWhenOthersKeepComingBeforeThen503AndNothingOfItIsWritten() {
		overtake(Integer.MAX_VALUE);
		assertToTryAgain(update(SLOW));
		assertThat(this.client.read().expect(200).json()).containsEntry("client_name", "Fast");
	}

	@Test
	void deleteWhenOthersCameBeforeThenDeletedAfterThem() {
		overtake(7);
		this.client.delete().expect(204);
		Refusals.assertInvalidToken(this.client.read());
	}

	@Test
	void deleteWhenOthersKeepComingBeforeThen503AndTheClientStays() {
		overtake(Integer.MAX_VALUE);
		assertToTryAgain(this.client.delete());
		assertThat(this.client.read().expect(200).json()).containsEntry("client_name", "Fast");
	}

	/**
	 * Lets something else happen after a slow request has read the client, and before it
	 * writes.
	 */
	static final class Overtaking implements ClientMetadataPolicy, RegistrationConstraint {

		private final AtomicInteger times = new AtomicInteger();

		private volatile Runnable other = () -> {
		};

		void overtake(int times, Runnable other) {
			this.other = other;
			this.times.set(times);
		}

		private void perhaps() {
			if (this.times.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
				this.other.run();
			}
		}

		@Override
		public ClientMetadata apply(ClientMetadata requested, RegistrationContext context) {
			if (SLOW.equals(requested.getClientName())) {
				perhaps();
			}
			return requested;
		}

		@Override
		public void onDelete(ClientRegistration registration) {
			perhaps();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Overtaken {

		@Bean
		Overtaking overtaking() {
			return new Overtaking();
		}

	}

}
