package io.github.opendcr.autoconfigure;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The longest {@code client_id} that can be stored: what our own tables have room for,
 * and those of Spring Authorization Server, as they really are. Read once.
 */
class ClientIdWidth implements IntSupplier {

	/**
	 * What the scripts make.
	 */
	static final int USUAL = 100;

	private static final List<String> TABLES = List.of("oauth2_registered_client", "dcr_client_registration",
			"dcr_client_metadata_document");

	private final ObjectProvider<DataSource> dataSources;

	private volatile int width;

	ClientIdWidth(ObjectProvider<DataSource> dataSources) {
		this.dataSources = dataSources;
	}

	@Override
	public int getAsInt() {
		if (this.width == 0) {
			DataSource dataSource = this.dataSources.getIfUnique();
			this.width = (dataSource != null) ? read(dataSource) : USUAL;
		}
		return this.width;
	}

	private static int read(DataSource dataSource) {
		int width = USUAL;
		try (Connection connection = dataSource.getConnection()) {
			for (String table : TABLES) {
				width = Math.min(width, read(connection, table));
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The width of the columns client_id can't be read", ex);
		}
		return width;
	}

	// A table that isn't there narrows nothing
	private static int read(Connection connection, String table) throws SQLException {
		DatabaseMetaData metaData = connection.getMetaData();
		boolean upper = metaData.storesUpperCaseIdentifiers();
		try (ResultSet columns = metaData.getColumns(connection.getCatalog(), connection.getSchema(),
				upper ? table.toUpperCase(Locale.ROOT) : table, upper ? "CLIENT_ID" : "client_id")) {
			int width = columns.next() ? columns.getInt("COLUMN_SIZE") : USUAL;
			return (width > 0) ? width : USUAL;
		}
	}

}
