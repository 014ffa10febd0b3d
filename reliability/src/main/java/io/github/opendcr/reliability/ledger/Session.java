package io.github.opendcr.reliability.ledger;

import java.io.IOException;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Browser;

/**
 * The requests of one worker for a while, each of which goes to any of the nodes.
 */
final class Session {

	private final List<Node> nodes;

	private final Outage outage;

	private final Promises promises;

	private final Statistics statistics;

	private final Watch watch;

	private final Random random;

	Session(List<Api> nodes, Outage outage, Promises promises, Statistics statistics, Watch watch, Random random) {
		this.nodes = nodes.stream().map((api) -> new Node(api, new Browser(api.node()))).toList();
		this.outage = outage;
		this.promises = promises;
		this.statistics = statistics;
		this.watch = watch;
		this.random = random;
	}

	/**
	 * Return the node at which a user is.
	 */
	Node anyNode() {
		return this.nodes.get(this.random.nextInt(this.nodes.size()));
	}

	/**
	 * Ask any node.
	 */
	@Nullable Answer ask(String what, int expected, Request request) {
		return ask(what, expected, anyNode(), request);
	}

	/**
	 * Return the answer if it is the expected one, {@code null} if nobody knows what came
	 * of the request.
	 */
	@Nullable Answer ask(String what, int expected, Node node, Request request) {
		long start = System.nanoTime();
		this.statistics.asked(what, node.api().node());
		try {
			Answer answer = request.send(node);
			this.watch.heard(what, answer.is(expected), System.nanoTime() - start);
			this.statistics.answered(what, answer.status());
			boolean failed = answer.status() >= 500 || answer.isTemporarilyUnavailable();
			this.promises.accepted().check(failed || answer.is(expected), () -> what + ": " + answer);
			checkServed(!failed, node, what + ": " + answer);
			if (failed) {
				checkUnavailable(what, answer);
			}
			return (!failed && answer.is(expected)) ? answer : null;
		}
		catch (IOException ex) {
			this.watch.heard(what, false, System.nanoTime() - start);
			this.statistics.unanswered(what);
			checkServed(false, node, what + ": " + ex);
			return null;
		}
	}

	private void checkServed(boolean served, Node node, String breach) {
		if (served || !this.outage.excuses(node.api().node())) {
			this.promises.served().check(served, () -> breach);
		}
	}

	private void checkUnavailable(String what, Answer answer) {
		if (this.outage.isOfDatabase()) {
			this.promises.unavailable()
				.check(answer.isTemporarilyUnavailable() && !answer.isTelling(), () -> what + ": " + answer);
		}
	}

	/**
	 * A node, and the browser of a user at it, who stays there: logins are a node's own.
	 */
	record Node(Api api, Browser browser) {
	}

	/**
	 * A request.
	 */
	@FunctionalInterface
	interface Request {

		Answer send(Node node) throws IOException;

	}

}
