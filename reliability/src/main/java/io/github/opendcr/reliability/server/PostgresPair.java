package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A primary, and a standby that has each commit on its disk before it is acknowledged.
 */
public final class PostgresPair implements AutoCloseable {

	private static final String STREAMING = "SELECT state || ' ' || sync_state FROM pg_stat_replication";

	private final String hosts;

	private Postgres primary;

	private Postgres standby;

	private PostgresPair(Postgres primary, Postgres standby) {
		this.primary = primary;
		this.standby = standby;
		this.hosts = "127.0.0.1:" + primary.port() + ",127.0.0.1:" + standby.port();
	}

	/**
	 * Start both, with an empty database.
	 */
	public static PostgresPair start(String database) throws IOException, SQLException, InterruptedException {
		Postgres primary = Postgres.start();
		primary.create(database);
		// Until a new standby has read it
		primary.execute(Postgres.SUPERUSER, "ALTER SYSTEM SET wal_keep_size = '256MB'");
		PostgresPair pair = new PostgresPair(primary, primary.startStandby());
		pair.synchronize();
		return pair;
	}

	/**
	 * Let each commit wait for the standby, and wait until it has what was committed
	 * before.
	 */
	private void synchronize() throws SQLException, InterruptedException {
		this.primary.execute(Postgres.SUPERUSER, "ALTER SYSTEM SET synchronous_standby_names = '*'");
		this.primary.execute(Postgres.SUPERUSER, "SELECT pg_reload_conf()");
		await(STREAMING, "streaming sync");
		// The process that tells all others to wait has read the setting before it begins
		// with this
		this.primary.execute(Postgres.SUPERUSER, "CHECKPOINT");
		String end = this.primary.query(Postgres.SUPERUSER, "SELECT pg_current_wal_flush_lsn()").get(0);
		await("SELECT flush_lsn >= '" + end + "' FROM pg_stat_replication", "t");
	}

	private void await(String question, String expected) throws SQLException, InterruptedException {
		long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
		List<String> answer = List.of();
		while (System.nanoTime() < end) {
			answer = this.primary.query(Postgres.SUPERUSER, question);
			if (answer.equals(List.of(expected))) {
				return;
			}
			TimeUnit.MILLISECONDS.sleep(20);
		}
		throw new IllegalStateException(question + " is " + answer);
	}

	/**
	 * Return a URL by which an application finds whichever is the primary.
	 */
	public String url(String database) {
		return "jdbc:postgresql://" + this.hosts + "/" + database + "?targetServerType=primary";
	}

	public Postgres primary() {
		return this.primary;
	}

	/**
	 * Make a primary of the standby, after the former one was killed. It has no standby
	 * until {@link #rejoin}.
	 */
	public void promote() throws SQLException {
		if (!this.standby.query(Postgres.SUPERUSER, "SELECT pg_promote(true, 60)").equals(List.of("t"))) {
			throw new IllegalStateException("The standby wasn't promoted");
		}
		Postgres former = this.primary;
		this.primary = this.standby;
		this.standby = former;
	}

	/**
	 * Make a standby of the one that was killed.
	 */
	public void rejoin() throws IOException, SQLException, InterruptedException {
		this.standby.restartAsStandbyOf(this.primary);
		synchronize();
	}

	@Override
	public void close() throws IOException {
		this.primary.close();
		this.standby.close();
	}

}
