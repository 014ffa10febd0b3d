package io.github.opendcr.autoconfigure;

import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;

/**
 * Whether the table of the registrations may have to be created.
 */
class OnDcrDataSourceInitializationCondition extends OnDatabaseInitializationCondition {

	OnDcrDataSourceInitializationCondition() {
		super("Dynamic Client Registration", "dcr.jdbc.initialize-schema");
	}

}
