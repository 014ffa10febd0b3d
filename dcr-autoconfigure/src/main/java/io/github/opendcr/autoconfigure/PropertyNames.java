package io.github.opendcr.autoconfigure;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ReflectionUtils;

/**
 * The names that properties below {@code dcr.} can have, as patterns: {@code *} is the
 * name of a policy or the place in a list, {@code **} the key of a map, dots and all.
 */
final class PropertyNames {

	// Not of a record
	private static final List<String> OTHERS = List.of("dcr.profile", "dcr.jdbc.initialize-schema", "dcr.jdbc.schema",
			"dcr.jdbc.platform", "dcr.jdbc.continue-on-error");

	private static final int MOST_SUGGESTIONS = 3;

	private final Set<String> patterns = new LinkedHashSet<>(OTHERS);

	PropertyNames() {
		SpringFactoriesLoader.forDefaultResourceLocation(getClass().getClassLoader())
			.load(PropertyTypes.class)
			.forEach((module) -> module.types().forEach(this::addAll));
	}

	private void addAll(Class<?> type) {
		ConfigurationProperties annotation = type.getAnnotation(ConfigurationProperties.class);
		addAll(Objects.requireNonNull(annotation).value(), type);
	}

	private void addAll(String prefix, Class<?> type) {
		for (RecordComponent component : type.getRecordComponents()) {
			add(prefix + "." + DataObjectPropertyName.toDashedForm(name(component)), component.getGenericType());
		}
	}

	// Some names can't be those of a component, such as "default"
	private static String name(RecordComponent component) {
		Field field = ReflectionUtils.findField(component.getDeclaringRecord(), component.getName());
		Name name = (field != null) ? field.getAnnotation(Name.class) : null;
		return (name != null) ? name.value() : component.getName();
	}

	private void add(String name, Type type) {
		if (type instanceof ParameterizedType generic) {
			Type[] arguments = generic.getActualTypeArguments();
			Type element = arguments[arguments.length - 1];
			if (isRecord(element)) {
				add(name + ".*", element);
			}
			else if (generic.getRawType() == Map.class) {
				this.patterns.add(name + ".**");
			}
			else {
				this.patterns.addAll(List.of(name, name + ".*"));
			}
		}
		else if (isRecord(type)) {
			addAll(name, (Class<?>) type);
		}
		else {
			this.patterns.add(name);
		}
	}

	private static boolean isRecord(Type type) {
		return type instanceof Class<?> raw && raw.isRecord();
	}

	/**
	 * Whether a property can have that name.
	 */
	boolean contains(ConfigurationPropertyName name) {
		return this.patterns.stream().anyMatch((pattern) -> matches(pattern.split("\\."), name, true));
	}

	/**
	 * Whether properties can have names below that.
	 */
	boolean containsBelow(ConfigurationPropertyName name) {
		return this.patterns.stream().anyMatch((pattern) -> matches(pattern.split("\\."), name, false));
	}

	private static boolean matches(String[] pattern, ConfigurationPropertyName name, boolean whole) {
		int elements = name.getNumberOfElements();
		for (int i = 0; i < Math.min(elements, pattern.length); i++) {
			if (pattern[i].equals("**")) {
				return true;
			}
			if (!pattern[i].equals("*") && !pattern[i].replace("-", "").equals(name.getElement(i, Form.UNIFORM))) {
				return false;
			}
		}
		return whole ? elements == pattern.length : elements < pattern.length;
	}

	/**
	 * Whether an environment variable can mean one of the properties: an underscore may
	 * be a dot, a dash or nothing.
	 */
	boolean mayContain(ConfigurationPropertyName variable) {
		String letters = letters(variable.toString());
		return this.patterns.stream()
			.anyMatch((pattern) -> pattern.contains("*")
					? letters.startsWith(letters(pattern.substring(0, pattern.indexOf('*'))))
					: letters.equals(letters(pattern)));
	}

	private static String letters(String name) {
		return name.replaceAll("[^a-z0-9]", "");
	}

	/**
	 * Return the names that are most like one, of which there may be none.
	 */
	List<String> like(ConfigurationPropertyName name) {
		String last = name.getLastElement(Form.DASHED);
		return this.patterns.stream()
			.filter((pattern) -> !pattern.endsWith("*"))
			.map((pattern) -> resolve(pattern, name))
			.filter((known) -> known.endsWith("." + last) || distance(known, name.toString()) <= known.length() / 5)
			.sorted(Comparator.comparingInt((known) -> distance(known, name.toString())))
			.limit(MOST_SUGGESTIONS)
			.toList();
	}

	private static String resolve(String pattern, ConfigurationPropertyName name) {
		List<String> elements = new ArrayList<>(List.of(pattern.split("\\.")));
		for (int i = 0; i < Math.min(elements.size(), name.getNumberOfElements()); i++) {
			if (elements.get(i).equals("*")) {
				elements.set(i, name.getElement(i, Form.ORIGINAL));
			}
		}
		return String.join(".", elements);
	}

	// Levenshtein's
	private static int distance(String one, String other) {
		int[] previous = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] current = new int[other.length() + 1];
			current[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = previous[j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
			}
			previous = current;
		}
		return previous[other.length()];
	}

}
