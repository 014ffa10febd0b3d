package io.github.opendcr.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A real MCP client, by what it sends when it registers.
 */
record McpClient(String name, JsonNode payload) {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	static Stream<McpClient> all() throws IOException {
		Resource[] files = new PathMatchingResourcePatternResolver().getResources("classpath:mcp-clients/*.json");
		return Stream.of(files).map(McpClient::read);
	}

	private static McpClient read(Resource file) {
		try {
			JsonNode json = mapper.readTree(file.getContentAsByteArray());
			return new McpClient(json.get("client").asString(), json.get("payload"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	boolean isPublic() {
		return this.payload.path("token_endpoint_auth_method").asString("").equals("none");
	}

	List<String> texts(String member) {
		return this.payload.path(member).valueStream().map(JsonNode::asString).toList();
	}

	/**
	 * Return the redirect URIs as the client uses them: those on a loopback address with
	 * whatever port was free.
	 */
	List<String> usedRedirectUris() {
		return texts("redirect_uris").stream().map(McpClient::withOtherPort).toList();
	}

	private static String withOtherPort(String redirectUri) {
		URI uri = URI.create(redirectUri);
		if (!uri.getScheme().equals("http") || !LOOPBACK.contains(uri.getHost())) {
			return redirectUri;
		}
		return UriComponentsBuilder.fromUri(uri).port(uri.getPort() + 1001).toUriString();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
