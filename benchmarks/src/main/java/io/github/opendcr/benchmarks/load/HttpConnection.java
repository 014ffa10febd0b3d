package io.github.opendcr.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One connection that is kept alive, with as much of HTTP/1.1 as the servers answer. A
 * client library would take more of the machine than the servers that it measures.
 */
final class HttpConnection implements Closeable {

	private final URI server;

	private @Nullable Socket socket;

	private InputStream in = InputStream.nullInputStream();

	private @Nullable String cookie;

	HttpConnection(URI server) {
		this.server = server;
	}

	/**
	 * Send a request and read its answer.
	 * @param headers lines that end with CR LF
	 */
	Answer send(String method, String path, String headers, @Nullable String body) throws IOException {
		Socket open = (this.socket != null) ? this.socket : open();
		open.getOutputStream().write(request(method, path, headers, body));
		return read();
	}

	private byte[] request(String method, String path, String headers, @Nullable String body) {
		StringBuilder request = new StringBuilder(1024);
		request.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ");
		request.append(this.server.getHost()).append(':').append(this.server.getPort()).append("\r\n").append(headers);
		if (this.cookie != null) {
			request.append("Cookie: ").append(this.cookie).append("\r\n");
		}
		if (body != null) {
			request.append("Content-Length: ").append(body.length()).append("\r\n");
		}
		request.append("\r\n").append((body != null) ? body : "");
		// ASCII only, so that characters are bytes
		return request.toString().getBytes(StandardCharsets.US_ASCII);
	}

	private Socket open() throws IOException {
		Socket opened = new Socket();
		opened.setTcpNoDelay(true);
		opened.setSoTimeout(60_000);
		opened.connect(new InetSocketAddress(this.server.getHost(), this.server.getPort()), 5_000);
		this.in = new BufferedInputStream(opened.getInputStream(), 16_384);
		this.socket = opened;
		return opened;
	}

	private Answer read() throws IOException {
		int status = Integer.parseInt(line().substring(9, 12));
		int length = -1;
		boolean chunked = false;
		boolean close = false;
		String location = "";
		for (String line = line(); !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			String value = line.substring(colon + 1).trim();
			switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
				case "content-length" -> length = Integer.parseInt(value);
				case "transfer-encoding" -> chunked = value.contains("chunked");
				case "connection" -> close = value.equalsIgnoreCase("close");
				case "location" -> location = value;
				case "set-cookie" -> this.cookie = value.split(";")[0];
				default -> {
				}
			}
		}
		byte[] body = (status == 204) ? new byte[0] : chunked ? chunks() : this.in.readNBytes(Math.max(length, 0));
		if (close) {
			close();
		}
		return new Answer(status, location, new String(body, StandardCharsets.UTF_8));
	}

	private byte[] chunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
		for (int size = chunkSize(); size > 0; size = chunkSize()) {
			body.write(this.in.readNBytes(size));
			line();
		}
		line();
		return body.toByteArray();
	}

	private int chunkSize() throws IOException {
		return Integer.parseInt(line().trim(), 16);
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder(64);
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("The server closed the connection");
			}
			if (next != '\r') {
				line.append((char) next);
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

	record Answer(int status, String location, String body) {
	}

}
