package io.github.opendcr.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client metadata document as it was seen, with the headers that it was served with and
 * what has to become of it.
 *
 * @param name the name of the fixture
 * @param url where it was
 * @param seen when, and what of it is ours
 * @param trap what servers stumbled over
 * @param headers its headers
 * @param document its members
 * @param redirectUri where the client redirects to, with the port that it sends
 * @param authenticatesBy by which methods it may authenticate
 * @param granted members that it is granted, among others
 * @param narrowed the members of which it gets less than it published, or nothing
 */
public record DocumentFixture(String name, String url, String seen, String trap, Map<String, String> headers,
		Map<String, Object> document, @JsonProperty("redirect_uri") String redirectUri,
		@JsonProperty("authenticates_by") List<String> authenticatesBy, Map<String, Object> granted,
		List<String> narrowed) {

	private static final Path DIRECTORY = Path.of("src/test/resources/fixtures/cimd");

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/**
	 * All of them.
	 */
	public static Stream<DocumentFixture> all() throws IOException {
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			return files.map((file) -> of(file.getFileName().toString().replace(".json", ""))).toList().stream();
		}
	}

	/**
	 * The one of that name.
	 */
	public static DocumentFixture of(String name) {
		Map<?, ?> members = MAPPER.readValue(DIRECTORY.resolve(name + ".json"), LinkedHashMap.class);
		Map<String, Object> named = new LinkedHashMap<>(Map.of("name", name));
		members.forEach((member, value) -> named.put(member.toString(), value));
		return MAPPER.convertValue(named, DocumentFixture.class);
	}

	/**
	 * The document's text.
	 */
	public String json() {
		return Answer.write(this.document);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
