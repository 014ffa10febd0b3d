package io.github.opendcr.server;

import java.lang.reflect.Field;

import org.springframework.security.core.SpringSecurityCoreVersion;
import org.springframework.util.ReflectionUtils;

/**
 * Reads what Spring Security has a setter but no getter for, so that the application's
 * own choice can be kept and added to instead of being replaced.
 */
final class PrivateField {

	private PrivateField() {
	}

	/**
	 * Read a field.
	 * @param target the object that has it, or whose superclass does
	 * @param name the field's name
	 * @param type the field's type
	 * @param <T> the field's type with its parameters
	 * @return the value, never {@code null}
	 * @throws IllegalStateException if the field isn't there, is empty or of another type
	 */
	@SuppressWarnings("unchecked")
	static <T> T read(Object target, String name, Class<? super T> type) {
		Field field = ReflectionUtils.findField(target.getClass(), name);
		if (field != null) {
			ReflectionUtils.makeAccessible(field);
			Object value = ReflectionUtils.getField(field, target);
			if (type.isInstance(value)) {
				return (T) value;
			}
		}
		throw new IllegalStateException(
				"%s has no field '%s' of type %s. Dynamic client registration can't be added to Spring Security %s."
					.formatted(target.getClass().getName(), name, type.getName(),
							SpringSecurityCoreVersion.getVersion()));
	}

}
