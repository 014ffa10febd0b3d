package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Refuses values of the properties below a prefix, by the name of the property.
 *
 * @param prefix what their names begin with, without the dot
 */
record PropertyRules(String prefix) {

	private static final int NO_LIMIT = -1;

	void require(boolean condition, String name, @Nullable Object value, String reason) {
		if (!condition) {
			throw refusal(name, value, reason);
		}
	}

	InvalidConfigurationPropertyValueException refusal(String name, @Nullable Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(this.prefix + "." + name, value, reason);
	}

	/**
	 * Return a limit, or {@code null} if there is none.
	 */
	@Nullable Integer limit(String name, int value) {
		require(value >= 1 || value == NO_LIMIT, name, value, "It must be at least 1, or -1 for no limit.");
		return (value != NO_LIMIT) ? value : null;
	}

}
