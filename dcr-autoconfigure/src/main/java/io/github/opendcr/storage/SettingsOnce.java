package io.github.opendcr.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository.JsonMapperRegisteredClientParametersMapper;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * Spring's own mapper, which doesn't write the same settings as JSON again for each
 * client: nearly all clients have the very same objects, and to write them takes longer
 * than all else of a row. Remembers a fixed number of them. Safe for use by several
 * threads.
 */
final class SettingsOnce implements Function<RegisteredClient, List<SqlParameterValue>> {

	private static final int CLIENT_SETTINGS = 11;

	private static final int TOKEN_SETTINGS = 12;

	private static final ClientSettings NO_CLIENT_SETTINGS = ClientSettings.withSettings(Map.of("-", "")).build();

	private static final TokenSettings NO_TOKEN_SETTINGS = TokenSettings.withSettings(Map.of("-", "")).build();

	private final Function<RegisteredClient, List<SqlParameterValue>> mapper;

	private final AtomicReferenceArray<Settings> recent = new AtomicReferenceArray<>(16);

	private SettingsOnce(Function<RegisteredClient, List<SqlParameterValue>> mapper) {
		this.mapper = mapper;
	}

	/**
	 * Return the mapper itself, unless it is Spring's own: of another one it isn't known
	 * what it makes of settings.
	 */
	static Function<RegisteredClient, List<SqlParameterValue>> of(
			Function<RegisteredClient, List<SqlParameterValue>> mapper) {
		return (mapper.getClass() == JsonMapperRegisteredClientParametersMapper.class) ? new SettingsOnce(mapper)
				: mapper;
	}

	@Override
	public List<SqlParameterValue> apply(RegisteredClient client) {
		int index = Math.floorMod(31 * System.identityHashCode(client.getClientSettings())
				+ System.identityHashCode(client.getTokenSettings()), this.recent.length());
		Settings known = this.recent.get(index);
		if (known == null || known.clientSettings() != client.getClientSettings()
				|| known.tokenSettings() != client.getTokenSettings()) {
			List<SqlParameterValue> row = this.mapper.apply(client);
			this.recent.set(index, new Settings(client.getClientSettings(), client.getTokenSettings(),
					row.get(CLIENT_SETTINGS), row.get(TOKEN_SETTINGS)));
			return row;
		}
		List<SqlParameterValue> row = new ArrayList<>(this.mapper.apply(RegisteredClient.from(client)
			.clientSettings(NO_CLIENT_SETTINGS)
			.tokenSettings(NO_TOKEN_SETTINGS)
			.build()));
		row.set(CLIENT_SETTINGS, known.clientSettingsJson());
		row.set(TOKEN_SETTINGS, known.tokenSettingsJson());
		return row;
	}

	private record Settings(ClientSettings clientSettings, TokenSettings tokenSettings,
			SqlParameterValue clientSettingsJson, SqlParameterValue tokenSettingsJson) {
	}

}
