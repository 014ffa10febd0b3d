package io.github.opendcr.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown at start-up if a table of ours is missing, lacks a column, or may not be read.
 *
 * @since 0.1.0
 */
public class ClientRegistrationTableMissingException extends RuntimeException {

	private final String databaseName;

	private final @Nullable String schemaScript;

	/**
	 * Create an exception.
	 * @param tableName the name of the table
	 * @param databaseName what the driver calls the database
	 * @param schemaScript the location of the script that makes our tables, or
	 * {@code null} if there is none for this database
	 * @param cause what the database said
	 */
	public ClientRegistrationTableMissingException(String tableName, String databaseName, @Nullable String schemaScript,
			Throwable cause) {
		super("The table " + tableName + " can't be read in this " + databaseName + " database", cause);
		this.databaseName = databaseName;
		this.schemaScript = schemaScript;
	}

	/**
	 * Return what the driver calls the database.
	 * @return the product name
	 */
	public String getDatabaseName() {
		return this.databaseName;
	}

	/**
	 * Return where the script is that makes our tables.
	 * @return a {@code classpath:} location, or {@code null} if there is no script for
	 * this database
	 */
	public @Nullable String getSchemaScript() {
		return this.schemaScript;
	}

}
