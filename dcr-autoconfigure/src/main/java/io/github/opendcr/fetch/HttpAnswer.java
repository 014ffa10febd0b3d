package io.github.opendcr.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Reads an answer: the document, if it is one that was asked for.
 */
final class HttpAnswer {

	private static final String ANY_JSON = "application/*+json";

	private final ClassicHttpResponse response;

	private final CacheHeaders headers;

	HttpAnswer(ClassicHttpResponse response, Instant now) {
		this.response = response;
		this.headers = new CacheHeaders(response, now);
	}

	/**
	 * Read the answer.
	 * @param request what was asked for
	 * @param maxSize how much of it is read
	 */
	FetchResult read(FetchRequest request, DataSize maxSize) throws IOException {
		int status = this.response.getCode();
		if (status == HttpStatus.SC_NOT_MODIFIED && request.entityTag() != null) {
			return new FetchResult.NotModified(this.headers.freshFor());
		}
		if (status != HttpStatus.SC_OK) {
			return new FetchResult.Failure(kind(status),
					"The URL answered with the status " + status + " instead of 200; redirects are not followed",
					this.headers.retryAfter(), null);
		}
		HttpEntity entity = this.response.getEntity();
		if (entity == null || !isOneOf(request.contentTypes(), mediaType(entity.getContentType()))) {
			return unusable("The URL must answer with the content type "
					+ String.join(" or ", request.contentTypes().stream().sorted().toList()));
		}
		String encoding = entity.getContentEncoding();
		if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
			return unusable("The URL must answer without a content encoding");
		}
		byte[] bytes = bytes(entity, Math.toIntExact(maxSize.toBytes()));
		String text = (bytes != null) ? decode(bytes) : null;
		if (text == null) {
			return unusable((bytes != null) ? "The URL must answer in UTF-8"
					: "The URL answered with more than " + maxSize.toBytes() + " bytes");
		}
		return new FetchResult.Document(text, this.headers.entityTag(), this.headers.freshFor());
	}

	private FailureKind kind(int status) {
		Header mitigated = this.response.getFirstHeader("cf-mitigated");
		if (mitigated != null && "challenge".equalsIgnoreCase(mitigated.getValue())) {
			return FailureKind.CHALLENGED;
		}
		return switch (status) {
			case HttpStatus.SC_NOT_FOUND, HttpStatus.SC_GONE -> FailureKind.GONE;
			case HttpStatus.SC_REQUEST_TIMEOUT, HttpStatus.SC_TOO_MANY_REQUESTS -> FailureKind.UNAVAILABLE;
			default -> (status >= HttpStatus.SC_SERVER_ERROR) ? FailureKind.UNAVAILABLE : FailureKind.UNUSABLE;
		};
	}

	private static FetchResult unusable(String problem) {
		return new FetchResult.Failure(FailureKind.UNUSABLE, problem, null);
	}

	private static String mediaType(@Nullable String contentType) {
		return (contentType != null) ? contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT) : "";
	}

	private static boolean isOneOf(Set<String> contentTypes, String type) {
		boolean anyJson = contentTypes.contains(ANY_JSON) && type.startsWith("application/") && type.endsWith("+json");
		return !type.contains("*") && (anyJson || contentTypes.contains(type));
	}

	// The body isn't closed, since that would read what is left of an endless one
	private static byte @Nullable [] bytes(HttpEntity entity, int maxSize) throws IOException {
		byte[] bytes = (entity.getContentLength() > maxSize) ? null : entity.getContent().readNBytes(maxSize + 1);
		return (bytes != null && bytes.length <= maxSize) ? bytes : null;
	}

	private static @Nullable String decode(byte[] bytes) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

}
