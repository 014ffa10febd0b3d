package io.github.opendcr.reliability.redis;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Times;
import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Metadata;
import io.github.opendcr.reliability.server.Redis;

/**
 * Registrations at both nodes at once, in rounds, each of which comes from an address of
 * its own. Somebody else asks for access tokens all the time.
 */
final class RedisRun implements AutoCloseable {

	/** How many registrations of one address are let in. */
	static final int LIMIT = 10;

	/** How many come at once: more to each node than the limit. */
	private static final int AT_ONCE = 3 * LIMIT;

	/** How many rounds while Redis is away. */
	private static final int ROUNDS = 5;

	private final List<Api> nodes;

	private final Redis redis;

	private final Report report;

	private final Promise together;

	private final Promise apart;

	private final Promise told;

	private final Promise back;

	private final Promise tokens;

	private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE + 1);

	private final Times answers = new Times();

	private final Times answersWhileKilled = new Times();

	private final Times answersWhileFrozen = new Times();

	private final Times tokenAnswers = new Times();

	private final Times recoveries = new Times();

	private final Future<?> other;

	private volatile boolean over;

	private int addresses;

	RedisRun(List<URI> nodes, Redis redis, Report report) throws IOException {
		this.nodes = nodes.stream().map(Api::new).toList();
		this.redis = redis;
		this.report = report;
		this.together = report.promise(
				"Of registrations from one address at both nodes at once as many are let in as the limit says, and "
						+ "the others are answered 429 with `Retry-After`");
		this.apart = report.promise("While Redis is killed or frozen, each node lets in as many as the limit says, and "
				+ "nothing else becomes of a request");
		this.told = report.promise("Health says whether nodes count together");
		this.back = report.promise("Once Redis is back, nodes count together again by themselves");
		this.tokens = report.promise("The token endpoint is as ever");
		Answer client = register(0, "192.0.2.1");
		this.other = this.threads.submit(() -> {
			askForTokens(client.member("client_id"), client.member("client_secret"));
			return null;
		});
	}

	private void askForTokens(String clientId, String secret) throws IOException, InterruptedException {
		for (int i = 0; !this.over; i++) {
			long start = System.nanoTime();
			Answer answer = this.nodes.get(i % this.nodes.size()).clientCredentials(clientId, secret);
			this.tokenAnswers.addSince(start);
			this.tokens.check(answer.is(200), answer::toString);
			TimeUnit.MILLISECONDS.sleep(20);
		}
	}

	/**
	 * Count while Redis is there.
	 */
	void countTogether(int rounds) throws Exception {
		checkHealth("shared");
		for (int i = 0; i < rounds; i++) {
			check(this.together, LIMIT, this.answers);
		}
	}

	/**
	 * Kill Redis, count, and start it again.
	 */
	void kill() throws Exception {
		this.redis.kill();
		countApart(this.answersWhileKilled);
		this.redis.restart();
		awaitTogether();
	}

	/**
	 * Let Redis answer nothing, count, and let it go on.
	 */
	void freeze() throws Exception {
		this.redis.freeze();
		countApart(this.answersWhileFrozen);
		this.redis.thaw();
		awaitTogether();
	}

	private void countApart(Times times) throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			check(this.apart, this.nodes.size() * LIMIT, times);
		}
		checkHealth("can't be reached");
	}

	private void awaitTogether() throws Exception {
		long start = System.nanoTime();
		long deadline = start + TimeUnit.MINUTES.toNanos(2);
		while (letIn(round(this.answers)) != LIMIT && System.nanoTime() < deadline) {
			TimeUnit.MILLISECONDS.sleep(50);
		}
		this.recoveries.addSince(start);
		for (int i = 0; i < ROUNDS; i++) {
			check(this.back, LIMIT, this.answers);
		}
		checkHealth("shared");
	}

	private void checkHealth(String where) throws IOException {
		for (Api node : this.nodes) {
			Answer health = node.operate("GET", "health", null);
			this.told.check(health.is(200) && health.body().contains(where), () -> health.status() + health.body());
		}
	}

	private void check(Promise promise, int expected, Times times) throws Exception {
		List<Answer> round = round(times);
		long refused = round.stream()
			.filter((answer) -> answer.is(429) && !answer.header("Retry-After").isEmpty())
			.count();
		promise.check(letIn(round) == expected && refused == AT_ONCE - expected,
				() -> letIn(round) + " let in, " + refused + " refused: " + round);
	}

	private static long letIn(List<Answer> round) {
		return round.stream().filter((answer) -> answer.is(201)).count();
	}

	private List<Answer> round(Times times) throws Exception {
		String address = newAddress();
		CyclicBarrier start = new CyclicBarrier(AT_ONCE);
		List<Future<Answer>> running = new ArrayList<>();
		for (int i = 0; i < AT_ONCE; i++) {
			int number = i;
			running.add(this.threads.submit(() -> {
				start.await(1, TimeUnit.MINUTES);
				long sent = System.nanoTime();
				Answer answer = register(number, address);
				times.addSince(sent);
				return answer;
			}));
		}
		List<Answer> answers = new ArrayList<>();
		for (Future<Answer> answer : running) {
			answers.add(answer.get());
		}
		return answers;
	}

	// Whoever has one address of IPv6 has a whole /64
	private String newAddress() {
		this.addresses++;
		return "2001:db8:%x:%x::1".formatted(this.addresses >> 16, this.addresses & 0xffff);
	}

	private Answer register(int number, String address) throws IOException {
		return this.nodes.get(number % this.nodes.size())
			.register(Metadata.confidential("limited-" + number, "Limited"), "X-Forwarded-For", address);
	}

	/**
	 * End, and say how long it took.
	 */
	void finish() throws Exception {
		this.over = true;
		this.other.get();
		this.report.fact("addresses, of which " + AT_ONCE + " registrations came at once", this.addresses);
		this.report.fact("answer to a registration, ms, median (longest)", this.answers);
		this.report.fact("while Redis is killed", this.answersWhileKilled);
		this.report.fact("while Redis is frozen", this.answersWhileFrozen);
		this.report.fact("answer of the token endpoint, ms, median (longest)", this.tokenAnswers);
		this.report.fact("until nodes count together again, ms, median (longest)", this.recoveries);
	}

	@Override
	public void close() {
		this.over = true;
		this.threads.shutdownNow();
	}

}
