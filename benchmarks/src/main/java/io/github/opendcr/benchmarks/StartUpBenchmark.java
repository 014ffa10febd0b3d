package io.github.opendcr.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.github.opendcr.benchmarks.peer.ServerProcess;
import io.github.opendcr.benchmarks.peer.Workspace;
import io.github.opendcr.benchmarks.server.EndpointApplication;

/**
 * What the starter adds to the start of an application.
 */
final class StartUpBenchmark {

	private static final Pattern READY = Pattern.compile("process running for ([0-9.]+)");

	// Of a median, as a part of the middle half's range divided by the root of their
	// number
	private static final double STANDARD_ERROR = 0.93;

	private static final String ON = "sample, dcr.enabled=true";

	private static final String OFF = "sample, dcr.enabled=false";

	private static final String WITH = "application with the starter, off";

	private static final String WITHOUT = "application without the starter";

	private static final String AGAIN = "the same once more";

	private final Options options;

	private final ResultFile file = new ResultFile("startup");

	private final Map<String, List<Start>> starts = new LinkedHashMap<>();

	StartUpBenchmark(Options options) {
		this.options = options;
	}

	String run() {
		Map<String, List<String>> commands = new LinkedHashMap<>();
		commands.put(ON, sample(true));
		commands.put(OFF, sample(false));
		commands.put(WITH, application(true));
		commands.put(WITHOUT, application(false));
		commands.put(AGAIN, application(false));
		// Once before, so that every file is in the machine's memory
		commands.values().forEach(this::start);
		List<Map.Entry<String, List<String>>> order = new ArrayList<>(commands.entrySet());
		for (int turn = 1; turn <= 2 * this.options.rounds(); turn++) {
			order.forEach((application) -> {
				String name = application.getKey();
				Machine.awaitCalm(this.options.calm());
				Start start = start(application.getValue());
				this.file.append(Map.of("application", name, "start", start));
				this.starts.computeIfAbsent(name, (key) -> new ArrayList<>()).add(start);
				Runs.log("%-36s ready after %.3f s, %.1f MiB", name, start.seconds(), start.resident());
			});
			Collections.reverse(order); // what came before may matter
		}
		return Machine.describe("no database server") + "\n" + targets() + "\n" + medians();
	}

	/**
	 * The sample with a database that lasts: it would otherwise make a key to sign with
	 * at each start, which takes as long as chance will have it.
	 */
	private static List<String> sample(boolean enabled) {
		return new ArrayList<>(List.of(Workspace.javaTool("java"), "-Xmx1g", "-jar", Workspace.sampleJar().toString(),
				"--server.address=127.0.0.1", "--dcr.enabled=" + enabled,
				"--spring.datasource.url=jdbc:h2:file:" + Workspace.directory("startup-" + enabled),
				"--spring.sql.init.mode=always", "--dcr.jdbc.initialize-schema=always"));
	}

	private static List<String> application(boolean withStarter) {
		List<String> command = Workspace.javaServer(List.of("-Xmx1g"), EndpointApplication.class, withStarter);
		command.addAll(List.of("--server.address=127.0.0.1", "--benchmark.store=memory",
				"--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"));
		return command;
	}

	private Start start(List<String> command) {
		List<String> withPort = new ArrayList<>(command);
		withPort.add("--server.port=" + ServerProcess.freePort());
		try (ServerProcess process = ServerProcess.start("startup", withPort, Map.of())) {
			double seconds = awaitReady(process);
			// What wasn't collected yet is chance
			new ProcessBuilder(Workspace.javaTool("jcmd"), "" + process.pid(), "GC.run").start().waitFor();
			Machine.pause(500);
			return new Start(seconds, Machine.resident(process.pid()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static double awaitReady(ServerProcess process) throws IOException {
		for (int i = 0; i < 1200; i++) {
			Matcher ready = READY.matcher(Files.readString(process.log().toPath()));
			if (ready.find()) {
				return Double.parseDouble(ready.group(1));
			}
			Machine.pause(50);
		}
		throw new IllegalStateException("Not ready, see " + process.log());
	}

	private String targets() {
		double[] later = pairs(ON, OFF, Start::seconds, (on, off) -> (on / off - 1) * 100);
		double[] more = pairs(ON, OFF, Start::resident, (on, off) -> on - off);
		return Target.HEADER
				+ new Target("sample with dcr.enabled=true: ready later", 5, false, "%", Medians.median(later),
						middle(later) + medians(ON, OFF, Start::seconds))
					.row()
				+ new Target("sample with dcr.enabled=true: more resident", 10, false, "MiB", Medians.median(more),
						middle(more) + medians(ON, OFF, Start::resident))
					.row()
				+ unmeasurable("ready later", 1000, "ms", Start::seconds)
				+ unmeasurable("more resident", 1, "MiB", Start::resident);
	}

	/**
	 * Compare the starter that is off with the same application without it. The bound is
	 * two standard errors of what the latter differs from itself by, in as many pairs.
	 */
	private String unmeasurable(String what, double factor, String unit, ToDoubleFunction<Start> value) {
		DoubleBinaryOperator difference = (with, without) -> factor * (with - without);
		double[] more = pairs(WITH, WITHOUT, value, difference);
		double[] chance = pairs(AGAIN, WITHOUT, value, difference);
		double bound = 2 * STANDARD_ERROR * spread(chance) / Math.sqrt(chance.length);
		return new Target("starter on the class path, off: " + what, bound, false, unit, Medians.median(more),
				middle(more) + String.format(Locale.ROOT, "; the same application twice: %.2f", Medians.median(chance)))
			.row();
	}

	/**
	 * Compare two starts of the same turn, in which the machine was the same to both.
	 */
	private double[] pairs(String name, String other, ToDoubleFunction<Start> value, DoubleBinaryOperator comparison) {
		double[] values = values(name, value);
		double[] others = values(other, value);
		return IntStream.range(0, values.length)
			.mapToDouble((i) -> comparison.applyAsDouble(values[i], others[i]))
			.sorted()
			.toArray();
	}

	private static String middle(double[] sorted) {
		return String.format(Locale.ROOT, "half of the %d pairs within %.1f and %.1f", sorted.length,
				sorted[sorted.length / 4], sorted[sorted.length * 3 / 4]);
	}

	private String medians(String name, String other, ToDoubleFunction<Start> value) {
		return String.format(Locale.ROOT, "; medians of all %.2f : %.2f", Medians.median(values(name, value)),
				Medians.median(values(other, value)));
	}

	private String medians() {
		StringBuilder table = new StringBuilder("| medians | ready after s | spread s | resident MiB | spread MiB |\n"
				+ "| --- | --- | --- | --- | --- |\n");
		this.starts.keySet().forEach((name) -> {
			double[] seconds = values(name, Start::seconds);
			double[] resident = values(name, Start::resident);
			table.append(String.format(Locale.ROOT, "| %s | %.3f | %.3f | %.1f | %.1f |%n", name,
					Medians.median(seconds), spread(seconds), Medians.median(resident), spread(resident)));
		});
		return table + "\nOf " + 2 * this.options.rounds()
				+ " starts each. The spread is the range of the middle half of them.\n\n" + this.file;
	}

	private static double spread(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4];
	}

	private double[] values(String name, ToDoubleFunction<Start> value) {
		return this.starts.getOrDefault(name, List.of()).stream().mapToDouble(value).toArray();
	}

	private record Start(double seconds, double resident) {
	}

}
