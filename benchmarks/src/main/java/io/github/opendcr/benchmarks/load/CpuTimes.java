package io.github.opendcr.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * CPU time that was used until now, in Linux' ticks of 10 ms.
 *
 * @param server of the server's process
 * @param database of the database's processes
 * @param generator of this process
 * @param all of the whole machine
 */
record CpuTimes(long server, long database, long generator, long all) {

	private static final Path PROC = Path.of("/proc");

	static CpuTimes now(LoadOptions options) {
		return new CpuTimes(tree(options.server()), tree(options.database()), own(ProcessHandle.current().pid()),
				machine());
	}

	CpuTimes since(CpuTimes earlier) {
		return new CpuTimes(this.server - earlier.server, this.database - earlier.database,
				this.generator - earlier.generator, this.all - earlier.all);
	}

	static double milliseconds(long ticks) {
		return ticks * 10.0;
	}

	/**
	 * Percentage of the machine that none of the three took.
	 */
	double foreign(double seconds) {
		long foreign = Math.max(0, this.all - this.server - this.database - this.generator);
		return foreign / (seconds * Runtime.getRuntime().availableProcessors());
	}

	/**
	 * A process, its children that live and those that have ended: PostgreSQL has a
	 * process for each connection.
	 */
	private static long tree(long pid) {
		if (pid == 0) {
			return 0;
		}
		long ticks = own(pid) + field(pid, 13) + field(pid, 14);
		try (Stream<ProcessHandle> children = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children)) {
			return ticks + children.mapToLong((child) -> own(child.pid())).sum();
		}
	}

	private static long own(long pid) {
		return field(pid, 11) + field(pid, 12);
	}

	private static long field(long pid, int index) {
		try {
			String stat = Files.readString(PROC.resolve(pid + "/stat"));
			// The name of the program, in brackets, may have blanks
			return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[index]);
		}
		catch (IOException ex) {
			return 0; // it has ended
		}
	}

	private static long machine() {
		try {
			String[] cpu = Files.readString(PROC.resolve("stat")).split("\n")[0].trim().split("\\s+");
			long ticks = 0;
			for (int i = 1; i <= 8; i++) {
				// 4 and 5 are idle and waiting for a disk
				ticks += (i == 4 || i == 5) ? 0 : Long.parseLong(cpu[i]);
			}
			return ticks;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
