package io.github.opendcr.recipes.jpa;

import java.util.Map;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.jackson.SecurityJacksonModules;

/**
 * Settings and attributes as text, with Spring Security's modules for its own types.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.addModules(SecurityJacksonModules.getModules(Json.class.getClassLoader()))
		.build();

	private Json() {
	}

	static String write(Map<String, Object> map) {
		return MAPPER.writeValueAsString(map);
	}

	static Map<String, Object> read(String text) {
		return MAPPER.readValue(text, new TypeReference<>() {
		});
	}

}
