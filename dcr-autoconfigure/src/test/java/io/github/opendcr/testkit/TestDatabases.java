package io.github.opendcr.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Empty databases for tests. PostgreSQL is started once per JVM and stopped with it.
 * MariaDB and MySQL exist where the system property {@value #MARIADB_URL} names a server
 * ({@code jdbc:mariadb://host:port/}), with {@code opendcr.test.mariadb.username} and
 * {@code opendcr.test.mariadb.password} of a user who may create databases named
 * {@code dcr_…}.
 */
public final class TestDatabases {

	/**
	 * The system property that turns on the tests against MariaDB.
	 */
	public static final String MARIADB_URL = "opendcr.test.mariadb.url";

	private static final String SPRING_SCRIPTS = "org/springframework/security/oauth2/server/authorization/";

	private TestDatabases() {
	}

	public static TestDatabase h2() {
		return new TestDatabase("h2", "jdbc:h2:mem:" + name() + ";DB_CLOSE_DELAY=-1", "sa", "");
	}

	public static TestDatabase postgresql() {
		EmbeddedPostgres server = PostgresqlServer.INSTANCE;
		String name = name();
		new JdbcTemplate(server.getPostgresDatabase()).execute("CREATE DATABASE " + name);
		return new TestDatabase("postgresql", server.getJdbcUrl("postgres", name), "postgres", "postgres");
	}

	/**
	 * A database on the MariaDB server, through MariaDB's own driver.
	 */
	public static TestDatabase mariadb() {
		return onMariadbServer("mariadb", System.getProperty(MARIADB_URL));
	}

	/**
	 * A database on the MariaDB server that is taken for MySQL, through MySQL's driver.
	 */
	public static TestDatabase mysql() {
		return onMariadbServer("mysql", System.getProperty(MARIADB_URL).replace("jdbc:mariadb:", "jdbc:mysql:"));
	}

	private static TestDatabase onMariadbServer(String platform, String url) {
		String name = name();
		TestDatabase server = new TestDatabase(platform, url,
				System.getProperty("opendcr.test.mariadb.username", "root"),
				System.getProperty("opendcr.test.mariadb.password", ""));
		JdbcTemplate jdbcTemplate = new JdbcTemplate(server.dataSource());
		jdbcTemplate.execute("CREATE DATABASE " + name);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> jdbcTemplate.execute("DROP DATABASE " + name)));
		return new TestDatabase(platform, url + name, server.username(), server.password());
	}

	private static String name() {
		return "dcr_" + UUID.randomUUID().toString().replace("-", "");
	}

	/**
	 * A database with what {@code spring.datasource.*} needs.
	 *
	 * @param platform as in the names of our scripts
	 * @param url the JDBC URL
	 * @param username the user's name
	 * @param password the user's password
	 */
	public record TestDatabase(String platform, String url, String username, String password) {

		/**
		 * Return a data source that opens a connection each time.
		 */
		public DataSource dataSource() {
			return new DriverManagerDataSource(this.url, this.username, this.password);
		}

		/**
		 * Run our script for this database.
		 * @param kind {@code schema} or {@code indexes}
		 */
		public TestDatabase runScript(String kind) {
			run(new ClassPathResource("io/github/opendcr/store/" + kind + "-" + this.platform + ".sql"));
			return this;
		}

		/**
		 * Create the tables of Spring Authorization Server with its own scripts, changed
		 * for PostgreSQL as they ask for.
		 */
		public TestDatabase createSpringTables() {
			for (String script : List.of("client/oauth2-registered-client-schema.sql",
					"oauth2-authorization-schema.sql", "oauth2-authorization-consent-schema.sql")) {
				String sql = read(new ClassPathResource(SPRING_SCRIPTS + script));
				if ("postgresql".equals(this.platform)) {
					sql = sql.replace(" blob ", " text ").replace(" timestamp ", " timestamptz ");
				}
				run(new ByteArrayResource(sql.getBytes(StandardCharsets.UTF_8)));
			}
			return this;
		}

		private void run(Resource script) {
			DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(script), dataSource());
		}

		private static String read(Resource resource) {
			try {
				return resource.getContentAsString(StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	private static final class PostgresqlServer {

		private static final EmbeddedPostgres INSTANCE = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder()
					.setServerConfig("fsync", "off")
					.setPGStartupWait(Duration.ofMinutes(10))
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
