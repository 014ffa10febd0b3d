package io.github.opendcr.benchmarks;

import java.util.List;

/**
 * Runs one of the benchmarks and prints its tables in Markdown.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	public static void main(String[] args) {
		Options options = Options.parse(List.of(args).subList(1, args.length));
		System.out.println(switch (args[0]) {
			case "http" -> new HttpBenchmark(options).run();
			case "operators" -> new OperatorsBenchmark(options).run();
			case "growth" -> new GrowthBenchmark(options).run();
			case "memory" -> new MemoryBenchmark(options).run();
			case "startup" -> new StartUpBenchmark(options).run();
			default -> throw new IllegalArgumentException("Unknown benchmark " + args[0]);
		});
		System.exit(0);
	}

}
