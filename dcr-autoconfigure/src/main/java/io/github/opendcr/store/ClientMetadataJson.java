package io.github.opendcr.store;

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.ClientMetadata;

/**
 * Client metadata as one JSON text and back, members in their order. The mapper is our
 * own, so that nothing that an application configures reaches what is stored. The text is
 * ASCII: no character set of a database, a table or a connection can spoil it.
 */
final class ClientMetadataJson {

	private static final TypeReference<LinkedHashMap<String, Object>> MEMBERS = new TypeReference<>() {
	};

	private final JsonMapper jsonMapper = JsonMapper.builder(
			// a table of all names ever read would be the clients' to fill
			JsonFactory.builder().disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES).build())
		.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	String write(ClientMetadata metadata) {
		return this.jsonMapper.writeValueAsString(metadata.asMap());
	}

	ClientMetadata read(String json) {
		Map<String, Object> members = this.jsonMapper.readValue(json, MEMBERS);
		return ClientMetadata.of(members);
	}

}
