package io.github.opendcr.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Predicate;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Connects to the hosts of URLs: directly, since a proxy would resolve the name by
 * itself, and to permitted addresses only. What is judged is what is connected to, so
 * that a name which resolves differently the next time gains nothing.
 */
final class Connector {

	private static final int HTTPS_PORT = 443;

	private static final int HTTP_PORT = 80;

	// A name can have thousands, of whoever its owner likes
	private static final int MOST_ADDRESSES = 8;

	private final HostResolver resolver;

	private final Predicate<InetAddress> addresses;

	private final SSLSocketFactory socketFactory;

	private final SslOptions sslOptions;

	Connector(@Nullable SslBundle sslBundle, HostResolver resolver, Predicate<InetAddress> addresses) {
		this.resolver = resolver;
		this.addresses = addresses;
		this.socketFactory = (sslBundle != null) ? sslBundle.createSslContext().getSocketFactory()
				: (SSLSocketFactory) SSLSocketFactory.getDefault();
		this.sslOptions = (sslBundle != null) ? sslBundle.getOptions() : SslOptions.NONE;
	}

	/**
	 * Connect the first address that answers.
	 * @param uri an absolute URL with a host
	 * @param settings the bounds
	 * @param opening is shown each socket before it connects, so that it can be closed
	 * meanwhile, and may refuse its address
	 * @return the connected socket
	 */
	Socket connect(URI uri, FetchSettings settings, Opening opening) throws IOException {
		int port = (uri.getPort() != -1) ? uri.getPort() : isSecure(uri) ? HTTPS_PORT : HTTP_PORT;
		IOException failure = new AddressRefusedException(host(uri));
		for (InetAddress address : permitted(host(uri), settings)) {
			Socket socket = new Socket(Proxy.NO_PROXY);
			try {
				opening.accept(socket, address);
				socket.setSoTimeout(settings.readTimeoutMillis());
				socket.connect(new InetSocketAddress(address, port), settings.connectTimeoutMillis());
				return socket;
			}
			catch (IOException ex) {
				socket.close();
				failure = (failure instanceof AddressBusyException) ? failure : ex;
			}
		}
		throw failure;
	}

	private InetAddress[] permitted(String host, FetchSettings settings) throws UnknownHostException {
		InetAddress[] all = this.resolver.resolve(host);
		return settings.isTrusted(host) ? all
				: Arrays.stream(all).filter(this.addresses).limit(MOST_ADDRESSES).toArray(InetAddress[]::new);
	}

	/**
	 * Speak TLS over a connected socket.
	 * @return a socket whose peer has proved to be the host of the URL
	 */
	SSLSocket secure(Socket socket, URI uri) throws IOException {
		SSLSocket secured = (SSLSocket) this.socketFactory.createSocket(socket, host(uri), socket.getPort(), true);
		SSLParameters parameters = secured.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		if (this.sslOptions.getEnabledProtocols() != null) {
			parameters.setProtocols(this.sslOptions.getEnabledProtocols());
		}
		if (this.sslOptions.getCiphers() != null) {
			parameters.setCipherSuites(this.sslOptions.getCiphers());
		}
		secured.setSSLParameters(parameters);
		secured.startHandshake();
		return secured;
	}

	static boolean isSecure(URI uri) {
		return "https".equalsIgnoreCase(uri.getScheme());
	}

	static String host(URI uri) {
		String host = uri.getHost();
		return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
	}

	/**
	 * Takes a socket that is about to connect.
	 */
	@FunctionalInterface
	interface Opening {

		void accept(Socket socket, InetAddress address) throws IOException;

	}

}
