package io.github.opendcr.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * One GET, within bounds: no redirect, cookie, content encoding or second request.
 */
final class HttpFetch {

	private static final Log logger = LogFactory.getLog(HttpFetch.class);

	private static final Http1Config HEADER_BOUNDS = Http1Config.custom()
		.setMaxHeaderCount(100)
		.setMaxLineLength(8192)
		.build();

	private static final Pattern MAX_AGE = Pattern.compile("(?:^|[,\\s])max-age=\"?([0-9]{1,9})",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern NOT_TO_BE_KEPT = Pattern.compile("(?:^|[,\\s])no-(?:store|cache)(?:$|[,\\s])",
			Pattern.CASE_INSENSITIVE);

	private final FetchSettings settings;

	private final Connector connector;

	private final Places addresses = new Places();

	private final Set<Call> running = ConcurrentHashMap.newKeySet();

	HttpFetch(FetchSettings settings, @Nullable SslBundle sslBundle, HostResolver resolver,
			Predicate<InetAddress> addresses) {
		this.settings = settings;
		this.connector = new Connector(settings, sslBundle, resolver, addresses);
	}

	/**
	 * Create one that connects to public addresses only.
	 */
	static HttpFetch ofPublicAddresses(FetchSettings settings, @Nullable SslBundle sslBundle) {
		return new HttpFetch(settings, sslBundle, HostResolver.SYSTEM, new PublicAddresses());
	}

	/**
	 * Prepare a call.
	 */
	Call call(URI uri) {
		return new Call(uri);
	}

	private FetchResult read(ClassicHttpResponse response, Set<String> contentTypes) throws IOException {
		if (response.getCode() != HttpStatus.SC_OK) {
			return FetchResult.failure("The URL answered with the status " + response.getCode()
					+ " instead of 200; redirects are not followed", null);
		}
		HttpEntity entity = response.getEntity();
		if (entity == null || !contentTypes.contains(mediaType(entity.getContentType()))) {
			return FetchResult.failure("The URL must answer with the content type "
					+ String.join(" or ", contentTypes.stream().sorted().toList()), null);
		}
		if (entity.getContentEncoding() != null) {
			return FetchResult.failure("The URL must answer without a content encoding", null);
		}
		int maxSize = Math.toIntExact(this.settings.maxSize().toBytes());
		// not closed, since that would read what is left of an endless body
		InputStream body = entity.getContent();
		byte[] bytes = (entity.getContentLength() > maxSize) ? null : body.readNBytes(maxSize + 1);
		if (bytes == null || bytes.length > maxSize) {
			return FetchResult.failure("The URL answered with more than " + maxSize + " bytes", null);
		}
		return FetchResult.document(decode(bytes), maxAge(response));
	}

	private static String mediaType(@Nullable String contentType) {
		return (contentType != null) ? contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT) : "";
	}

	private static String decode(byte[] bytes) throws CharacterCodingException {
		return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
	}

	private static @Nullable Duration maxAge(ClassicHttpResponse response) {
		Header header = response.getFirstHeader(HttpHeaders.CACHE_CONTROL);
		String value = (header != null && header.getValue() != null) ? header.getValue() : "";
		if (NOT_TO_BE_KEPT.matcher(value).find()) {
			return Duration.ZERO;
		}
		Matcher maxAge = MAX_AGE.matcher(value);
		return maxAge.find() ? Duration.ofSeconds(Long.parseLong(maxAge.group(1))) : null;
	}

	void close() {
		this.running.forEach(Call::cancel);
	}

	/**
	 * A call that can be cancelled.
	 */
	final class Call {

		private final URI uri;

		private @Nullable Socket socket;

		private @Nullable String place;

		private boolean cancelled;

		private Call(URI uri) {
			this.uri = uri;
		}

		/**
		 * Fetch the document.
		 * @return the document, or what is wrong; never throws
		 */
		FetchResult get(Set<String> contentTypes) {
			HttpFetch.this.running.add(this);
			try {
				return read(execute(request(contentTypes)), contentTypes);
			}
			catch (UnknownHostException ex) {
				// alike, so that nobody learns which names our own network knows
				return FetchResult.failure("The URL's host has no public address", ex);
			}
			catch (AddressBusyException ex) {
				return FetchResult.BUSY;
			}
			catch (IOException | HttpException | RuntimeException ex) {
				return FetchResult.failure("The URL could not be read", ex);
			}
			finally {
				cancel(); // closes the connection without reading what is left
				leave();
				HttpFetch.this.running.remove(this);
			}
		}

		private ClassicHttpRequest request(Set<String> contentTypes) {
			ClassicHttpRequest request = new BasicClassicHttpRequest(Method.GET, this.uri);
			request.setHeader(HttpHeaders.HOST, this.uri.getRawAuthority());
			request.setHeader(HttpHeaders.ACCEPT, String.join(", ", contentTypes));
			request.setHeader(HttpHeaders.USER_AGENT, "OpenDCR");
			request.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
			return request;
		}

		@SuppressWarnings("resource") // closed with its socket
		private ClassicHttpResponse execute(ClassicHttpRequest request) throws IOException, HttpException {
			Socket connected = HttpFetch.this.connector.connect(this.uri, this::opened);
			DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(HEADER_BOUNDS);
			connection
				.bind(Connector.isSecure(this.uri) ? HttpFetch.this.connector.secure(connected, this.uri) : connected);
			return new HttpRequestExecutor().execute(request, connection, HttpCoreContext.create());
		}

		private synchronized void opened(Socket opened, InetAddress address) throws IOException {
			if (this.cancelled) {
				throw new SocketException("The call was cancelled");
			}
			leave();
			String wanted = Places.of(address);
			if (!HttpFetch.this.settings.isTrusted(Connector.host(this.uri))) {
				if (!HttpFetch.this.addresses.take(wanted)) {
					throw new AddressBusyException(wanted);
				}
				this.place = wanted;
			}
			this.socket = opened;
		}

		private synchronized void leave() {
			if (this.place != null) {
				HttpFetch.this.addresses.free(this.place);
				this.place = null;
			}
		}

		synchronized void cancel() {
			this.cancelled = true;
			try {
				if (this.socket != null) {
					this.socket.close();
				}
			}
			catch (IOException ex) {
				logger.debug("A connection could not be closed", ex);
			}
		}

	}

}
