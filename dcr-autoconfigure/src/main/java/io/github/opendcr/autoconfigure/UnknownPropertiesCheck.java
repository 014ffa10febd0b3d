package io.github.opendcr.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Refuses properties below {@code dcr.} that don't exist, before there are any beans:
 * what a misspelt one should forbid would be allowed. Environment variables and system
 * properties may be somebody else's, and are warned of.
 */
class UnknownPropertiesCheck implements BeanFactoryPostProcessor, EnvironmentAware {

	private static final Log logger = LogFactory.getLog(UnknownPropertiesCheck.class);

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("dcr");

	private final PropertyNames names = new PropertyNames();

	private Environment environment = new StandardEnvironment();

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		Map<ConfigurationProperty, List<String>> refused = new LinkedHashMap<>();
		UnboundElementsSourceFilter ofTheApplication = new UnboundElementsSourceFilter();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (ofTheApplication.apply(source)) {
				below(source).filter((property) -> !isKnown(property))
					.forEach((property) -> refused.put(property, this.names.like(property.getName())));
			}
			else {
				below(source).filter((property) -> !this.names.mayContain(property.getName())).forEach(this::warn);
			}
		}
		if (!refused.isEmpty()) {
			throw new UnknownPropertiesException(refused);
		}
	}

	private static Stream<ConfigurationProperty> below(ConfigurationPropertySource source) {
		return (source instanceof IterableConfigurationPropertySource iterable) ? iterable.stream()
			.filter(PREFIX::isAncestorOf)
			.map(source::getConfigurationProperty)
			.filter(Objects::nonNull) : Stream.empty();
	}

	// In YAML, a key with nothing below it has an empty value
	private boolean isKnown(ConfigurationProperty property) {
		return this.names.contains(property.getName())
				|| ("".equals(property.getValue()) && this.names.containsBelow(property.getName()));
	}

	private void warn(ConfigurationProperty property) {
		logger.warn("There is no property '" + property.getName() + "' (" + property.getOrigin()
				+ "), and it has no effect" + UnknownPropertiesException.suggest(this.names.like(property.getName())));
	}

}
