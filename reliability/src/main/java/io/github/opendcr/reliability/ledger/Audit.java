package io.github.opendcr.reliability.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Browser;

/**
 * Compares what a worker was told with what the server does.
 */
final class Audit {

	private static final int SAMPLE = 40;

	private final Api api;

	private final Browser browser;

	private final Ledger ledger;

	private final Promises promises;

	private final Random random;

	Audit(Api api, Ledger ledger, Promises promises, Random random) {
		this.api = api;
		this.browser = new Browser(api.node());
		this.ledger = ledger;
		this.promises = promises;
		this.random = random;
	}

	/**
	 * Settle what is in question.
	 * @return how much that was
	 */
	int settle() throws IOException {
		int number = this.ledger.unsettled.size() + this.ledger.lost.size() + this.ledger.begun.size();
		for (Account account : List.copyOf(this.ledger.unsettled)) {
			settle(account);
		}
		this.ledger.unsettled.clear();
		for (Registration registration : List.copyOf(this.ledger.lost)) {
			settle(registration);
		}
		this.ledger.lost.clear();
		for (String document : List.copyOf(this.ledger.begun)) {
			settle(document);
		}
		this.ledger.begun.clear();
		return number;
	}

	/**
	 * Look at some of what isn't in question, or at all of it.
	 */
	void look(boolean all) throws IOException {
		for (Account account : all ? this.ledger.accounts : sample(this.ledger.accounts)) {
			checkWorks(account);
		}
		for (Account account : all ? this.ledger.deleted : this.ledger.newlyDeleted()) {
			checkDeleted(account);
		}
		for (Registration registration : all ? this.ledger.spent : this.ledger.newlySpent()) {
			Answer again = registration.send(this.api);
			this.promises.spent().check(again.is(401), () -> "It registers another one: " + again);
		}
		for (String document : all ? this.ledger.granted : this.ledger.newlyGranted()) {
			Answer answer = this.browser.authorize(document);
			this.promises.granted()
				.check(answer.is(302) && !Browser.code(answer).isEmpty(), () -> document + ": " + answer);
		}
	}

	private <T> List<T> sample(List<T> values) {
		List<T> sample = new ArrayList<>(values);
		Collections.shuffle(sample, this.random);
		return sample.subList(0, Math.min(SAMPLE, sample.size()));
	}

	private void settle(Account account) throws IOException {
		Account.Change change = account.inFlight();
		if (change == null) {
			throw new IllegalStateException("Nothing is in question of " + account);
		}
		switch (change) {
			case UPDATE -> settleUpdate(account);
			case ROTATION -> settleRotation(account);
			case DELETION -> settleDeletion(account);
		}
	}

	// The token is the former one or still the one, and the same request again tells
	private void settleUpdate(Account account) throws IOException {
		Answer read = this.api.read(account.id(), account.token());
		boolean before = read.is(200) && read.member("client_name").equals(account.name());
		check(before || read.is(401), "update, read with the former token", account, read);
		Answer again = this.api.update(account.id(), account.token(), account.nextUpdate());
		if (check(again.is(200), "update, sent again", account, again)) {
			account.updated(again);
			this.ledger.accounts.add(account);
			checkWorks(account);
		}
	}

	private void settleRotation(Account account) throws IOException {
		Answer token = this.api.clientCredentials(account.id(), account.secret());
		check(token.is(200) || token.is(401), "rotation, token with the former secret", account, token);
		String former = account.secret();
		Answer again = this.api.rotateSecret(account.id(), account.token());
		if (check(again.is(200), "rotation, sent again", account, again)) {
			account.rotated(again);
			Answer late = this.api.clientCredentials(account.id(), former);
			check(late.is(401), "rotation, former secret afterwards", account, late);
			this.ledger.accounts.add(account);
			checkWorks(account);
		}
	}

	private void settleDeletion(Account account) throws IOException {
		Answer read = this.api.read(account.id(), account.token());
		Answer token = this.api.clientCredentials(account.id(), account.secret());
		check((read.is(200) && token.is(200)) || (read.is(401) && token.is(401)), "deletion, token " + token, account,
				read);
		if (read.is(200)) {
			Answer again = this.api.delete(account.id(), account.token());
			check(again.is(204), "deletion, sent again", account, again);
		}
		this.ledger.deleted.add(account);
	}

	private boolean check(boolean kept, String what, Account account, Answer answer) {
		return this.promises.settled().check(kept, () -> what + ": " + account + " " + answer);
	}

	private void settle(Registration registration) throws IOException {
		if (registration.kind() == Registration.Kind.NOTHING) {
			this.ledger.untold++;
			return;
		}
		Answer again = registration.send(this.api);
		boolean withKey = registration.kind() == Registration.Kind.KEY;
		(withKey ? this.promises.repeated() : this.promises.spent()).check(again.is(201) || (!withKey && again.is(401)),
				() -> registration.softwareId() + ": " + again);
		if (again.is(201)) {
			this.ledger.accounts.add(Account.registered(registration.softwareId(), again));
		}
		else {
			this.ledger.untold++;
		}
		if (!withKey) {
			this.ledger.spent.add(registration);
		}
	}

	// Its user is asked, or was heard
	private void settle(String document) throws IOException {
		Answer page = this.browser.authorize(document);
		Answer allowed = Browser.isConsentPage(page) ? this.browser.consent(document, page) : page;
		Answer tokens = this.api.form("/oauth2/token", Browser.redemption(document, Browser.code(allowed)));
		if (this.promises.settled()
			.check(tokens.is(200), () -> document + ": " + page + ", " + allowed + ", " + tokens)) {
			this.ledger.granted.add(document);
		}
	}

	private void checkWorks(Account account) throws IOException {
		Answer read = this.api.read(account.id(), account.token());
		this.promises.works()
			.check(read.is(200) && read.member("client_name").equals(account.name()),
					() -> account + " should be " + account.name() + ": " + read + " " + read.member("client_name"));
		Answer token = this.api.clientCredentials(account.id(), account.secret());
		this.promises.works().check(token.is(200), () -> account + " gets no token: " + token);
	}

	private void checkDeleted(Account account) throws IOException {
		Answer read = this.api.read(account.id(), account.token());
		Answer token = this.api.clientCredentials(account.id(), account.secret());
		this.promises.deleted()
			.check(read.is(401) && token.is(401), () -> account + ": read " + read + ", token " + token);
	}

}
