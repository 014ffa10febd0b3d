package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Three MariaDB servers that are one Galera cluster. Each takes writes, and one at a time
 * may be killed.
 */
public final class Galera implements AutoCloseable {

	public static final int SIZE = 3;

	private static final String DATABASE = "dcr";

	private static final String USER = "dcr";

	/** Takes a server a while to write. */
	private static final String MUCH = "SELECT %d, seq, REPEAT('x', 100) FROM seq_1_to_100000";

	private final List<GaleraNode> nodes = new ArrayList<>();

	private final Thread end = new Thread(this::kill);

	private Galera() throws IOException {
		for (int i = 0; i < SIZE; i++) {
			this.nodes.add(new GaleraNode(i));
		}
		Runtime.getRuntime().addShutdownHook(this.end);
	}

	/**
	 * Start it, with a database for the sample.
	 * @throws io.github.opendcr.reliability.SkippedException if it isn't installed
	 */
	public static Galera start() throws IOException, SQLException, InterruptedException {
		Programs.find("mariadbd", "/usr/sbin");
		Programs.find("rsync", "/usr/bin");
		Path provider = Programs.find("libgalera_smm.so", "/usr/lib/galera", "/usr/lib64/galera");
		Galera galera = new Galera();
		try {
			galera.begin(provider);
		}
		catch (IOException | SQLException | RuntimeException ex) {
			galera.close();
			throw ex;
		}
		return galera;
	}

	private void begin(Path provider) throws IOException, SQLException, InterruptedException {
		String group = this.nodes.stream().map(GaleraNode::groupAddress).collect(Collectors.joining(","));
		for (GaleraNode node : this.nodes) {
			node.configure(provider, group);
		}
		GaleraNode first = this.nodes.get(0);
		first.install();
		first.launch("--wsrep-new-cluster");
		first.awaitSynced();
		first.execute("", "CREATE DATABASE " + DATABASE);
		first.execute("", "CREATE USER " + USER + "@'%' IDENTIFIED BY '" + USER + "'");
		first.execute("", "GRANT ALL ON " + DATABASE + ".* TO " + USER + "@'%'");
		first.execute(DATABASE,
				"CREATE TABLE much (batch int, item int, filling char(100), PRIMARY KEY (batch, item))");
		for (String statement : Workspace.sampleScript()) {
			first.execute(DATABASE, inTypesOfMariaDb(statement));
		}
		for (GaleraNode other : this.nodes.subList(1, SIZE)) {
			other.launch();
			other.awaitSynced(); // one by one: each takes all from another one
		}
	}

	private static String inTypesOfMariaDb(String statement) {
		return statement.replace("timestamp with time zone DEFAULT", "timestamp DEFAULT")
			.replace("timestamp with time zone", "timestamp NULL");
	}

	/**
	 * Return the properties of an application at one of the servers, which goes on with
	 * the others if that one is gone.
	 * @param number which server it is
	 * @param parameters parameters of the URL
	 */
	public List<String> properties(int number, String parameters) {
		List<GaleraNode> inTurn = new ArrayList<>(this.nodes);
		Collections.rotate(inTurn, -number);
		String addresses = inTurn.stream().map(GaleraNode::address).collect(Collectors.joining(","));
		// Milliseconds, where the sample has PostgreSQL's seconds
		String driver = "--spring.datasource.hikari.data-source-properties.";
		return List.of(
				"--spring.datasource.url=jdbc:mariadb:sequential://" + addresses + "/" + DATABASE + "?" + parameters,
				"--spring.datasource.username=" + USER, "--spring.datasource.password=" + USER,
				driver + "connectTimeout=5000", driver + "socketTimeout=60000", "--spring.sql.init.mode=never");
	}

	/**
	 * Return what was written, at whichever server.
	 */
	public Tables tables() {
		return (sql) -> alive().query(DATABASE, sql);
	}

	private GaleraNode alive() {
		return this.nodes.stream().filter(GaleraNode::isAlive).findFirst().orElseThrow();
	}

	/**
	 * Commit so much at one of the servers that the others have it only a while after
	 * this returns, and whatever is committed next after it.
	 * @param round which time it is
	 */
	public void commitMuch(int number, int round) throws SQLException {
		this.nodes.get(number).execute(DATABASE, "INSERT INTO much " + MUCH.formatted(round));
	}

	/**
	 * Return whether a server has yet to write that.
	 */
	public boolean isBehind(int number, int round) throws SQLException {
		return this.nodes.get(number)
			.queryAtOnce(DATABASE, "SELECT 1 FROM much WHERE batch = " + round + " LIMIT 1")
			.isEmpty();
	}

	public void forgetMuch(int number) throws SQLException {
		this.nodes.get(number).execute(DATABASE, "TRUNCATE TABLE much");
	}

	/**
	 * Return how many writes had to give way to one at another server, since each of the
	 * servers was started.
	 */
	public long conflicts() throws SQLException {
		long conflicts = 0;
		for (GaleraNode node : this.nodes) {
			conflicts += Long.parseLong(node.status("LOCAL_CERT_FAILURES").get(0))
					+ Long.parseLong(node.status("LOCAL_BF_ABORTS").get(0));
		}
		return conflicts;
	}

	public void kill(int number) {
		this.nodes.get(number).kill();
	}

	/**
	 * Start one again after {@link #kill(int)}, and wait until it has all that the others
	 * have.
	 */
	public void restart(int number) throws IOException, InterruptedException {
		this.nodes.get(number).relaunch();
		this.nodes.get(number).awaitSynced();
	}

	private void kill() {
		this.nodes.forEach(GaleraNode::kill);
	}

	@Override
	public void close() {
		kill();
		Runtime.getRuntime().removeShutdownHook(this.end);
	}

}
