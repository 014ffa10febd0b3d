package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@code pg_basebackup --write-recovery-conf} makes, which isn't among the binaries
 * of the tests: a copy of the files of a server that goes on, from which a standby
 * begins.
 */
final class BaseBackup extends SimpleFileVisitor<Path> {

	/**
	 * What is of the process that runs, or comes to the standby by its connection.
	 */
	private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts", "epg-lock", "pg_wal",
			"pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans");

	private static final String TIMELINE = ".history";

	private final Path from;

	private final Path to;

	private BaseBackup(Path from, Path to) {
		this.from = from;
		this.to = to;
	}

	/**
	 * Copy the data of a server.
	 * @param to where to; what is there is removed
	 */
	static void take(Postgres primary, Path to) throws IOException, SQLException {
		empty(to);
		Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
		try (Connection connection = primary.connect(Postgres.SUPERUSER);
				Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_backup_start('standby', true)");
			Files.walkFileTree(primary.data(), new BaseBackup(primary.data(), to));
			try (ResultSet end = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
				end.next();
				Files.writeString(to.resolve("backup_label"), end.getString(1));
			}
		}
		Files.createFile(to.resolve("standby.signal"));
		// What stands last counts. It waits for nobody once it is the primary, until it
		// has a standby
		Files.writeString(to.resolve("postgresql.auto.conf"),
				"primary_conninfo = 'host=127.0.0.1 port=%d user=%s'%nsynchronous_standby_names = ''%n"
					.formatted(primary.port(), Postgres.SUPERUSER),
				StandardOpenOption.APPEND);
	}

	// By the directory itself PostgreSQL finds the shared memory that a killed server
	// left
	private static void empty(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.skip(1).sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

	@Override
	public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
		Files.createDirectories(target(directory));
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
		if (isPartOfIt(file)) {
			try {
				Files.copy(file, target(file));
			}
			catch (NoSuchFileException ex) {
				// The log says that it was removed
			}
		}
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
		if (ex instanceof NoSuchFileException) {
			return FileVisitResult.CONTINUE;
		}
		throw ex;
	}

	// Directories are there in any case
	private boolean isPartOfIt(Path file) {
		if (file.toString().endsWith(TIMELINE)) {
			return true;
		}
		for (Path name : this.from.relativize(file)) {
			if (LEFT_OUT.contains(name.toString())) {
				return false;
			}
		}
		return true;
	}

	private Path target(Path file) {
		return this.to.resolve(this.from.relativize(file).toString());
	}

}
