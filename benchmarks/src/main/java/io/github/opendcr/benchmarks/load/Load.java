package io.github.opendcr.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a scenario against a server on this machine for each line of its input, which has
 * the options, and prints the {@link Measurement} as a line of JSON. Its arguments are
 * those of the {@link DocumentHost}.
 */
public final class Load {

	private static final JsonMapper json = new JsonMapper();

	private final LoadOptions options;

	private final Clock clock;

	private final List<Operations> operations = new ArrayList<>();

	private Load(LoadOptions options, DocumentHost documents) {
		this.options = options;
		this.clock = new Clock(options.count());
		for (int i = 0; i < options.connections(); i++) {
			this.operations.add(new Operations(options, documents));
		}
	}

	public static void main(String[] args) throws Exception {
		DocumentHost documents = DocumentHost.start(Integer.parseInt(args[0]), Path.of(args[1]), args[2]);
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			Load load = new Load(LoadOptions.parse(line), documents);
			load.provideClients();
			System.out.println(json.writeValueAsString(load.measure()));
		}
		System.exit(0);
	}

	private void provideClients() throws IOException, InterruptedException, ExecutionException {
		if (this.options.clients() != null) {
			List<String> lines = Files.readAllLines(this.options.clients());
			for (int i = 0; i < lines.size(); i++) {
				this.operations.get(i % this.operations.size())
					.add(Client.ofLine(lines.get(i), this.options.endpoint().getPath()));
			}
			return;
		}
		ExecutorService threads = Executors.newFixedThreadPool(this.operations.size());
		List<Future<?>> registrations = new ArrayList<>();
		try {
			for (Operations each : this.operations) {
				registrations.add(threads.submit(() -> {
					each.provideClients();
					return null;
				}));
			}
			for (Future<?> registration : registrations) {
				registration.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private Measurement measure() throws InterruptedException {
		List<Worker> workers = this.operations.stream().map((each) -> new Worker(each, this.clock)).toList();
		boolean warms = this.options.warmUp() > 0;
		this.clock.record(!warms);
		CpuTimes before = CpuTimes.now(this.options);
		long start = System.nanoTime();
		workers.forEach(Thread::start);
		if (warms) {
			Thread.sleep((long) (this.options.warmUp() * 1000));
			before = CpuTimes.now(this.options);
			start = System.nanoTime();
			this.clock.record(true);
		}
		while (!this.clock.isDone() && System.nanoTime() - start < this.options.seconds() * 1e9) {
			Thread.sleep(5);
		}
		if (this.clock.isDone()) {
			// The last of a given number of operations count, too
			for (Worker worker : workers) {
				worker.join();
			}
		}
		this.clock.record(false);
		double seconds = (System.nanoTime() - start) / 1e9;
		CpuTimes cpu = CpuTimes.now(this.options).since(before);
		this.clock.stop();
		for (Worker worker : workers) {
			worker.join();
		}
		return summarize(workers, seconds, cpu);
	}

	private Measurement summarize(List<Worker> workers, double seconds, CpuTimes cpu) {
		long[] nanos = workers.stream().flatMapToLong((worker) -> LongStream.of(worker.nanos())).sorted().toArray();
		int count = Math.max(1, nanos.length);
		return new Measurement(this.options.scenario().toString(), nanos.length, seconds, nanos.length / seconds,
				quantile(nanos, 0.5), quantile(nanos, 0.99), quantile(nanos, 1),
				CpuTimes.milliseconds(cpu.server()) / count, CpuTimes.milliseconds(cpu.database()) / count,
				CpuTimes.milliseconds(cpu.generator()) / count, cpu.foreign(seconds),
				workers.stream().mapToInt(Worker::errors).sum(),
				workers.stream().map(Worker::firstError).filter(Objects::nonNull).findFirst().orElse(null));
	}

	private static double quantile(long[] sorted, double quantile) {
		return (sorted.length > 0) ? sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)] / 1e6 : 0;
	}

}
