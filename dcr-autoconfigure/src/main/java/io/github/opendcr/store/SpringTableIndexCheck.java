package io.github.opendcr.store;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Looks, once the application's beans are there, for the indexes that the tables of
 * Spring Authorization Server lack when they are made with its own scripts, and logs one
 * warning with the missing ones and the script that makes them. Says nothing where there
 * is nothing to say: no such table, an unknown database, no right to ask. Never throws.
 *
 * @since 0.1.0
 */
public final class SpringTableIndexCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(SpringTableIndexCheck.class);

	// The primary key of oauth2_authorization_consent serves its queries already
	private static final List<Index> NEEDED = List.of(new Index("oauth2_registered_client", "client_id", true),
			new Index("oauth2_registered_client", "client_secret", false),
			new Index("oauth2_authorization", "registered_client_id", false));

	// Some databases have them of those rows alone that are looked up so
	private static final List<Index> OURS = List.of(new Index("dcr_client_registration", "status", false),
			new Index("dcr_client_registration", "expires_at", false),
			new Index("dcr_initial_access_token", "token_hash", true),
			new Index("dcr_initial_access_token", "unusable_at", false),
			new Index("dcr_software_statement", "issuer", false),
			new Index("dcr_software_statement_use", "expires_at", false));

	private final DataSource dataSource;

	/**
	 * Create a check.
	 * @param dataSource the database that may hold the tables
	 */
	public SpringTableIndexCheck(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	@Override
	public void afterSingletonsInstantiated() {
		try (Connection connection = this.dataSource.getConnection()) {
			check(connection);
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("The indexes of Spring Authorization Server's tables can't be looked up", ex);
		}
	}

	/**
	 * Return the indexes that are missing, of Spring's tables and of ours.
	 * @return tables with their columns; none where they can't be looked up
	 */
	public List<String> missing() {
		try (Connection connection = this.dataSource.getConnection()) {
			return Stream.concat(missing(connection, NEEDED).stream(), missing(connection, OURS).stream())
				.map(Index::toString)
				.toList();
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("Indexes can't be looked up", ex);
			return List.of();
		}
	}

	private static List<Index> missing(Connection connection, List<Index> indexes) throws SQLException {
		List<Index> missing = new ArrayList<>();
		for (Index index : indexes) {
			if (isMissing(connection, index)) {
				missing.add(index);
			}
		}
		return missing;
	}

	private void check(Connection connection) throws SQLException {
		DatabasePlatform platform = DatabasePlatform.of(connection);
		if (platform == null) {
			return;
		}
		List<Index> missing = missing(connection, NEEDED);
		if (!missing.isEmpty()) {
			logger.warn("Missing indexes make registrations and deprovisioning read whole tables: "
					+ missing.stream().map(Index::toString).collect(Collectors.joining(", ")) + ". Run "
					+ platform.indexScript());
		}
	}

	private static boolean isMissing(Connection connection, Index needed) throws SQLException {
		DatabaseMetaData metaData = connection.getMetaData();
		boolean tableExists = false;
		// Estimated statistics will do: exact ones make some databases count rows
		try (ResultSet found = metaData.getIndexInfo(connection.getCatalog(), connection.getSchema(),
				asStored(needed.table(), metaData), false, true)) {
			List<IndexColumn> columns = new ArrayList<>();
			while (found.next()) {
				// Spring's scripts give each table a primary key, so no row means no
				// table
				tableExists = true;
				columns.add(new IndexColumn(found.getString("INDEX_NAME"), found.getInt("ORDINAL_POSITION"),
						found.getString("COLUMN_NAME"), !found.getBoolean("NON_UNIQUE"),
						isPartial(found.getString("FILTER_CONDITION"), found.getString("COLUMN_NAME"))));
			}
			return tableExists && columns.stream().noneMatch((column) -> column.serves(needed, columns));
		}
	}

	// Whoever looks for a value finds it in an index of all that aren't null
	private static boolean isPartial(@Nullable String condition, String column) {
		return condition != null && !condition.replaceAll("[()]", "").equals(column + " IS NOT NULL");
	}

	private static String asStored(String name, DatabaseMetaData metaData) throws SQLException {
		return metaData.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
	}

	/**
	 * An index that a table should have.
	 */
	private record Index(String table, String column, boolean unique) {

		@Override
		public String toString() {
			return this.table + "(" + this.column + ")" + (this.unique ? " unique" : "");
		}

	}

	/**
	 * A column of an index that a table has.
	 */
	private record IndexColumn(@Nullable String index, int position, @Nullable String column, boolean unique,
			boolean partial) {

		boolean serves(Index needed, List<IndexColumn> all) {
			return this.index != null && this.position == 1 && needed.column().equalsIgnoreCase(this.column)
					&& (!this.partial || OURS.contains(needed))
					&& (!needed.unique() || (this.unique && isOnlyColumn(all)));
		}

		private boolean isOnlyColumn(List<IndexColumn> all) {
			return all.stream()
				.noneMatch((other) -> other.position > 1 && this.index != null && this.index.equals(other.index));
		}

	}

}
