package io.github.opendcr.cimd;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.keys.Sha256;

/**
 * A copy of a document that the operator keeps, for a host that doesn't answer servers.
 *
 * @param url the client's URL
 * @param json the document
 * @since 0.1.0
 */
public record PinnedDocument(String url, String json) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/**
	 * Create a copy.
	 * @throws IllegalArgumentException if it is not the document of that URL
	 */
	public PinnedDocument {
		JsonNode document = read(json);
		if (document == null || !document.isObject()) {
			throw new IllegalArgumentException("The document must be a JSON object");
		}
		if (!url.equals(document.path("client_id").stringValue(null))) {
			throw new IllegalArgumentException("The document's 'client_id' must be the URL, character by character");
		}
	}

	/**
	 * What takes the place of an entity tag; no host can send it, as it has no quotes.
	 */
	String validator() {
		return "pinned-" + Sha256.of(this.json);
	}

	static boolean isValidator(@Nullable String entityTag) {
		return entityTag != null && entityTag.startsWith("pinned-");
	}

	/**
	 * Whether the document says something else now. What isn't JSON says nothing.
	 */
	boolean differsFrom(String current) {
		JsonNode other = read(current);
		return other != null && !other.equals(read(this.json));
	}

	private static @Nullable JsonNode read(String json) {
		try {
			return MAPPER.readTree(json);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
