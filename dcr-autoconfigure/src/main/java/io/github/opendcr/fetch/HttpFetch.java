package io.github.opendcr.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * One GET, within bounds. The address that is judged is the one that is connected to, so
 * that a name which resolves differently the next time gains nothing.
 */
final class HttpFetch {

	private static final Http1Config HEADER_BOUNDS = Http1Config.custom()
		.setMaxHeaderCount(100)
		.setMaxLineLength(8192)
		.build();

	private static final Pattern MAX_AGE = Pattern.compile("(?:^|[,\\s])max-age=\"?([0-9]{1,9})",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern NOT_TO_BE_KEPT = Pattern.compile("(?:^|[,\\s])no-(?:store|cache)(?:$|[,\\s])",
			Pattern.CASE_INSENSITIVE);

	private final FetchSettings settings;

	private final CloseableHttpClient guarded;

	private final CloseableHttpClient unguarded;

	HttpFetch(FetchSettings settings, @Nullable SslBundle sslBundle, DnsResolver dnsResolver,
			Predicate<InetAddress> addresses) {
		this.settings = settings;
		this.guarded = open(settings, sslBundle, new GuardedDnsResolver(dnsResolver, addresses));
		this.unguarded = settings.allowedHosts().isEmpty() ? this.guarded : open(settings, sslBundle, dnsResolver);
	}

	/**
	 * Create one that connects to public addresses only.
	 */
	static HttpFetch ofPublicAddresses(FetchSettings settings, @Nullable SslBundle sslBundle) {
		return new HttpFetch(settings, sslBundle, SystemDefaultDnsResolver.INSTANCE, new PublicAddresses());
	}

	private static CloseableHttpClient open(FetchSettings settings, @Nullable SslBundle sslBundle,
			DnsResolver dnsResolver) {
		return HttpClientBuilder.create()
			.setConnectionManager(connections(settings, sslBundle, dnsResolver))
			// direct: a proxy would resolve the name by itself
			.setRoutePlanner(new DefaultRoutePlanner(null))
			.setConnectionReuseStrategy((request, response, context) -> false)
			.setUserAgent("OpenDCR")
			.disableAuthCaching()
			.disableAutomaticRetries()
			.disableContentCompression()
			.disableCookieManagement()
			.disableRedirectHandling()
			.build();
	}

	private static HttpClientConnectionManager connections(FetchSettings settings, @Nullable SslBundle sslBundle,
			DnsResolver dnsResolver) {
		return PoolingHttpClientConnectionManagerBuilder.create()
			.useSystemProperties()
			.setDnsResolver(dnsResolver)
			.setTlsSocketStrategy((sslBundle != null) ? tls(sslBundle) : null)
			.setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(HEADER_BOUNDS).build())
			.setDefaultConnectionConfig(ConnectionConfig.custom()
				.setConnectTimeout(Timeout.of(settings.connectTimeout()))
				.setSocketTimeout(Timeout.of(settings.readTimeout()))
				.build())
			.setMaxConnPerRoute(settings.maxConcurrent())
			.setMaxConnTotal(settings.maxConcurrent())
			.build();
	}

	private static TlsSocketStrategy tls(SslBundle sslBundle) {
		SslOptions options = sslBundle.getOptions();
		return ClientTlsStrategyBuilder.create()
			.setSslContext(sslBundle.createSslContext())
			.setTlsVersions(options.getEnabledProtocols())
			.setCiphers(options.getCiphers())
			.buildClassic();
	}

	/**
	 * Prepare a call.
	 */
	Call call(URI uri) {
		return new Call(new HttpGet(uri));
	}

	private CloseableHttpClient client(HttpGet request) {
		String host = request.getAuthority().getHostName().toLowerCase(Locale.ROOT);
		return this.settings.allowedHosts().contains(host) ? this.unguarded : this.guarded;
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
		this.guarded.close(CloseMode.IMMEDIATE);
		this.unguarded.close(CloseMode.IMMEDIATE);
	}

	/**
	 * A call that can be cancelled.
	 */
	final class Call {

		private final HttpGet request;

		private Call(HttpGet request) {
			this.request = request;
		}

		/**
		 * Fetch the document.
		 * @return the document, or what is wrong; never throws
		 */
		FetchResult get(Set<String> contentTypes) {
			this.request.setHeader(HttpHeaders.ACCEPT, String.join(", ", contentTypes));
			try {
				return read(client(this.request).executeOpen(null, this.request, null), contentTypes);
			}
			catch (UnknownHostException ex) {
				// alike, so that nobody learns which names our own network knows
				return FetchResult.failure("The URL's host has no public address", ex);
			}
			catch (IOException | RuntimeException ex) {
				return FetchResult.failure("The URL could not be read", ex);
			}
			finally {
				cancel(); // closes the connection without reading what is left
			}
		}

		void cancel() {
			this.request.cancel();
		}

	}

}
