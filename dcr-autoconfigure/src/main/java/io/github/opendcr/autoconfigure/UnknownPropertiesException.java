package io.github.opendcr.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * There are properties below {@code dcr.} that don't exist.
 */
class UnknownPropertiesException extends RuntimeException {

	private static final long serialVersionUID = 1;

	/**
	 * Create an exception.
	 * @param properties the properties, with the names that were perhaps meant
	 */
	UnknownPropertiesException(Map<ConfigurationProperty, List<String>> properties) {
		super(properties.entrySet()
			.stream()
			.map((entry) -> "'" + entry.getKey().getName() + "' (" + entry.getKey().getOrigin() + ")"
					+ suggest(entry.getValue()))
			.collect(Collectors.joining("\n    ", "These properties don't exist:\n    ", "")));
	}

	static String suggest(List<String> names) {
		return names.isEmpty() ? "" : ". Did you mean '" + String.join("' or '", names) + "'?";
	}

}
