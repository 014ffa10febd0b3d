package io.github.opendcr.autoconfigure;

import java.util.List;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.cimd.DocumentClients;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.subject.PairwiseSubjectGenerator;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.web.context.WebApplicationContext;

/**
 * Compares the properties that choose beans with the beans that were chosen when the
 * application was processed ahead of time. Nothing else could say that a property comes
 * too late: where registration was off, the application has none of our beans.
 */
class AheadOfTimeCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Log logger = LogFactory.getLog(DcrAutoConfiguration.class);

	private static final String ENABLED = "dcr.enabled";

	private static final List<Choice> CHOICES = List.of(Choice.of("dcr.pairwise.salt", PairwiseSubjectGenerator.class),
			new Choice("dcr.reaper.enabled", (environment) -> isTrue(environment, "dcr.reaper.enabled", true),
					(beans) -> has(beans, ClientReaper.class)),
			new Choice("dcr.cimd.enabled", (environment) -> isTrue(environment, "dcr.cimd.enabled", false),
					(beans) -> has(beans, DocumentClients.class)));

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (AotDetector.useGeneratedArtifacts() && context instanceof WebApplicationContext) {
			context.addBeanFactoryPostProcessor((beans) -> check(context.getEnvironment(), beans));
		}
	}

	static void check(Environment environment, ConfigurableListableBeanFactory beans) {
		boolean enabled = isTrue(environment, ENABLED, false);
		boolean there = has(beans, DcrAutoConfiguration.class);
		if (there && !enabled) {
			throw new InvalidConfigurationPropertyValueException(ENABLED, environment.getProperty(ENABLED),
					"It was true when the application was processed ahead of time, which can't be undone at the start. "
							+ "Build the application without it, or set it to true.");
		}
		if (enabled && !there) {
			warn(ENABLED);
		}
		else if (there) {
			CHOICES.stream()
				.filter((choice) -> choice.isSet().test(environment) != choice.isThere().test(beans))
				.forEach((choice) -> warn(choice.property()));
		}
	}

	private static void warn(String property) {
		logger.warn(property + " has no effect: it was different when the application was processed ahead of time, and "
				+ "chooses beans. Set it for that as well (spring-boot:process-aot, processAot); of a secret, any "
				+ "value will do there");
	}

	private static boolean isTrue(Environment environment, String property, boolean usual) {
		return "true".equalsIgnoreCase(environment.getProperty(property, String.valueOf(usual)));
	}

	private static boolean has(ConfigurableListableBeanFactory beans, Class<?> type) {
		return beans.getBeanNamesForType(type, true, false).length > 0;
	}

	/**
	 * A property that chooses a bean.
	 *
	 * @param property its name
	 * @param isSet whether it asks for the bean
	 * @param isThere whether the bean is there
	 */
	private record Choice(String property, Predicate<Environment> isSet,
			Predicate<ConfigurableListableBeanFactory> isThere) {

		// The application's own bean needs no property
		static Choice of(String property, Class<?> type) {
			return new Choice(property, (environment) -> environment.containsProperty(property),
					(beans) -> has(beans, type));
		}

	}

}
