package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A disk of a few megabytes, in memory, on which PostgreSQL keeps a tablespace. Only root
 * can mount it.
 */
public final class SmallDisk implements AutoCloseable {

	/** The tablespace. */
	public static final String TABLESPACE = "small";

	private static final String SIZE = "96m";

	private static final String FULL = "53100";

	private static final String FILLER = "filler";

	private final Path directory;

	private final Thread end;

	private SmallDisk(Path directory) {
		this.directory = directory;
		this.end = new Thread(this::unmount);
		Runtime.getRuntime().addShutdownHook(this.end);
	}

	/**
	 * Return whether there can be one here.
	 */
	public static boolean isPossible() throws IOException {
		return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
	}

	public static SmallDisk mount() throws IOException {
		Path directory = Workspace.directory("small-disk");
		Programs.run(List.of("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", directory.toString()));
		return new SmallDisk(directory);
	}

	/**
	 * Create a database on it.
	 */
	public void create(Postgres postgres, String database) throws SQLException {
		postgres.execute(Postgres.SUPERUSER, "CREATE TABLESPACE " + TABLESPACE + " LOCATION '" + this.directory + "'");
		postgres.execute(Postgres.SUPERUSER, "CREATE DATABASE " + database + " TABLESPACE " + TABLESPACE);
	}

	/**
	 * Fill it, as another application on the same disk would.
	 */
	public void fill(Postgres postgres) throws SQLException {
		try (Connection connection = postgres.connect(Postgres.SUPERUSER);
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE " + FILLER
					+ " (filling char(4000)) WITH (autovacuum_enabled = off) TABLESPACE " + TABLESPACE);
			statement.execute("ALTER TABLE " + FILLER + " ALTER filling SET STORAGE PLAIN");
			insertUntilFull(statement, 1_000_000);
			insertUntilFull(statement, 1); // where there was no place for many at once
		}
	}

	private static void insertUntilFull(Statement statement, int rows) throws SQLException {
		try {
			while (true) {
				statement.execute("INSERT INTO " + FILLER + " SELECT '' FROM generate_series(1, " + rows + ")");
			}
		}
		catch (SQLException ex) {
			if (!FULL.equals(ex.getSQLState())) {
				throw ex;
			}
		}
	}

	/**
	 * Make place.
	 */
	public void clear(Postgres postgres) throws SQLException {
		postgres.execute(Postgres.SUPERUSER, "DROP TABLE " + FILLER);
	}

	private void unmount() {
		try {
			Programs.run(List.of("umount", "--lazy", this.directory.toString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		Runtime.getRuntime().removeShutdownHook(this.end);
		unmount();
	}

}
