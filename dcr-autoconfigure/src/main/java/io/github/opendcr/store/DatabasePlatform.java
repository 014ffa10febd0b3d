package io.github.opendcr.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.support.JdbcUtils;

/**
 * The databases for which there are scripts.
 *
 * @since 0.1.0
 */
public enum DatabasePlatform {

	/**
	 * H2.
	 */
	H2("H2"),

	/**
	 * PostgreSQL, or a database that says it is.
	 */
	POSTGRESQL("PostgreSQL"),

	/**
	 * MariaDB.
	 */
	MARIADB("MariaDB"),

	/**
	 * MySQL.
	 */
	MYSQL("MySQL");

	private static final String LOCATION = "classpath:io/github/opendcr/store/";

	private final String productName;

	DatabasePlatform(String productName) {
		this.productName = productName;
	}

	/**
	 * Return the platform of a database.
	 * @param productName what the driver calls the database
	 * @return the platform, or {@code null} if there are no scripts for it
	 */
	static @Nullable DatabasePlatform of(@Nullable String productName) {
		for (DatabasePlatform platform : values()) {
			if (platform.productName.equalsIgnoreCase(productName)) {
				return platform;
			}
		}
		return null;
	}

	/**
	 * Return the platform of a database.
	 * @param connection a connection to it
	 * @return the platform, or {@code null} if there are no scripts for it
	 * @throws SQLException if the driver doesn't say what the database is
	 */
	public static @Nullable DatabasePlatform of(Connection connection) throws SQLException {
		return of(JdbcUtils.commonDatabaseName(connection.getMetaData().getDatabaseProductName()));
	}

	String schemaScript() {
		return LOCATION + "schema-" + id() + ".sql";
	}

	String indexScript() {
		return LOCATION + "indexes-" + id() + ".sql";
	}

	private String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
