package io.github.opendcr.reliability.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.github.opendcr.reliability.server.DatabaseProxy;
import io.github.opendcr.reliability.server.Postgres;
import io.github.opendcr.reliability.server.SmallDisk;

/**
 * All that is done to the database.
 */
final class Faults {

	private static final String OTHERS = "FROM pg_stat_activity WHERE datname = '%s' AND pid <> pg_backend_pid()";

	private static final String TOO_MANY_CONNECTIONS = "53300";

	private final Postgres postgres;

	private final String database;

	private final List<Connection> held = new ArrayList<>();

	Faults(Postgres postgres, String database) {
		this.postgres = postgres;
		this.database = database;
	}

	List<Fault> between(DatabaseProxy proxy) {
		return List.of(between(proxy, "nobody listens", Holds.NOTHING, DatabaseProxy.Fault.REFUSED),
				between(proxy, "connections end in the middle of an answer", Holds.NOTHING, DatabaseProxy.Fault.CUT),
				between(proxy, "each piece of an answer takes " + DatabaseProxy.LATENCY + " ms", Holds.EVERYTHING,
						DatabaseProxy.Fault.SLOW),
				between(proxy, "connections are silent", Holds.NOTHING, DatabaseProxy.Fault.SILENT),
				between(proxy, "answers are noise", Holds.NOTHING, DatabaseProxy.Fault.GARBAGE));
	}

	private static Fault between(DatabaseProxy proxy, String name, Holds holds, DatabaseProxy.Fault fault) {
		return new Fault(name, holds, (holds == Holds.EVERYTHING) ? "UP" : "DOWN", () -> proxy.set(fault),
				() -> proxy.set(DatabaseProxy.Fault.NONE));
	}

	List<Fault> inside() {
		return List.of(
				new Fault("read-only", Holds.READING, "DOWN", () -> alter("SET default_transaction_read_only = on"),
						() -> alter("RESET default_transaction_read_only")),
				new Fault("others have all connections", Holds.NOTHING, "DOWN", this::takeConnections, this::release),
				new Fault("a lock that nobody gives back", Holds.SOME, "DOWN", this::lock, this::release),
				new Fault("a lock, and statements that time out", Holds.SOME, "DOWN", () -> {
					alter("SET statement_timeout = '500ms'");
					lock();
				}, () -> {
					release();
					alter("RESET statement_timeout");
				}));
	}

	Fault of(SmallDisk disk) {
		return new Fault("the disk is full", Holds.READING_AND_SOME, null, () -> disk.fill(this.postgres),
				() -> disk.clear(this.postgres));
	}

	private void alter(String setting) throws SQLException {
		this.postgres.execute("postgres", "ALTER SYSTEM " + setting);
		this.postgres.execute("postgres", "SELECT pg_reload_conf()");
	}

	private void lock() throws SQLException {
		Connection connection = this.postgres.connect(this.database);
		this.held.add(connection);
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET statement_timeout = 0");
			statement.execute("LOCK TABLE dcr_client_registration IN ACCESS EXCLUSIVE MODE");
		}
	}

	// All of them: one that begins is no one's yet, and may become the application's
	private void takeConnections() throws SQLException {
		long all = this.postgres.number("postgres", "SHOW max_connections");
		takeOthers();
		while (this.held.size() < all) {
			execute("SELECT pg_terminate_backend(pid) " + OTHERS.formatted(this.database));
			takeOthers();
		}
	}

	// in another database than the application's
	private void takeOthers() throws SQLException {
		try {
			while (true) {
				this.held.add(this.postgres.connect("postgres"));
			}
		}
		catch (SQLException ex) {
			if (!TOO_MANY_CONNECTIONS.equals(ex.getSQLState())) {
				throw ex;
			}
		}
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.held.get(0).createStatement()) {
			statement.execute(sql);
		}
	}

	private void release() throws SQLException {
		for (Connection connection : this.held) {
			connection.close();
		}
		this.held.clear();
	}

}
