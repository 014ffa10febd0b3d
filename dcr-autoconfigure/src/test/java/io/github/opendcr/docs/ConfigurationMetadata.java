package io.github.opendcr.docs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.RegistrationPermission;

import org.springframework.util.ClassUtils;

/**
 * The metadata of the properties, as it was built for IDEs.
 *
 * @param json the file
 */
record ConfigurationMetadata(JsonNode json) {

	static ConfigurationMetadata read() {
		return read("spring-configuration-metadata.json");
	}

	/**
	 * What is built of a type that properties are made of.
	 */
	static ConfigurationMetadata ofType(String name) {
		return read("spring/configuration-metadata/io.github.opendcr.autoconfigure." + name + ".json");
	}

	private static ConfigurationMetadata read(String file) {
		try (InputStream stream = RegistrationPermission.class.getResourceAsStream("/META-INF/" + file)) {
			return new ConfigurationMetadata(JsonMapper.shared().readTree(stream));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * All but Actuator's own, of our endpoints.
	 */
	Stream<JsonNode> properties() {
		return this.json.get("properties")
			.valueStream()
			.filter((property) -> !property.get("name").asString().startsWith("management."));
	}

	static String defaultValue(JsonNode property) {
		JsonNode value = property.path("defaultValue");
		return value.isArray() ? String.join(", ", value.valueStream().map(JsonNode::asString).toList())
				// a list's default is a string in brackets
				: value.asString("").replaceAll("^\\[|]$", "");
	}

	static boolean isOfPolicy(JsonNode property) {
		return property.path("sourceType").asString("").contains("DcrPolicyProperties");
	}

	@Nullable JsonNode hint(String name) {
		return this.json.get("hints")
			.valueStream()
			.filter((hint) -> hint.get("name").asString().equals(name))
			.findFirst()
			.orElse(null);
	}

	List<String> values(String name) {
		JsonNode hint = hint(name);
		return (hint != null) ? hint.get("values").valueStream().map((value) -> value.get("value").asString()).toList()
				: List.of();
	}

	/**
	 * The values of a property that has no others.
	 */
	List<String> closedValues(String name) {
		JsonNode hint = hint(name);
		return (hint != null && !hint.has("providers")) ? values(name) : List.of();
	}

	static Object @Nullable [] enumConstants(String type) {
		ClassLoader loader = ConfigurationMetadata.class.getClassLoader();
		return ClassUtils.isPresent(type, loader) ? ClassUtils.resolveClassName(type, loader).getEnumConstants() : null;
	}

	static String valueOf(Object constant) {
		return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
