package io.github.opendcr.autoconfigure;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;

/**
 * Creates the table of the registrations. May be registered as a bean to override
 * auto-configuration.
 */
class DcrDataSourceScriptDatabaseInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<DcrJdbcProperties> {

	private final @Nullable String schema;

	/**
	 * Create an initializer.
	 * @param dataSource the database that is to hold the table
	 * @param properties whether and how to create it
	 */
	DcrDataSourceScriptDatabaseInitializer(DataSource dataSource, DcrJdbcProperties properties) {
		super(dataSource, properties);
		this.schema = properties.getSchema();
	}

	@Override
	public boolean initializeDatabase() {
		try {
			return super.initializeDatabase();
		}
		catch (IllegalStateException ex) {
			throw (this.schema == null) ? ex : new InvalidConfigurationPropertyValueException("dcr.jdbc.schema",
					this.schema, ex.getMessage() + ".");
		}
	}

}
