package io.github.opendcr.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Adds the properties of {@code dcr.profile} that aren't set. They are a property source
 * of their own, so that {@code /actuator/env} shows what comes from where. It comes after
 * all files, in which the profile and what overrides it may be.
 */
class ProfileEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if ("true".equalsIgnoreCase(environment.getProperty("dcr.enabled"))) {
			Binder.get(environment)
				.bind("dcr.profile", DcrProfile.class)
				.ifBound((profile) -> add(profile, environment));
		}
	}

	private static void add(DcrProfile profile, ConfigurableEnvironment environment) {
		Map<String, Object> unset = new LinkedHashMap<>(profile.properties());
		// Default properties come after all sources, so ours would win over them
		unset.keySet().removeIf((name) -> isSet(ConfigurationPropertyName.of(name), environment));
		environment.getPropertySources().addLast(new MapPropertySource("dcr.profile", unset));
	}

	private static boolean isSet(ConfigurationPropertyName name, ConfigurableEnvironment environment) {
		return StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
			.anyMatch((source) -> source.getConfigurationProperty(name) != null
					|| source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
