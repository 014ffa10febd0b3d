package io.github.opendcr.server.chain;

import java.lang.reflect.Method;
import java.util.Objects;

import org.springframework.security.core.SpringSecurityCoreVersion;
import org.springframework.util.ReflectionUtils;

/**
 * Calls the getters that Spring Security has for subclasses alone.
 *
 * @since 0.1.0
 */
public final class ProtectedGetter {

	private ProtectedGetter() {
	}

	/**
	 * Call a getter.
	 * @param target the object that has it, or whose superclass does
	 * @param name the getter's name
	 * @param type what it returns
	 * @param <T> the same with its parameters
	 * @return the value, never {@code null}
	 * @throws IllegalStateException if the getter isn't there, or returns another type
	 */
	@SuppressWarnings("unchecked")
	public static <T> T call(Object target, String name, Class<? super T> type) {
		Method getter = ReflectionUtils.findMethod(target.getClass(), name);
		if (getter == null || !type.isAssignableFrom(getter.getReturnType())) {
			throw new IllegalStateException(
					"%s has no method '%s' that returns %s. Dynamic client registration can't be added to Spring Security %s."
						.formatted(target.getClass().getName(), name, type.getName(),
								SpringSecurityCoreVersion.getVersion()));
		}
		ReflectionUtils.makeAccessible(getter);
		return (T) Objects.requireNonNull(ReflectionUtils.invokeMethod(getter, target));
	}

}
