package io.github.opendcr.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;

/**
 * Properties of the tables of the starter.
 */
@ConfigurationProperties("dcr.jdbc")
class DcrJdbcProperties extends DatabaseInitializationProperties {

	// Optional: where there is no script, the missing table says which databases have one
	private static final String DEFAULT_SCHEMA_LOCATION = "optional:classpath:io/github/opendcr/store/"
			+ "schema-@@platform@@.sql";

	@Override
	public String getDefaultSchemaLocation() {
		return DEFAULT_SCHEMA_LOCATION;
	}

}
