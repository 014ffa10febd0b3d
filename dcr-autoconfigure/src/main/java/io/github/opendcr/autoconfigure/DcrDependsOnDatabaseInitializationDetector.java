package io.github.opendcr.autoconfigure;

import java.util.Set;

import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.token.InitialAccessTokenStore;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDependsOnDatabaseInitializationDetector;

/**
 * Makes the stores wait for whatever creates their tables: our script, the application's,
 * or a migration. The interfaces rather than the JDBC stores, since those need
 * {@code spring-jdbc} and an application's own store has the same need.
 */
class DcrDependsOnDatabaseInitializationDetector extends AbstractBeansOfTypeDependsOnDatabaseInitializationDetector {

	@Override
	protected Set<Class<?>> getDependsOnDatabaseInitializationBeanTypes() {
		return Set.of(ClientRegistrationStore.class, ClientQuotaStore.class, InitialAccessTokenStore.class,
				SoftwareStatementStore.class, ClientMetadataDocumentStore.class, ClientUseStore.class,
				IdempotentRequestStore.class, OperatorActionStore.class);
	}

}
