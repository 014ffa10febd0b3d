package io.github.opendcr.metadata;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.keys.Sha256;

/**
 * Tells whether two requests ask for the same: with the same members of the same values,
 * in whatever order and with whatever white space a client's library writes them.
 *
 * @since 0.1.0
 */
public final class MetadataDigest {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		// Half a surrogate pair stays what it is
		.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
		.build();

	private MetadataDigest() {
	}

	/**
	 * Hash what a request asks for.
	 * @param requested the metadata as sent
	 * @return the SHA-256 of their canonical form, base64url without padding
	 */
	public static String of(ClientMetadata requested) {
		return Sha256.of(MAPPER.writeValueAsString(requested.asMap()));
	}

}
