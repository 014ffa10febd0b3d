package io.github.opendcr.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;

/**
 * Auto-configuration for OAuth 2.0 Dynamic Client Registration. It comes last: the
 * {@code SecurityFilterChain} that it adds must not make the chains of Spring Boot back
 * off.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		after = { OAuth2AuthorizationServerAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class },
		afterName = {
				"org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration",
				"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ OAuth2Authorization.class, HttpSecurity.class })
@ConditionalOnBooleanProperty("dcr.enabled")
@EnableConfigurationProperties(DcrProperties.class)
@Import({ UnknownPropertiesCheck.class, AuthorizationServerMissingConfiguration.class,
		AuthorizationServerPresentConfiguration.class })
public final class DcrAutoConfiguration {

}
