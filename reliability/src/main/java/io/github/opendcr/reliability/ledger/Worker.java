package io.github.opendcr.reliability.ledger;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Browser;
import io.github.opendcr.reliability.server.DocumentHost;

/**
 * Does all that clients do, in a random order, and writes down what was acknowledged. Its
 * clients are its own, so that it knows of each what was asked last.
 */
public final class Worker {

	private final Ledger ledger = new Ledger();

	private final String name;

	private final Random random;

	private final DocumentHost documents;

	private final Promises promises;

	private final Statistics statistics = new Statistics();

	private int registrations;

	private int usesOfAToken = 1;

	private int usesLeft;

	private String initialAccessToken = "";

	private Watch watch = (what, right, nanoseconds) -> {
	};

	public Worker(String name, long seed, DocumentHost documents, Promises promises) {
		this.name = name;
		this.random = new Random(seed);
		this.documents = documents;
		this.promises = promises;
	}

	/**
	 * Tell of each request from now on.
	 */
	public void watch(Watch watch) {
		this.watch = watch;
	}

	/**
	 * Register as many clients with one initial access token, which an operator issues:
	 * one if this isn't called.
	 */
	public void useTokens(int times) {
		this.usesOfAToken = times;
	}

	/**
	 * Have a client that was there before as one of its own.
	 */
	public void adopt(KnownClient client) {
		this.ledger.accounts.add(Account.known(client));
	}

	/**
	 * Work at one node until it is over.
	 */
	public void work(Api node, Outage outage, BooleanSupplier over) {
		work(List.of(node), outage, over);
	}

	/**
	 * Work at all of the nodes, request by request at any of them, until it is over.
	 */
	public void work(List<Api> nodes, Outage outage, BooleanSupplier over) {
		Session session = new Session(nodes, outage, this.promises, this.statistics, this.watch, this.random);
		while (!over.getAsBoolean()) {
			step(session);
		}
	}

	/**
	 * Settle what is in question.
	 * @return how much that was
	 */
	public int settle(Api api) throws IOException {
		return new Audit(api, this.ledger, this.promises, this.random).settle();
	}

	/**
	 * Settle what is in question, and look at some of the rest, or at all that there ever
	 * was.
	 */
	public void audit(Api api, boolean all) throws IOException {
		Audit audit = new Audit(api, this.ledger, this.promises, this.random);
		audit.settle();
		audit.look(all);
	}

	/**
	 * Return how many clients it knows to be there.
	 */
	public int known() {
		return this.ledger.accounts.size() + this.ledger.unsettled.size();
	}

	/**
	 * Return how many clients there may be of which it was never told.
	 */
	public int untold() {
		return this.ledger.untold;
	}

	/**
	 * Return how often it was answered what.
	 */
	public Map<String, LongAdder> statistics() {
		return this.statistics.times();
	}

	/**
	 * Return how many answers it has had.
	 */
	public long answered() {
		return this.statistics.answered();
	}

	/**
	 * Return whether a node is changing one of its clients now.
	 */
	boolean isChangingAt(URI node, double part) {
		return this.statistics.isChangingAt(node, part);
	}

	private void step(Session session) {
		int choice = this.random.nextInt(100);
		if (this.ledger.accounts.size() < 3 || choice < 20) {
			register(session, this.random.nextBoolean() ? Registration.Kind.KEY : Registration.Kind.NOTHING, "");
		}
		else if (choice < 30) {
			registerWithToken(session);
		}
		else if (choice < 38) {
			firstUse(session);
		}
		else {
			use(session, this.ledger.accounts.get(this.random.nextInt(this.ledger.accounts.size())), choice);
		}
	}

	private void register(Session session, Registration.Kind kind, String token) {
		String credential = (kind == Registration.Kind.KEY) ? UUID.randomUUID().toString() : token;
		Registration registration = new Registration(kind, this.name + "-" + ++this.registrations, credential);
		Answer answer = session.ask("register", 201, (node) -> registration.send(node.api()));
		if (answer == null) {
			this.ledger.lost.add(registration);
			return;
		}
		this.ledger.accounts.add(Account.registered(registration.softwareId(), answer));
		if (kind == Registration.Kind.INITIAL_ACCESS_TOKEN && this.usesLeft == 0) {
			this.ledger.spent.add(registration);
		}
	}

	private void registerWithToken(Session session) {
		if (this.usesLeft == 0) {
			Answer token = session.ask("issue an initial access token", 200,
					(node) -> node.api().operate("POST", "dcrtokens", "{\"uses\":" + this.usesOfAToken + "}"));
			if (token == null) {
				return;
			}
			this.initialAccessToken = token.member("token");
			this.usesLeft = this.usesOfAToken;
		}
		this.usesLeft--;
		register(session, Registration.Kind.INITIAL_ACCESS_TOKEN, this.initialAccessToken);
	}

	private void firstUse(Session session) {
		String document = this.documents.newDocument();
		Session.Node node = session.anyNode();
		Answer page = session.ask("first use of a document", 200, node, (at) -> at.browser().authorize(document));
		Answer allowed = (page != null)
				? session.ask("consent", 302, node, (at) -> at.browser().consent(document, page)) : null;
		Answer tokens = (allowed != null)
				? session.ask("redeem a code", 200,
						(at) -> at.api().form("/oauth2/token", Browser.redemption(document, Browser.code(allowed))))
				: null;
		((tokens != null) ? this.ledger.granted : this.ledger.begun).add(document);
	}

	private void use(Session session, Account account, int choice) {
		if (choice < 53) {
			session.ask("read", 200, (node) -> node.api().read(account.id(), account.token()));
		}
		else if (choice < 68) {
			session.ask("token", 200, (node) -> node.api().clientCredentials(account.id(), account.secret()));
		}
		else {
			change(session, account, (choice < 82) ? Account.Change.UPDATE
					: (choice < 91) ? Account.Change.ROTATION : Account.Change.DELETION);
		}
	}

	private void change(Session session, Account account, Account.Change change) {
		Answer answer = switch (change) {
			case UPDATE -> session.ask("update", 200,
					(node) -> node.api().update(account.id(), account.token(), account.nextUpdate()));
			case ROTATION ->
				session.ask("rotate a secret", 200, (node) -> node.api().rotateSecret(account.id(), account.token()));
			case DELETION -> session.ask("delete", 204, (node) -> node.api().delete(account.id(), account.token()));
		};
		if (answer == null) {
			account.lost(change);
			this.ledger.accounts.remove(account);
			this.ledger.unsettled.add(account);
			return;
		}
		switch (change) {
			case UPDATE -> account.updated(answer);
			case ROTATION -> account.rotated(answer);
			case DELETION -> {
				this.ledger.accounts.remove(account);
				this.ledger.deleted.add(account);
			}
		}
	}

}
