package io.github.opendcr.autoconfigure;

import io.github.opendcr.actuate.OperationsConfiguration;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * All that registration takes, if there is an authorization server. The stores come
 * first: what is kept in memory backs off for them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(RegisteredClientRepository.class)
@Import({ PairwiseSubjectConfiguration.class, RegistrationConfiguration.class, RegistrationPolicyConfiguration.class,
		ClientKeysConfiguration.class, ClientUriFetcherConfiguration.Guarded.class,
		ClientUriFetcherConfiguration.Refusing.class, CimdFetchConfiguration.class,
		ClientRegistrationStoreConfiguration.Jdbc.class, ClientRegistrationStoreConfiguration.InMemory.class,
		ClientRegistrationStoreConfiguration.Application.class, ClientRegistrationStoreConfiguration.BesideJdbc.class,
		ClientRegistrationStoreConfiguration.BesideInMemory.class, InitialAccessTokenConfiguration.class,
		LimitConfiguration.class, QuotaConfiguration.class, LifecycleConfiguration.class,
		SoftwareStatementConfiguration.class, RegistrationWebConfiguration.class, ConsentConfiguration.class,
		PagesConfiguration.class, CimdConfiguration.Jdbc.class, CimdConfiguration.InMemory.class,
		CimdConfiguration.class, OperationsConfiguration.class })
class AuthorizationServerPresentConfiguration {

}
