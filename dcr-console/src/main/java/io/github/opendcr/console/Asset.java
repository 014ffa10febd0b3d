package io.github.opendcr.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32;

import jakarta.servlet.http.HttpServletResponse;

/**
 * A file that pages load: nothing that is secret.
 *
 * @param contentType its media type
 * @param content its bytes
 */
record Asset(String contentType, byte[] content) {

	static Asset read(String name, String contentType) {
		try (InputStream file = Objects.requireNonNull(Asset.class.getResourceAsStream(name))) {
			return new Asset(contentType, file.readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return what changes whenever the content does.
	 */
	String version() {
		CRC32 checksum = new CRC32();
		checksum.update(this.content);
		return HexFormat.of().toHexDigits((int) checksum.getValue());
	}

	void writeTo(HttpServletResponse response) throws IOException {
		response.setContentType(this.contentType);
		response.setHeader("Cache-Control", "public, max-age=86400");
		response.setContentLength(this.content.length);
		response.getOutputStream().write(this.content);
	}

}
