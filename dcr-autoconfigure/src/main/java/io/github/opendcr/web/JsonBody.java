package io.github.opendcr.web;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ClientMetadataReader;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

/**
 * Reads the body of a request: {@code application/json} and nothing that a page elsewhere
 * could post without asking (RFC 7591 §3.1), and no more of it than is allowed.
 */
final class JsonBody {

	private final ClientMetadataReader reader;

	private final int maxSize;

	JsonBody(ClientMetadataReader reader, DataSize maxSize) {
		this.reader = reader;
		this.maxSize = Math.toIntExact(maxSize.toBytes());
	}

	ClientMetadata read(HttpServletRequest request) {
		if (!isJson(request.getContentType()) || isEncoded(request.getHeader("Content-Encoding"))) {
			throw new RegistrationException(RegistrationError.UNSUPPORTED_MEDIA_TYPE,
					"Send the client metadata as Content-Type: application/json, in UTF-8, without Content-Encoding");
		}
		if (request.getContentLengthLong() > this.maxSize) {
			throw tooLarge();
		}
		byte[] body = readBytes(request);
		if (body.length > this.maxSize) {
			throw tooLarge();
		}
		return this.reader.read(body);
	}

	private byte[] readBytes(HttpServletRequest request) {
		try {
			// no more than was announced: a buffer for all that is allowed is dear
			int length = request.getContentLength();
			return request.getInputStream().readNBytes((length >= 0) ? length : this.maxSize + 1);
		}
		catch (IOException ex) {
			throw new RegistrationException(RegistrationError.INVALID_REQUEST, null,
					"The body ended early or could not be read", ex);
		}
	}

	private static boolean isJson(@Nullable String contentType) {
		if (MediaType.APPLICATION_JSON_VALUE.equals(contentType)) {
			return true;
		}
		try {
			MediaType mediaType = MediaType.parseMediaType((contentType != null) ? contentType : "");
			Charset charset = mediaType.getCharset();
			return mediaType.getType().equals("application") && mediaType.getSubtype().equals("json")
					&& (charset == null || charset.equals(StandardCharsets.UTF_8));
		}
		catch (InvalidMediaTypeException ex) {
			return false; // answered as the unsupported media type that it is
		}
	}

	private static boolean isEncoded(@Nullable String contentEncoding) {
		return contentEncoding != null && !contentEncoding.equalsIgnoreCase("identity");
	}

	private RegistrationException tooLarge() {
		return new RegistrationException(RegistrationError.REQUEST_TOO_LARGE,
				"The body is longer than the " + this.maxSize + " bytes that this server reads");
	}

}
