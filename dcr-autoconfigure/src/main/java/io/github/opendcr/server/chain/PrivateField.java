package io.github.opendcr.server.chain;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.SpringSecurityCoreVersion;
import org.springframework.util.ReflectionUtils;

/**
 * Reads what Spring Security has a setter but no getter for, so that the application's
 * own choice can be kept and added to instead of being replaced.
 *
 * @since 0.1.0
 */
public final class PrivateField {

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
	public static <T> T read(Object target, String name, Class<? super T> type) {
		T value = readNullable(target, name, type);
		if (value == null) {
			throw missing(target, name, type);
		}
		return value;
	}

	/**
	 * Read a field that may be empty.
	 * @param target the object that has it, or whose superclass does
	 * @param name the field's name
	 * @param type the field's type
	 * @param <T> the field's type with its parameters
	 * @return the value, or {@code null}
	 * @throws IllegalStateException if the field isn't there or is of another type
	 */
	@SuppressWarnings("unchecked")
	public static <T> @Nullable T readNullable(Object target, String name, Class<? super T> type) {
		Field field = ReflectionUtils.findField(target.getClass(), name);
		if (field == null || !type.isAssignableFrom(field.getType())) {
			throw missing(target, name, type);
		}
		ReflectionUtils.makeAccessible(field);
		return (T) ReflectionUtils.getField(field, target);
	}

	private static IllegalStateException missing(Object target, String name, Class<?> type) {
		return new IllegalStateException(
				"%s has no field '%s' of type %s. Dynamic client registration can't be added to Spring Security %s."
					.formatted(target.getClass().getName(), name, type.getName(),
							SpringSecurityCoreVersion.getVersion()));
	}

}
