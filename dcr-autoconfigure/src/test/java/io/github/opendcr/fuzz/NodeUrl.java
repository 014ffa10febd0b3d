package io.github.opendcr.fuzz;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.fuzz.UriReaders.Seen;
import io.github.opendcr.testkit.Answer;

/**
 * The URL Standard as Node has it: a parser that shares no line with ours. It ends when
 * this JVM does, since nothing comes any more.
 */
final class NodeUrl {

	private static final String SCRIPT = """
			require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
			  let seen = null;
			  try {
			    const { protocol, username, password, host, pathname, search, hash } = new URL(JSON.parse(line));
			    seen = { protocol, user: username + password, host, pathname, search, hash };
			  } catch {}
			  process.stdout.write(JSON.stringify(seen) + "\\n");
			});
			""";

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final BufferedWriter to;

	private final BufferedReader from;

	private NodeUrl(Process process) {
		this.to = process.outputWriter();
		this.from = process.inputReader();
	}

	/**
	 * Start Node.
	 * @param command what starts it, or {@code null} for none
	 */
	static @Nullable NodeUrl start(@Nullable String command) {
		if (command == null) {
			return null;
		}
		try {
			return new NodeUrl(
					new ProcessBuilder(List.of(command, "-e", SCRIPT)).redirectError(ProcessBuilder.Redirect.INHERIT)
						.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read a URL.
	 * @return what is seen, or {@code null} if it is refused
	 */
	synchronized @Nullable Seen read(String url) {
		try {
			this.to.write(Answer.write(url) + "\n");
			this.to.flush();
			String line = this.from.readLine();
			if (line == null) {
				throw new IllegalStateException("Node has ended");
			}
			Map<String, String> seen = line.equals("null") ? null : MAPPER.readValue(line, new TypeReference<>() {
			});
			return (seen != null) ? seen(seen) : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Seen seen(Map<String, String> url) {
		String user = url.get("user").isEmpty() ? "" : url.get("user") + "@";
		return new Seen(url.get("protocol").replace(":", ""), user + url.get("host"), url.get("pathname"),
				withoutMark(url.get("search")), withoutMark(url.get("hash")));
	}

	private static String withoutMark(String part) {
		return part.isEmpty() ? "" : part.substring(1);
	}

}
