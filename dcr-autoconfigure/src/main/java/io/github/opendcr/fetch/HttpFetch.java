package io.github.opendcr.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
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

	private static final String NO_ADDRESS = "The URL's host has no public address";

	private final Connector connector;

	private final Places addresses = new Places();

	private final Set<Call> running = ConcurrentHashMap.newKeySet();

	private final Clock clock;

	HttpFetch(@Nullable SslBundle sslBundle, HostResolver resolver, Predicate<InetAddress> addresses, Clock clock) {
		this.connector = new Connector(sslBundle, resolver, addresses);
		this.clock = clock;
	}

	/**
	 * Create one that connects to public addresses only.
	 */
	static HttpFetch ofPublicAddresses(@Nullable SslBundle sslBundle, Clock clock) {
		return new HttpFetch(sslBundle, HostResolver.SYSTEM, new PublicAddresses(), clock);
	}

	/**
	 * Prepare a call.
	 */
	Call call(FetchRequest request, FetchSettings settings) {
		return new Call(request, settings);
	}

	void close() {
		this.running.forEach(Call::cancel);
	}

	/**
	 * A call that can be cancelled.
	 */
	final class Call {

		private final FetchRequest request;

		private final FetchSettings settings;

		private @Nullable Socket socket;

		private @Nullable String place;

		private boolean cancelled;

		private Call(FetchRequest request, FetchSettings settings) {
			this.request = request;
			this.settings = settings;
		}

		/**
		 * Fetch the document.
		 * @return the document, or what is wrong; never throws
		 */
		FetchResult get() {
			HttpFetch.this.running.add(this);
			try {
				ClassicHttpResponse response = execute(message());
				return new HttpAnswer(response, HttpFetch.this.clock.instant()).read(this.request,
						this.settings.maxSize());
			}
			// alike, so that nobody learns which names our own network knows
			catch (UnknownHostException ex) {
				return new FetchResult.Failure(FailureKind.UNREACHABLE, NO_ADDRESS, ex);
			}
			catch (AddressRefusedException ex) {
				return new FetchResult.Failure(FailureKind.REFUSED, NO_ADDRESS, ex);
			}
			catch (AddressBusyException ex) {
				return Places.NONE_LEFT;
			}
			catch (IOException | HttpException | RuntimeException ex) {
				return new FetchResult.Failure(FailureKind.UNREACHABLE, "The URL could not be read", ex);
			}
			finally {
				cancel(); // closes the connection without reading what is left
				leave();
				HttpFetch.this.running.remove(this);
			}
		}

		private ClassicHttpRequest message() {
			URI uri = this.request.uri();
			ClassicHttpRequest message = new BasicClassicHttpRequest(Method.GET, uri);
			message.setHeader(HttpHeaders.HOST, uri.getRawAuthority());
			message.setHeader(HttpHeaders.ACCEPT,
					String.join(", ", this.request.contentTypes().stream().sorted().toList()));
			message.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
			message.setHeader(HttpHeaders.USER_AGENT, "OpenDCR");
			message.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
			if (this.request.entityTag() != null) {
				message.setHeader(HttpHeaders.IF_NONE_MATCH, this.request.entityTag());
			}
			return message;
		}

		@SuppressWarnings("resource") // closed with its socket
		private ClassicHttpResponse execute(ClassicHttpRequest message) throws IOException, HttpException {
			URI uri = this.request.uri();
			Socket connected = HttpFetch.this.connector.connect(uri, this.settings, this::opened);
			DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(HEADER_BOUNDS);
			connection.bind(Connector.isSecure(uri) ? HttpFetch.this.connector.secure(connected, uri) : connected);
			return new HttpRequestExecutor().execute(message, connection, HttpCoreContext.create());
		}

		private synchronized void opened(Socket opened, InetAddress address) throws IOException {
			if (this.cancelled) {
				throw new SocketException("The call was cancelled");
			}
			leave();
			String wanted = Places.of(address);
			if (!this.settings.isTrusted(Connector.host(this.request.uri()))) {
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
