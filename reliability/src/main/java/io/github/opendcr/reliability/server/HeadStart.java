package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.jspecify.annotations.Nullable;

/**
 * What servers begin with if many of them are started: the data of a PostgreSQL, and the
 * sample as {@link SampleProgram#unpack} leaves it. Both are made once, while other
 * things begin, and whoever needs them waits.
 */
public final class HeadStart {

	private static volatile @Nullable HeadStart taken;

	private final FutureTask<Path> postgres = begun("install-postgres", Postgres::install);

	private final FutureTask<SampleProgram> sample = begun("unpack-sample", SampleProgram::unpack);

	private HeadStart() {
	}

	/**
	 * Give it to all servers that are started from now on.
	 */
	public static void take() {
		taken = new HeadStart();
	}

	static @Nullable HeadStart get() {
		return taken;
	}

	private static <T> FutureTask<T> begun(String name, Callable<T> task) {
		FutureTask<T> begun = new FutureTask<>(task);
		Thread thread = new Thread(begun, name);
		thread.setDaemon(true);
		thread.start();
		return begun;
	}

	/**
	 * Copy the data of PostgreSQL to an empty directory.
	 */
	void copyPostgres(Path directory) throws IOException {
		Programs.run(List.of("cp", "-a", result(this.postgres) + "/.", directory.toString()));
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
	}

	SampleProgram sample() {
		return result(this.sample);
	}

	private static <T> T result(FutureTask<T> task) {
		try {
			return task.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
