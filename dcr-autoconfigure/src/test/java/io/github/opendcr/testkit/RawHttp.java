package io.github.opendcr.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client that sends what no decent one does: each line as it is, in UTF-8.
 */
public final class RawHttp {

	private static final String END_OF_LINE = "\r\n";

	private static final int SILENCE = Math.toIntExact(Duration.ofMinutes(10).toMillis());

	private RawHttp() {
	}

	/**
	 * Send a request.
	 * @param base the server
	 * @param requestLine method and target
	 * @param body the body
	 * @param headers whole lines
	 */
	public static Answer send(String base, String requestLine, String body, String... headers) {
		List<String> lines = new ArrayList<>(List.of(requestLine + " HTTP/1.1"));
		URI server = URI.create(base);
		if (Arrays.stream(headers).noneMatch((header) -> header.startsWith("Host:"))) {
			lines.add("Host: " + server.getAuthority());
		}
		lines.addAll(List.of(headers));
		lines.add("Connection: close");
		lines.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
		String request = String.join(END_OF_LINE, lines) + END_OF_LINE + END_OF_LINE + body;
		try (Socket socket = new Socket(server.getHost(), server.getPort())) {
			socket.setSoTimeout(SILENCE); // nothing else interrupts a thread that reads
			socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
			return answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new AssertionError(requestLine, ex);
		}
	}

	private static Answer answer(String text) {
		int end = text.indexOf(END_OF_LINE + END_OF_LINE);
		List<String> lines = text.substring(0, end).lines().toList();
		Map<String, List<String>> headers = new LinkedHashMap<>();
		for (String line : lines.subList(1, lines.size())) {
			int colon = line.indexOf(':');
			headers.computeIfAbsent(line.substring(0, colon), (name) -> new ArrayList<>())
				.add(line.substring(colon + 1).strip());
		}
		return new Answer(Integer.parseInt(lines.get(0).split(" ")[1]), HttpHeaders.of(headers, (name, value) -> true),
				text.substring(end + 4));
	}

}
