package io.github.opendcr.sample.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * What real MCP clients send when they register.
 */
@Component
class Payloads {

	private final List<Payload> all;

	Payloads() throws IOException {
		Resource[] files = new PathMatchingResourcePatternResolver().getResources("classpath:mcp-clients/*.json");
		this.all = Stream.of(files)
			.map(Payloads::read)
			.sorted(Comparator.comparing(Payload::client, String.CASE_INSENSITIVE_ORDER))
			.toList();
	}

	private static Payload read(Resource file) {
		try {
			Map<String, Object> recording = Objects
				.requireNonNull(Json.object(file.getContentAsString(StandardCharsets.UTF_8)));
			String name = Objects.requireNonNull(file.getFilename()).replace(".json", "");
			Map<?, ?> payload = (Map<?, ?>) Objects.requireNonNull(recording.get("payload"));
			return new Payload(name, String.valueOf(recording.get("client")), Json.pretty(payload));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<Payload> all() {
		return this.all;
	}

	@Nullable Payload find(@Nullable String name) {
		return this.all.stream().filter((payload) -> payload.name().equals(name)).findFirst().orElse(null);
	}

	/**
	 * What one client sends.
	 *
	 * @param name a name for URLs
	 * @param client which client, in words
	 * @param json what it sends
	 */
	record Payload(String name, String client, String json) {
	}

}
