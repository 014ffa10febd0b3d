package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL that waits for the disk at each commit, and can be killed and started
 * again on the same data at the same port.
 */
public final class Postgres implements AutoCloseable {

	private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

	static final String SUPERUSER = "postgres";

	private final Path data;

	private final int port;

	private EmbeddedPostgres server;

	private Postgres(Path data, int port) throws IOException {
		this.data = data;
		this.port = port;
		this.server = launch();
	}

	public static Postgres start() throws IOException, SQLException {
		Path data = Workspace.newDirectory("postgres");
		HeadStart head = HeadStart.get();
		if (head != null) {
			head.copyPostgres(data);
		}
		Postgres postgres = new Postgres(data, Workspace.freePort());
		postgres.checkDurable();
		return postgres;
	}

	/**
	 * Make the data of a server that was never asked for anything.
	 */
	static Path install() throws IOException {
		try (Postgres postgres = new Postgres(Workspace.newDirectory("postgres"), Workspace.freePort())) {
			return postgres.data();
		}
	}

	/**
	 * Start a standby of this one, on a copy of its data.
	 */
	Postgres startStandby() throws IOException, SQLException {
		Path data = Workspace.newDirectory("standby");
		BaseBackup.take(this, data);
		Postgres standby = new Postgres(data, Workspace.freePort());
		standby.checkDurable();
		return standby;
	}

	private void checkDurable() throws SQLException {
		for (String setting : DURABLE) {
			if (!query(SUPERUSER, "SHOW " + setting).equals(List.of("on"))) {
				throw new IllegalStateException(setting + " is off");
			}
		}
	}

	private EmbeddedPostgres launch() throws IOException {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setDataDirectory(this.data)
			.setCleanDataDirectory(false)
			.setPort(this.port)
			.setServerConfig("max_connections", "200")
			.setPGStartupWait(Duration.ofMinutes(2));
		DURABLE.forEach((setting) -> builder.setServerConfig(setting, "on"));
		return builder.start();
	}

	/**
	 * Kill all of its processes, without a word to any of them, and wait until they are
	 * gone.
	 */
	public void kill() throws IOException {
		ProcessHandle first = ProcessHandle
			.of(Long.parseLong(Files.readAllLines(this.data.resolve("postmaster.pid")).get(0).trim()))
			.orElseThrow();
		List<ProcessHandle> all = new ArrayList<>(List.of(first));
		try (Stream<ProcessHandle> others = first.descendants()) {
			others.forEach(all::add);
		}
		all.forEach(ProcessHandle::destroyForcibly);
		all.forEach((process) -> process.onExit().join());
		this.server.close();
	}

	/**
	 * Start it again after {@link #kill}: it recovers from its log.
	 */
	public void restart() throws IOException {
		this.server = launch();
	}

	/**
	 * Start it again after {@link #kill} as a standby of another one, on a copy of its
	 * data in place of its own.
	 */
	void restartAsStandbyOf(Postgres primary) throws IOException, SQLException {
		BaseBackup.take(primary, this.data);
		restart();
	}

	public void create(String database) throws SQLException {
		execute(SUPERUSER, "CREATE DATABASE " + database);
	}

	public void execute(String database, String sql) throws SQLException {
		try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Return the first column of all rows.
	 */
	public List<String> query(String database, String sql) throws SQLException {
		List<String> column = new ArrayList<>();
		try (Connection connection = connect(database);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				column.add(rows.getString(1));
			}
		}
		return column;
	}

	public long number(String database, String sql) throws SQLException {
		return Long.parseLong(query(database, sql).get(0));
	}

	/**
	 * Connect to it, past what stands between it and the application.
	 */
	public Connection connect(String database) throws SQLException {
		return this.server.getDatabase(SUPERUSER, database).getConnection();
	}

	Path data() {
		return this.data;
	}

	public Tables tables(String database) {
		return (sql) -> query(database, sql);
	}

	/**
	 * Return the properties of an application that uses a database of it.
	 */
	public List<String> properties(String database) {
		return List.of("--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + this.port + "/" + database);
	}

	public int port() {
		return this.port;
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
