package io.github.opendcr.reliability.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.opendcr.reliability.client.Answer;

/**
 * Asks all questions while something is wrong.
 */
final class Asker implements AutoCloseable {

	private static final int MOST_UNTOUCHED = 5_000;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Questions questions;

	private final FaultPromises promises;

	private final Table table;

	private final long soon;

	/**
	 * Create one.
	 * @param soon how long an answer may take, in milliseconds
	 */
	Asker(Questions questions, FaultPromises promises, Table table, long soon) {
		this.questions = questions;
		this.promises = promises;
		this.table = table;
		this.soon = soon;
	}

	/**
	 * Register until somebody can't, who must be told to come again: in the pages of a
	 * table there is place left when the disk is full.
	 */
	void awaitEffect(Fault fault) throws IOException {
		if (fault.holds() == Holds.EVERYTHING) {
			return;
		}
		Question registration = this.questions.registration();
		Answer last = registration.request().send();
		for (int i = 1; i < MOST_UNTOUCHED && last.is(registration.expected()); i++) {
			last = this.questions.registration().request().send();
		}
		Answer answer = last;
		this.promises.felt().check(answer.isTemporarilyUnavailable(), () -> fault.name() + ": " + answer);
	}

	/**
	 * Ask everything at once, and look at what is answered.
	 * @param beside what is done at the same time
	 */
	void ask(Holds holds, String name, Fault.Action beside) throws Exception {
		List<Callable<Void>> all = new ArrayList<>();
		all.add(() -> {
			beside.run();
			return null;
		});
		for (Question question : this.questions.all()) {
			all.add(() -> {
				ask(question, holds, name);
				return null;
			});
		}
		for (Future<Void> asked : this.threads.invokeAll(all)) {
			asked.get();
		}
	}

	private void ask(Question question, Holds holds, String name) throws IOException {
		long start = System.nanoTime();
		Answer answer = question.request().send();
		long time = since(start);
		String what = name + ": " + question.what() + ": " + answer;
		boolean succeeded = answer.is(question.expected());
		boolean told = answer.isTemporarilyUnavailable();
		this.promises.answers()
			.check((succeeded && holds.maySucceed(question.writes())) || (told && holds.mayFail(question.writes())),
					() -> what);
		this.promises.silent().check(succeeded || !answer.isTelling(), () -> what);
		this.promises.inTime().check(time <= this.soon, () -> what + " after " + time + " ms");
		this.table.answered(name, succeeded, time);
	}

	private static long since(long start) {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
