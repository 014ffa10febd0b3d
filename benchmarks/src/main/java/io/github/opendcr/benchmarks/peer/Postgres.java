package io.github.opendcr.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL for all peers, one database each. Its settings are PostgreSQL's own, above
 * all those that let a commit wait for the disk, which are turned off by what starts it.
 */
public final class Postgres implements AutoCloseable {

	private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

	private final EmbeddedPostgres server;

	private final long pid;

	private Postgres(EmbeddedPostgres server, long pid) {
		this.server = server;
		this.pid = pid;
	}

	public static Postgres start() {
		Path data = Workspace.directory("postgres-" + ProcessHandle.current().pid());
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setDataDirectory(data)
			.setPGStartupWait(Duration.ofSeconds(60));
		DURABLE.forEach((setting) -> builder.setServerConfig(setting, "on"));
		try {
			EmbeddedPostgres server = builder.start();
			Postgres postgres = new Postgres(server,
					Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim()));
			for (String setting : DURABLE) {
				if (!postgres.query("postgres", "SHOW " + setting).equals("on")) {
					throw new IllegalStateException(setting + " is off");
				}
			}
			return postgres;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public void create(String database) {
		execute("postgres", "CREATE DATABASE " + database);
	}

	/**
	 * Create the tables of Spring Authorization Server by its own scripts, changed for
	 * PostgreSQL as they ask for.
	 */
	public void createSpringTables(String database) {
		for (String script : List.of("client/oauth2-registered-client-schema.sql", "oauth2-authorization-schema.sql")) {
			String path = "/org/springframework/security/oauth2/server/authorization/" + script;
			try (var in = Objects.requireNonNull(Postgres.class.getResourceAsStream(path))) {
				String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
				execute(database, sql.replace(" blob ", " text ").replace(" timestamp ", " timestamptz "));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * Empty all tables but those that the application needs to have as they are.
	 */
	public void truncate(String database, String... except) {
		List<String> tables = new ArrayList<>(
				List.of(query(database, "SELECT string_agg(tablename, ',') FROM pg_tables WHERE schemaname = 'public'")
					.split(",")));
		tables.removeAll(List.of(except));
		execute(database, "TRUNCATE " + String.join(", ", tables));
		// What the last run has left to write shouldn't be written during the next one
		execute(database, "CHECKPOINT");
	}

	public void execute(String database, String sql) {
		try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(sql, ex);
		}
	}

	/**
	 * Return the first column of the only row.
	 */
	public String query(String database, String sql) {
		try (Connection connection = connect(database);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return Objects.toString(rows.getString(1), "");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(sql, ex);
		}
	}

	public Connection connect(String database) throws SQLException {
		return this.server.getDatabase("postgres", database).getConnection();
	}

	public String url(String database) {
		return "jdbc:postgresql://localhost:" + this.server.getPort() + "/" + database;
	}

	/**
	 * Return the id of its first process, whose children the others are.
	 */
	public long pid() {
		return this.pid;
	}

	public String version() {
		return query("postgres", "SHOW server_version");
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
