package io.github.opendcr.autoconfigure;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;

/**
 * Creates the table of the registrations. May be registered as a bean to override
 * auto-configuration.
 *
 * @since 0.1.0
 */
public class DcrDataSourceScriptDatabaseInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<DcrJdbcProperties> {

	/**
	 * Create an initializer.
	 * @param dataSource the database that is to hold the table
	 * @param properties whether and how to create it
	 */
	public DcrDataSourceScriptDatabaseInitializer(DataSource dataSource, DcrJdbcProperties properties) {
		super(dataSource, properties);
	}

}
