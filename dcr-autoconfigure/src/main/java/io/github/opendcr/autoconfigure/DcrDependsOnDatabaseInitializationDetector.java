package io.github.opendcr.autoconfigure;

import java.util.Set;

import io.github.opendcr.ClientRegistrationStore;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDependsOnDatabaseInitializationDetector;

/**
 * Makes the store wait for whatever creates its table: our script, the application's, or
 * a migration. The interface rather than the JDBC store, since that needs
 * {@code spring-jdbc} and an application's own store has the same need.
 */
class DcrDependsOnDatabaseInitializationDetector extends AbstractBeansOfTypeDependsOnDatabaseInitializationDetector {

	@Override
	protected Set<Class<?>> getDependsOnDatabaseInitializationBeanTypes() {
		return Set.of(ClientRegistrationStore.class);
	}

}
