package io.github.opendcr.console.autoconfigure;

import io.github.opendcr.autoconfigure.DcrAutoConfiguration;
import io.github.opendcr.lifecycle.ClientDirectory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/**
 * Auto-configuration for the operators' console. It comes after what registers clients,
 * and so after all that makes chains, which the console's must not make back off.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = DcrAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnBooleanProperty("dcr.console.enabled")
@ConditionalOnBean(ClientDirectory.class)
@EnableConfigurationProperties(DcrConsoleProperties.class)
@Import({ ConsoleConfiguration.class, ConsoleSecurityConfiguration.class })
public final class DcrConsoleAutoConfiguration {

}
