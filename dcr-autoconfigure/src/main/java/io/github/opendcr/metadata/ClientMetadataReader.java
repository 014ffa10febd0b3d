package io.github.opendcr.metadata;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

/**
 * Reads client metadata from JSON: one pass, strict, within bounds. A member that is
 * {@code null}, empty or blank is one that isn't there (RFC 7592 §2.2), so that no rule
 * can be slipped past by an empty value. An empty array stays, since only who knows the
 * member knows whether it is one of no elements or of a wrong type. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3.1">RFC 7591
 * §3.1</a>
 */
public final class ClientMetadataReader {

	private static final int MAX_NESTING_DEPTH = 16;

	private static final int MAX_NUMBER_LENGTH = 50;

	private static final int MAX_NAME_LENGTH = 256;

	private final JsonFactory jsonFactory = JsonFactory.builder()
		// a table of all names ever seen would be the clients' to fill
		.disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(MAX_NESTING_DEPTH)
			.maxNameLength(MAX_NAME_LENGTH)
			.maxNumberLength(MAX_NUMBER_LENGTH)
			.build())
		.build();

	private final String what;

	/**
	 * Create a reader of the bodies of requests.
	 */
	public ClientMetadataReader() {
		this("body");
	}

	/**
	 * Create a reader.
	 * @param what what it reads, as a word in the description of an error
	 */
	public ClientMetadataReader(String what) {
		this.what = what;
	}

	/**
	 * Read the body of a registration or update request.
	 * @param body the JSON in UTF-8
	 * @return the members as sent, known or not
	 * @throws RegistrationException if the body isn't one JSON object
	 */
	public ClientMetadata read(byte[] body) {
		return read(body, Set.of());
	}

	/**
	 * Read JSON in which it is an error that some members are there at all.
	 * @param body the JSON in UTF-8
	 * @param forbidden the names of members that are kept even without a value, as an
	 * empty text
	 * @return the members as sent, known or not
	 * @throws RegistrationException if the body isn't one JSON object
	 */
	public ClientMetadata read(byte[] body, Set<String> forbidden) {
		try (JsonParser parser = this.jsonFactory.createParser(ObjectReadContext.empty(), decode(body))) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw malformed("The " + this.what + " must be a JSON object with the client metadata as its members");
			}
			Map<String, Object> members = readObject(parser, forbidden);
			if (parser.nextToken() != null) {
				throw malformed("The " + this.what + " must end after its JSON object");
			}
			return ClientMetadata.of(members);
		}
		catch (JacksonException ex) {
			throw new RegistrationException(RegistrationError.INVALID_CLIENT_METADATA, null, describe(ex), ex);
		}
	}

	private String decode(byte[] body) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new RegistrationException(RegistrationError.INVALID_CLIENT_METADATA, null,
					"The " + this.what + " must be JSON in UTF-8", ex);
		}
	}

	private static Map<String, Object> readObject(JsonParser parser, Set<String> forbidden) {
		Map<String, Object> members = new LinkedHashMap<>();
		Set<String> names = new HashSet<>();
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			String name = text(parser.currentName());
			parser.nextToken();
			Object value = readValue(parser);
			if (!names.add(name)) {
				throw malformed("The member " + Quoted.of(name) + " occurs twice; send it once");
			}
			if (value != null || forbidden.contains(name)) {
				members.put(name, Objects.requireNonNullElse(value, ""));
			}
		}
		return members;
	}

	private static @Nullable Object readValue(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> readObject(parser, Set.of());
			case START_ARRAY -> readArray(parser);
			case VALUE_STRING -> parser.getString().isBlank() ? null : text(parser.getString());
			case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(parser);
			default -> null;
		};
	}

	// RFC 7493 §2.1. What was kept of it could never be written in UTF-8
	private static String text(String text) {
		if (!Characters.isUnicode(text)) {
			throw malformed("The names and values must be Unicode; one has half of a surrogate pair");
		}
		return text;
	}

	// Infinity, which 1e999 becomes, would be written as a text
	private static Number readNumber(JsonParser parser) {
		Number number = parser.getNumberValue();
		double value = number.doubleValue();
		if (!Double.isFinite(value)) {
			throw malformed("The numbers must be below 1e308");
		}
		// what is stored is read like that, and equal only then
		return (number instanceof Double) ? BigDecimal.valueOf(value) : number;
	}

	private static List<Object> readArray(JsonParser parser) {
		List<Object> elements = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			Object element = readValue(parser);
			// an empty element is kept as such: a rule refuses it, silence would not
			elements.add((element != null) ? element : "");
		}
		return elements;
	}

	private static RegistrationException malformed(String description) {
		return new RegistrationException(RegistrationError.INVALID_CLIENT_METADATA, description);
	}

	private String describe(JacksonException ex) {
		TokenStreamLocation location = ex.getLocation();
		String place = (location != null)
				? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
		return "The " + this.what + " is not valid JSON, nests too deep or holds too long a name or number" + place;
	}

}
