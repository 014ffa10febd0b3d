package io.github.opendcr.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Opens sockets that trust what an SSL bundle trusts, by its protocols and ciphers.
 */
final class BundleSocketFactory extends SSLSocketFactory {

	private final SSLSocketFactory factory;

	private final SslOptions options;

	BundleSocketFactory(SslBundle bundle) {
		this.factory = bundle.createSslContext().getSocketFactory();
		this.options = bundle.getOptions();
	}

	@Override
	public Socket createSocket() throws IOException {
		return restricted(this.factory.createSocket());
	}

	@Override
	public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
		return restricted(this.factory.createSocket(socket, host, port, autoClose));
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		return restricted(this.factory.createSocket(host, port));
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
		return restricted(this.factory.createSocket(host, port, localHost, localPort));
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		return restricted(this.factory.createSocket(host, port));
	}

	@Override
	public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
			throws IOException {
		return restricted(this.factory.createSocket(address, port, localAddress, localPort));
	}

	private Socket restricted(Socket socket) {
		if (socket instanceof SSLSocket tls) {
			if (this.options.getEnabledProtocols() != null) {
				tls.setEnabledProtocols(this.options.getEnabledProtocols());
			}
			if (this.options.getCiphers() != null) {
				tls.setEnabledCipherSuites(this.options.getCiphers());
			}
		}
		return socket;
	}

	@Override
	public String[] getDefaultCipherSuites() {
		return this.factory.getDefaultCipherSuites();
	}

	@Override
	public String[] getSupportedCipherSuites() {
		return this.factory.getSupportedCipherSuites();
	}

}
