package io.github.opendcr.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.testkit.Answer;

/**
 * One connection to a server, over which bytes go as they are. It is opened again where
 * the server has closed it.
 */
final class Wire implements AutoCloseable {

	private final String host;

	private final int port;

	private @Nullable Socket socket;

	private InputStream in = InputStream.nullInputStream();

	Wire(String host, int port) {
		this.host = host;
		this.port = port;
	}

	/**
	 * Send a request and read one answer.
	 */
	Answer exchange(byte[] request) throws IOException {
		boolean used = this.socket != null;
		try {
			return once(request);
		}
		catch (EOFException | SocketException ex) {
			close();
			if (!used) {
				throw ex;
			}
			return once(request); // the server may close what nothing was sent on
		}
	}

	private Answer once(byte[] request) throws IOException {
		Socket open = (this.socket != null) ? this.socket : open();
		open.getOutputStream().write(request);
		String status = line();
		Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String field = line(); !field.isEmpty(); field = line()) {
			int colon = field.indexOf(':');
			fields.computeIfAbsent(field.substring(0, colon), (name) -> new ArrayList<>())
				.add(field.substring(colon + 1).strip());
		}
		HttpHeaders headers = HttpHeaders.of(fields, (name, value) -> true);
		int code = Integer.parseInt(status.substring(9, 12));
		Answer answer = new Answer(code, headers, new String(body(code, headers), StandardCharsets.UTF_8));
		if (headers.firstValue("Connection").orElse("").toLowerCase(Locale.ROOT).equals("close")) {
			close();
		}
		return answer;
	}

	private Socket open() throws IOException {
		Socket opened = new Socket(this.host, this.port);
		opened.setTcpNoDelay(true);
		opened.setSoLinger(true, 0); // thousands that linger would use up all ports
		this.in = new BufferedInputStream(opened.getInputStream(), 16 * 1024);
		this.socket = opened;
		return opened;
	}

	private byte[] body(int code, HttpHeaders headers) throws IOException {
		if (code == 204 || code == 304) {
			return new byte[0];
		}
		if (headers.firstValue("Transfer-Encoding").isEmpty()) {
			long length = headers.firstValueAsLong("Content-Length").orElse(-1);
			return (length >= 0) ? this.in.readNBytes(Math.toIntExact(length)) : this.in.readAllBytes();
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = chunk(); size > 0; size = chunk()) {
			body.write(this.in.readNBytes(size));
			line();
		}
		line();
		return body.toByteArray();
	}

	private int chunk() throws IOException {
		return Integer.parseInt(line().strip(), 16);
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int read = this.in.read(); read != '\n'; read = this.in.read()) {
			if (read < 0) {
				throw new EOFException("The server closed the connection after: " + line);
			}
			if (read != '\r') {
				line.append((char) read);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			this.socket.close();
			this.socket = null;
		}
	}

}
