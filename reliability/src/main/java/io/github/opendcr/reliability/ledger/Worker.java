package io.github.opendcr.reliability.ledger;

import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

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

	private final Map<String, LongAdder> statistics = new ConcurrentSkipListMap<>();

	private final LongAdder answered = new LongAdder();

	private int registrations;

	public Worker(String name, long seed, DocumentHost documents, Promises promises) {
		this.name = name;
		this.random = new Random(seed);
		this.documents = documents;
		this.promises = promises;
	}

	/**
	 * Work until it is over.
	 */
	public void work(Api api, Outage outage, BooleanSupplier over) {
		Session session = new Session(api, new Browser(api.node()), outage);
		while (!over.getAsBoolean()) {
			step(session);
		}
	}

	/**
	 * Look at what is in question, or at all that there ever was.
	 */
	public void audit(Api api, boolean all) throws IOException {
		new Audit(api, this.ledger, this.promises, this.random).run(all);
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
		return this.statistics;
	}

	/**
	 * Return how many answers it has had.
	 */
	public long answered() {
		return this.answered.sum();
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
		Answer answer = session.ask("register", 201, () -> registration.send(session.api));
		if (answer == null) {
			this.ledger.lost.add(registration);
			return;
		}
		this.ledger.accounts.add(Account.registered(registration.softwareId(), answer));
		if (kind == Registration.Kind.INITIAL_ACCESS_TOKEN) {
			this.ledger.spent.add(registration);
		}
	}

	private void registerWithToken(Session session) {
		Answer token = session.ask("issue an initial access token", 200,
				() -> session.api.operate("POST", "dcrtokens", "{\"uses\":1}"));
		if (token != null) {
			register(session, Registration.Kind.INITIAL_ACCESS_TOKEN, token.member("token"));
		}
	}

	private void firstUse(Session session) {
		String document = this.documents.newDocument();
		Answer page = session.ask("first use of a document", 200, () -> session.browser.authorize(document));
		if (page == null) {
			return;
		}
		Answer allowed = session.ask("consent", 302, () -> session.browser.consent(document, page));
		if (allowed != null && session.ask("redeem a code", 200,
				() -> session.api.form("/oauth2/token", Browser.redemption(document, Browser.code(allowed)))) != null) {
			this.ledger.granted.add(document);
		}
	}

	private void use(Session session, Account account, int choice) {
		if (choice < 53) {
			session.ask("read", 200, () -> session.api.read(account.id(), account.token()));
		}
		else if (choice < 68) {
			session.ask("token", 200, () -> session.api.clientCredentials(account.id(), account.secret()));
		}
		else {
			change(session, account, (choice < 82) ? Account.Change.UPDATE
					: (choice < 91) ? Account.Change.ROTATION : Account.Change.DELETION);
		}
	}

	private void change(Session session, Account account, Account.Change change) {
		Answer answer = switch (change) {
			case UPDATE -> session.ask("update", 200,
					() -> session.api.update(account.id(), account.token(), account.nextUpdate()));
			case ROTATION ->
				session.ask("rotate a secret", 200, () -> session.api.rotateSecret(account.id(), account.token()));
			case DELETION -> session.ask("delete", 204, () -> session.api.delete(account.id(), account.token()));
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

	private void count(String what) {
		this.statistics.computeIfAbsent(what, (key) -> new LongAdder()).increment();
	}

	// Spring has the others
	private static boolean isOurs(String what) {
		return switch (what) {
			case "register", "read", "update", "rotate a secret", "delete" -> true;
			default -> false;
		};
	}

	/**
	 * A request.
	 */
	@FunctionalInterface
	private interface Request {

		Answer send() throws IOException;

	}

	/**
	 * The requests of one round.
	 */
	private final class Session {

		private final Api api;

		private final Browser browser;

		private final Outage outage;

		private Session(Api api, Browser browser, Outage outage) {
			this.api = api;
			this.browser = browser;
			this.outage = outage;
		}

		/**
		 * Return the answer if it is the expected one, {@code null} if nobody knows what
		 * came of the request.
		 */
		private @Nullable Answer ask(String what, int expected, Request request) {
			try {
				Answer answer = request.send();
				Worker.this.answered.increment();
				boolean failed = answer.status() >= 500;
				Worker.this.promises.accepted().check(failed || answer.is(expected), () -> what + ": " + answer);
				if (failed) {
					failed(what, answer);
				}
				count(what + " | " + answer.status());
				return answer.is(expected) ? answer : null;
			}
			catch (IOException ex) {
				Worker.this.promises.served().check(this.outage.hasBegun(), () -> what + ": " + ex);
				count(what + " | no answer");
				return null;
			}
		}

		private void failed(String what, Answer answer) {
			Worker.this.promises.served().check(this.outage.hasBegun(), () -> what + ": " + answer);
			if (this.outage.isOfDatabase() && Worker.isOurs(what)) {
				Worker.this.promises.unavailable().check(answer.isTemporarilyUnavailable(), () -> what + ": " + answer);
			}
		}

	}

}
