package io.github.opendcr.console.autoconfigure;

import java.util.List;

import io.github.opendcr.autoconfigure.PropertyTypes;

/**
 * The properties of the console.
 */
final class ConsolePropertyTypes implements PropertyTypes {

	@Override
	public List<Class<?>> types() {
		return List.of(DcrConsoleProperties.class);
	}

}
