package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One MariaDB server of a Galera cluster.
 */
final class GaleraNode {

	private static final String USER = "mysql";

	private static final String BINARIES = "/usr/sbin";

	/** For all kinds of statements: until the server has what the others committed. */
	private static final int WAITING = 15;

	private static final Pattern POSITION = Pattern.compile("Recovered position: (\\S+)");

	private final Path directory;

	private final int port = Workspace.freePort();

	private final int groupPort = Workspace.freePort();

	private final int statePort = Workspace.freePort();

	private final int missedPort = Workspace.freePort();

	private @Nullable Process process;

	GaleraNode(int number) throws IOException {
		this.directory = Workspace.directory("galera-" + number);
		Files.createDirectories(data());
		if (isRoot()) {
			for (Path path : List.of(this.directory, data())) {
				Files.setOwner(path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
			}
		}
	}

	private Path data() {
		return this.directory.resolve("data");
	}

	String address() {
		return "127.0.0.1:" + this.port;
	}

	String groupAddress() {
		return "127.0.0.1:" + this.groupPort;
	}

	/**
	 * Write its configuration.
	 * @param provider Galera's library
	 * @param group the addresses of all nodes
	 */
	void configure(Path provider, String group) throws IOException {
		// A kill leaves what the kernel has, and the disk need not be waited for
		Files.writeString(configuration(),
				"""
						[mariadbd]
						%1$s
						datadir=%2$s/data
						socket=%2$s/socket
						pid-file=%2$s/pid
						bind-address=127.0.0.1
						port=%3$d
						default-time-zone=+00:00
						max-connections=200
						binlog-format=ROW
						default-storage-engine=InnoDB
						innodb-autoinc-lock-mode=2
						innodb-buffer-pool-size=64M
						innodb-log-file-size=32M
						innodb-flush-log-at-trx-commit=2
						wsrep-on=ON
						wsrep-provider=%4$s
						wsrep-cluster-name=reliability
						wsrep-cluster-address=gcomm://%5$s
						wsrep-node-address=127.0.0.1:%6$d
						wsrep-slave-threads=4
						wsrep-sst-method=rsync
						wsrep-sst-receive-address=127.0.0.1:%7$d
						wsrep-provider-options="gmcast.listen_addr=tcp://127.0.0.1:%6$d;ist.recv_addr=127.0.0.1:%8$d;gcache.size=64M"
						"""
					.formatted(isRoot() ? "user=" + USER : "", this.directory, this.port, provider, group,
							this.groupPort, this.statePort, this.missedPort));
	}

	// Neither the server nor the rsync by which one takes over what another has does it
	// as root
	private static boolean isRoot() {
		return System.getProperty("user.name").equals("root");
	}

	private Path configuration() {
		return this.directory.resolve("my.cnf");
	}

	/**
	 * Make a database of its own, which the others take over.
	 */
	void install() throws IOException {
		List<String> command = new ArrayList<>(List.of("mariadb-install-db", "--no-defaults", "--datadir=" + data(),
				"--auth-root-authentication-method=normal", "--skip-test-db"));
		if (isRoot()) {
			command.add("--user=" + USER);
		}
		run(command);
	}

	/**
	 * Start it.
	 * @param options options beside its configuration
	 */
	void launch(String... options) throws IOException {
		List<String> command = new ArrayList<>(command());
		command.addAll(List.of(options));
		this.process = builder(command)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("mariadbd.log").toFile()))
			.start();
	}

	/**
	 * Start it again after it was killed: it takes from the others what it missed.
	 */
	void relaunch() throws IOException {
		List<String> command = new ArrayList<>(command());
		command.add("--wsrep-recover");
		List<MatchResult> positions = POSITION.matcher(run(command)).results().toList();
		if (positions.isEmpty()) {
			throw new IllegalStateException("Nobody knows how far it was, see " + this.directory);
		}
		launch("--wsrep-start-position=" + positions.get(positions.size() - 1).group(1));
	}

	private List<String> command() {
		return List.of(Path.of(BINARIES, "mariadbd").toString(), "--defaults-file=" + configuration());
	}

	private static ProcessBuilder builder(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().merge("PATH", BINARIES, (path, more) -> path + ":" + more);
		return builder;
	}

	private static String run(List<String> command) throws IOException {
		Process process = builder(command).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.onExit().join().exitValue() != 0) {
			throw new IOException(command + ": " + output);
		}
		return output;
	}

	/**
	 * Wait until it has all that the others have.
	 */
	void awaitSynced() throws InterruptedException {
		long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
		while (!isSynced()) {
			if (this.process == null || !this.process.isAlive() || System.nanoTime() > deadline) {
				throw new IllegalStateException("It doesn't join the others, see " + this.directory);
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
	}

	private boolean isSynced() {
		try {
			return status("LOCAL_STATE_COMMENT").equals(List.of("Synced")) && status("READY").equals(List.of("ON"));
		}
		catch (SQLException ex) {
			return false; // it isn't up yet
		}
	}

	List<String> status(String variable) throws SQLException {
		return query("", "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'WSREP_"
				+ variable + "'");
	}

	List<String> query(String database, String sql) throws SQLException {
		return query(database, sql, WAITING);
	}

	/**
	 * Return what is there now, though more was committed at other servers.
	 */
	List<String> queryAtOnce(String database, String sql) throws SQLException {
		return query(database, sql, 0);
	}

	private List<String> query(String database, String sql, int wait) throws SQLException {
		List<String> column = new ArrayList<>();
		try (Connection connection = connect(database, wait);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				column.add(rows.getString(1));
			}
		}
		return column;
	}

	void execute(String database, String sql) throws SQLException {
		try (Connection connection = connect(database, WAITING); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private Connection connect(String database, int wait) throws SQLException {
		return DriverManager.getConnection(
				"jdbc:mariadb://" + address() + "/" + database + "?sessionVariables=wsrep_sync_wait=" + wait, "root",
				"");
	}

	boolean isAlive() {
		return this.process != null && this.process.isAlive();
	}

	/**
	 * Kill it without a word to it.
	 */
	void kill() {
		if (this.process != null) {
			this.process.destroyForcibly().onExit().join();
		}
	}

}
