package io.github.opendcr.server;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository.JsonMapperRegisteredClientRowMapper;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * The JSON mapper of Spring's row mapper, which doesn't read the same JSON again for each
 * client: nearly all clients have the same settings, and to read them takes longer than
 * all else of a row. What it returns is copied into the settings of a client. Remembers a
 * fixed number of them. Safe for use by several threads.
 */
final class SettingsReadOnce extends JsonMapper {

	private static final long serialVersionUID = 1L;

	private final transient AtomicReferenceArray<@Nullable Settings> recent = new AtomicReferenceArray<>(32);

	private SettingsReadOnce(JsonMapper mapper) {
		super(mapper.rebuild());
	}

	/**
	 * Return a row mapper that reads with this one in place of Spring's, or the given one
	 * if it isn't Spring's own: of another one it isn't known what it reads.
	 */
	static RowMapper<RegisteredClient> of(RowMapper<RegisteredClient> mapper) {
		return (mapper.getClass() == JsonMapperRegisteredClientRowMapper.class)
				? new JsonMapperRegisteredClientRowMapper(
						new SettingsReadOnce(PrivateField.read(mapper, "jsonMapper", JsonMapper.class)))
				: mapper;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T readValue(String json, JavaType type) {
		// Two places for each hash, since two columns of every row come here
		int index = Math.floorMod(json.hashCode(), this.recent.length() / 2) * 2;
		Settings first = this.recent.get(index);
		if (first != null && first.isOf(json, type)) {
			return (T) first.value();
		}
		Settings second = this.recent.get(index + 1);
		if (second != null && second.isOf(json, type)) {
			return (T) second.value();
		}
		T value = super.readValue(json, type);
		if (value instanceof Map<?, ?> map) {
			this.recent.set(index + 1, first);
			this.recent.set(index, new Settings(json, type, map));
		}
		return value;
	}

	private record Settings(String json, JavaType type, Map<?, ?> value) {

		boolean isOf(String json, JavaType type) {
			return this.json.equals(json) && this.type.equals(type);
		}

	}

}
