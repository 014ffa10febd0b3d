package io.github.opendcr.autoconfigure;

import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Says why nothing happens where dynamic client registration is enabled, but there is no
 * authorization server.
 */
@Configuration(proxyBeanMethods = false)
@Lazy(false)
@ConditionalOnMissingBean(RegisteredClientRepository.class)
class AuthorizationServerMissingConfiguration {

	AuthorizationServerMissingConfiguration() {
		LogFactory.getLog(DcrAutoConfiguration.class)
			.warn("dcr.enabled is true, but there is no RegisteredClientRepository bean and so no authorization "
					+ "server: clients can't be registered. Declare the bean, or configure a client by "
					+ "spring.security.oauth2.authorizationserver.client");
	}

}
