package io.github.opendcr.reliability.attackers;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.measure.Gauges;
import io.github.opendcr.reliability.measure.Sample;
import io.github.opendcr.reliability.server.Postgres;
import io.github.opendcr.reliability.server.SampleNode;

/**
 * A node, those who attack it in turn, and others.
 */
final class AttackersRun implements AutoCloseable {

	private static final String DATABASE = "attackers";

	/** Of the connections, that were open at a time. */
	private static final double MOST = 0.95;

	private static final double MOST_HEAP = 1.25;

	/** In MiB: buffers that Tomcat keeps to use them again. */
	private static final int KEPT = 64;

	private static final int FEW_FILES = 100;

	/** How long a request of others may take, in seconds. */
	private static final int LONGEST = 10;

	/** How long what has to come is waited for, in seconds. */
	private static final int PATIENCE = 60;

	/** And the end of a connection that sends nothing: three times the sample's ten. */
	private static final int SILENCE = 30;

	private static final List<String> INSIDE = List.of("Exception", "org.", "java", "Tomcat", "	at ");

	private final Options options;

	private final Report report;

	private final Promise served;

	private final Promise open;

	private final Promise refused;

	private final Promise closed;

	private final Promise back;

	private final Postgres postgres;

	private final SampleNode node;

	private final Gauges gauges;

	private final Others others;

	private final StringBuilder table = new StringBuilder(
			"| attackers | open at a time | closed by the server | answers | others' requests | " + Sample.COLUMNS
					+ " |\n| --- | --: | --: | --- | --: | --: | --: | --: | --: |\n");

	private final Gauges.Reading before;

	private AttackersRun(Options options, Report report, Postgres postgres) throws Exception {
		this.options = options;
		this.report = report;
		int longest = LONGEST * options.patience();
		this.served = report.promise("Others are served, each within " + longest + " s");
		this.open = report.promise("As many idle and slow connections as are meant to be there are open at a time");
		this.refused = report.promise("What is too long is refused (4xx), and nothing of the inside is told");
		this.closed = report.promise("Connections that send nothing are closed");
		this.back = report.promise("When they are gone, memory and connections are back");
		this.postgres = postgres;
		this.node = SampleNode.startWarm(postgres.port(), DATABASE, List.of());
		this.gauges = new Gauges(this.node);
		this.others = new Others(this.node.uri(), this.served, (int) TimeUnit.SECONDS.toMillis(longest));
		TimeUnit.SECONDS.sleep(options.seconds());
		line("none, after the start", null, this.others.drain());
		this.before = this.gauges.read();
	}

	static AttackersRun start(Options options, Report report) throws Exception {
		Postgres postgres = Postgres.start();
		postgres.create(DATABASE);
		return new AttackersRun(options, report, postgres);
	}

	/**
	 * Let those who send nothing come and stay, and the others in turn beside them.
	 */
	void attack() throws Exception {
		Attack idle = Attack.idle();
		Swarm swarm = Swarm.start(idle, this.node.uri());
		try (swarm) {
			Map<String, Sample> alone = pass(idle, swarm);
			for (Attack attack : Attack.others()) {
				attack(attack);
			}
			await(SILENCE, () -> swarm.closed() > 0);
			swarm.close();
			line(idle.name() + ", also beside the others", swarm, alone);
		}
		check(idle, swarm);
	}

	private void attack(Attack attack) throws Exception {
		Swarm swarm = Swarm.start(attack, this.node.uri());
		try (swarm) {
			Map<String, Sample> times = pass(attack, swarm);
			swarm.close();
			line(attack.name(), swarm, times);
		}
		check(attack, swarm);
	}

	// In the second half all attackers are there, and a request that waits until they are
	// gone isn't answered
	private Map<String, Sample> pass(Attack attack, Swarm swarm) throws InterruptedException {
		long half = TimeUnit.SECONDS.toMillis(this.options.seconds()) / 2;
		this.others.drain();
		TimeUnit.MILLISECONDS.sleep(half);
		await(PATIENCE, () -> isThere(attack, swarm));
		Map<String, Sample> times = this.others.drain();
		TimeUnit.MILLISECONDS.sleep(half);
		Map<String, Sample> late = this.others.drain();
		await(PATIENCE, () -> {
			add(this.others.drain(), late);
			return Others.areAllServed(late);
		});
		this.served.check(Others.areAllServed(late), () -> attack.name() + ": only " + late.keySet() + " at last");
		add(late, times);
		return times;
	}

	private static boolean isThere(Attack attack, Swarm swarm) {
		return (attack.end() == Attack.End.REFUSED) ? swarm.isAnswered()
				: swarm.mostConnected() >= MOST * attack.connections();
	}

	private static void add(Map<String, Sample> more, Map<String, Sample> times) {
		more.forEach((kind, sample) -> times.merge(kind, sample, (one, other) -> Sample.merge(List.of(one, other))));
	}

	// What doesn't come within a while is missing afterwards
	private static void await(int seconds, BooleanSupplier condition) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		while (!condition.getAsBoolean() && System.nanoTime() < end) {
			TimeUnit.MILLISECONDS.sleep(50);
		}
	}

	private void check(Attack attack, Swarm swarm) {
		if (attack.end() != Attack.End.REFUSED) {
			this.open.check(swarm.mostConnected() >= MOST * attack.connections(),
					() -> attack.name() + ": " + swarm.mostConnected());
		}
		switch (attack.end()) {
			case REFUSED -> checkRefused(attack, swarm);
			case CLOSED -> this.closed.check(swarm.closed() > 0, () -> attack.name() + ": none");
			case NONE -> {
				// They are slow, not silent
			}
		}
	}

	private void checkRefused(Attack attack, Swarm swarm) {
		this.refused.check(!swarm.answers().isEmpty(), () -> attack.name() + ": no answer");
		for (String answer : swarm.answers()) {
			this.refused.check(Swarm.status(answer).matches("4\\d\\d") && INSIDE.stream().noneMatch(answer::contains),
					() -> attack.name() + ": " + answer);
		}
	}

	private void line(String name, @Nullable Swarm swarm, Map<String, Sample> times) {
		Sample all = Sample.merge(times.values());
		String attackers = (swarm != null) ? swarm.mostConnected() + " | " + swarm.closed() + " | " + swarm.statuses()
				: "| | ";
		String line = "| " + name + " | " + attackers + " | " + all.number() + " | " + all.toCells(" | ") + " |\n";
		System.err.print(line);
		this.table.append(line);
	}

	/**
	 * Wait until what was taken is back.
	 */
	void finish() throws Exception {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
		while (this.gauges.openFiles() > this.before.files() + FEW_FILES && System.nanoTime() < end) {
			TimeUnit.MILLISECONDS.sleep(100);
		}
		this.others.drain();
		TimeUnit.SECONDS.sleep(this.options.seconds());
		line("none any more", null, this.others.drain());
		this.others.end();
		Gauges.Reading after = this.gauges.read();
		this.back.check(
				after.files() <= this.before.files() + FEW_FILES
						&& after.heap() <= MOST_HEAP * this.before.heap() + KEPT,
				() -> "before " + this.before + ", afterwards " + after);
		this.report.add(this.table.toString());
		this.report.fact("heap after a collection, before and after, MiB", this.before.heap() + ", " + after.heap());
		this.report.fact("open files, before and after", this.before.files() + ", " + after.files());
		this.report.fact("threads, before and after", this.before.threads() + ", " + after.threads());
	}

	@Override
	public void close() throws IOException {
		this.others.close();
		this.node.close();
		this.postgres.close();
	}

}
