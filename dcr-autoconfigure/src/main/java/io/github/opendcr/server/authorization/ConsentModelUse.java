package io.github.opendcr.server.authorization;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.stream.Stream;

import io.github.opendcr.consent.ConsentModels;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Tells whether the application uses {@link ConsentModels}, as far as the classes of its
 * beans show: by a constructor, a field or a method, whenever the bean is made.
 */
final class ConsentModelUse {

	private ConsentModelUse() {
	}

	static boolean isIn(ApplicationContext context) {
		return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(context, Object.class, true, false))
			.map((name) -> context.getType(name, false))
			.anyMatch((type) -> type != null && isIn(ClassUtils.getUserClass(type)));
	}

	private static boolean isIn(Class<?> type) {
		for (Class<?> c = type; c != null && !c.getName().startsWith("org.springframework.")
				&& !c.getName().startsWith("java."); c = c.getSuperclass()) {
			if (types(c).anyMatch((used) -> used.getTypeName().contains(ConsentModels.class.getName()))) {
				return true;
			}
		}
		return false;
	}

	private static Stream<Type> types(Class<?> type) {
		try {
			Stream<Type> fields = Arrays.stream(type.getDeclaredFields()).map(Field::getGenericType);
			Stream<Executable> executables = Stream.concat(Arrays.stream(type.getDeclaredConstructors()),
					Arrays.stream(type.getDeclaredMethods()));
			return Stream.concat(fields,
					executables.flatMap((executable) -> Arrays.stream(executable.getGenericParameterTypes())));
		}
		catch (LinkageError ex) { // a class with something optional that isn't there
			return Stream.empty();
		}
	}

}
