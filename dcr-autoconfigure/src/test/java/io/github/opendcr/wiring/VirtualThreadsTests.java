package io.github.opendcr.wiring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The lives of many clients at once where each request has a virtual thread.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final String CLIENT = """
			{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "client_credentials"]}"""
		.formatted(REDIRECT_URI);

	private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials", "scope", "profile");

	private static final String[] PROPERTIES = { "spring.threads.virtual.enabled=true",
			"dcr.allowed-grant-types=authorization_code,client_credentials" };

	// more than a machine has carriers, and than a pool has connections
	private static final int CLIENTS = 32;

	// of which each has a connection of the pool
	private static final int TOGETHER = 8;

	@RegisterExtension
	private final ConcurrentCalls calls = new ConcurrentCalls();

	@Test
	void clientsWhenInADatabaseThenLiveAndNothingIsLeft() throws Exception {
		try (TestServer server = TestServer.start(Together.class, PROPERTIES)) {
			Map<String, Integer> before = server.rows();
			liveAtOnce(server);
			assertThat(server.rows()).isEqualTo(before);
		}
	}

	@Test
	void clientsWhenInMemoryThenLive() throws Exception {
		try (TestServer server = TestServer.startInMemory(Together.class, PROPERTIES)) {
			liveAtOnce(server);
		}
	}

	private void liveAtOnce(TestServer server) throws Exception {
		List<String> ids = this.calls.atOnce(CLIENTS, (i) -> live(server));
		assertThat(ids).hasSize(CLIENTS).doesNotHaveDuplicates();
	}

	private static String live(TestServer server) {
		Registered client = new Registered(server.http(), virtual(server.register(CLIENT).expect(201)));
		virtual(client.read().expect(200));
		Registered updated = client.as(virtual(client.update(client.asUpdate("client_name", "After"))));
		virtual(server.token(client.id(), client.secret(), GRANT).expect(200));
		virtual(server.tokensByCode(client, REDIRECT_URI, "openid profile").expect(200));
		Registered rotated = updated.as(virtual(server.post(updated.uri() + "/secret", "", updated.answer().bearer())));
		virtual(server.token(client.id(), rotated.secret(), GRANT).expect(200));
		virtual(server.token(client.id(), client.secret(), GRANT).expect(401));
		virtual(rotated.delete().expect(204));
		virtual(server.token(client.id(), rotated.secret(), GRANT).expect(401));
		return client.id();
	}

	private static Answer virtual(Answer answer) {
		assertThat(answer.header(PlatformTests.THREAD)).startsWith("VirtualThread");
		return answer;
	}

	/**
	 * Has several change at once: each waits in its transaction until others do.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(PlatformTests.Threads.class)
	static class Together {

		@Bean
		RegistrationConstraint together() {
			CyclicBarrier all = new CyclicBarrier(TOGETHER);
			Set<String> known = ConcurrentHashMap.newKeySet();
			return new RegistrationConstraint() {

				@Override
				public void onUpdate(ClientRegistration before, ClientRegistration after) {
					if (known.add(before.clientId())) {
						await(all);
					}
				}

			};
		}

		private static void await(CyclicBarrier all) {
			try {
				all.await(1, TimeUnit.MINUTES);
			}
			catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
				throw new IllegalStateException("Nobody else comes", ex);
			}
		}

	}

}
