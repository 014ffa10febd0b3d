package io.github.opendcr.benchmarks.micro;

import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs the benchmarks of this package, in less than four minutes, and prints a Markdown
 * table; how they get on goes to the standard error. Arguments are those of JMH.
 *
 * @since 0.1.0
 */
public final class MicroBenchmarks {

	private static final int MEDIAN = 50;

	private MicroBenchmarks() {
	}

	/**
	 * Run them.
	 * @param args the options of JMH
	 * @throws CommandLineOptionException if one is wrong
	 * @throws RunnerException if a benchmark fails
	 */
	public static void main(String[] args) throws CommandLineOptionException, RunnerException {
		Options options = new OptionsBuilder().parent(new CommandLineOptions(args))
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.build();
		System.out.println(table(run(options)));
	}

	private static Collection<RunResult> run(Options options) throws RunnerException {
		return new Runner(options, OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL)).run();
	}

	private static String table(Collection<RunResult> results) {
		return results.stream()
			.map(MicroBenchmarks::row)
			.collect(Collectors.joining("\n", "| benchmark | of | µs | least to most | bytes allocated |\n"
					+ "| --- | --- | ---: | ---: | ---: |\n", ""));
	}

	private static String row(RunResult result) {
		String[] name = result.getParams().getBenchmark().split("\\.");
		String of = result.getParams()
			.getParamsKeys()
			.stream()
			.map((key) -> result.getParams().getParam(key).toLowerCase(Locale.ROOT))
			.collect(Collectors.joining(", "));
		// another process takes its part of a mean, and leaves the median alone
		Statistics time = result.getPrimaryResult().getStatistics();
		Result<?> allocated = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
		return "| %s.%s | %s | %.2f | %.2f to %.2f | %,.0f |".formatted(name[name.length - 2], name[name.length - 1],
				of, time.getPercentile(MEDIAN), time.getMin(), time.getMax(), allocated.getScore());
	}

}
