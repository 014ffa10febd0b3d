package io.github.opendcr.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.X509CertUtils;

/**
 * Authorities, certificates and who shows them, made by the JDK's keytool.
 */
public final class Certificates {

	public static final String PASSWORD = "changeit";

	private final Path directory;

	private final Path keyStore;

	public Certificates(Path directory) {
		this.directory = directory;
		this.keyStore = directory.resolve("keys.p12");
	}

	/**
	 * Make a certificate that is signed by itself, or by the signer.
	 */
	public Certificates with(String alias, String name, String... more) {
		List<String> command = new ArrayList<>(
				List.of("-genkeypair", "-alias", alias, "-dname", name, "-keyalg", "EC"));
		command.addAll(List.of(more));
		keytool(this.keyStore, command);
		return this;
	}

	/**
	 * Make a trust store of one certificate.
	 */
	public Path trusting(String alias) {
		Path certificate = this.directory.resolve(alias + ".cer");
		Path trustStore = this.directory.resolve(alias + "-trust.p12");
		keytool(this.keyStore, List.of("-exportcert", "-alias", alias, "-file", certificate.toString()));
		keytool(trustStore, List.of("-importcert", "-noprompt", "-alias", alias, "-file", certificate.toString()));
		return trustStore;
	}

	public Path keyStore() {
		return this.keyStore;
	}

	private static void keytool(Path keyStore, List<String> arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
		command.addAll(arguments);
		command.addAll(List.of("-keystore", keyStore.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes());
			if (process.waitFor() != 0) {
				throw new IllegalStateException(command + ": " + output);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The JWK of a certificate, with the certificate in x5c.
	 */
	public Map<String, Object> jwks(String alias) {
		X509Certificate certificate = chain(alias)[0];
		ECPublicKey key = (ECPublicKey) certificate.getPublicKey();
		try {
			return new JWKSet(new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key)
				.x509CertChain(List.of(Base64.encode(certificate.getEncoded())))
				.build()).toJSONObject();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a token that is bound to the certificate says (RFC 8705 §3.1).
	 */
	public String thumbprint(String alias) {
		return X509CertUtils.computeSHA256Thumbprint(chain(alias)[0]).toString();
	}

	/**
	 * A client that trusts the server, and shows the first certificates of a chain.
	 */
	public HttpClient.Builder client(String alias, int certificates) {
		X509Certificate[] chain = Arrays.copyOf(chain(alias), certificates);
		return client(new Showing(chain, privateKey(alias)));
	}

	public HttpClient.Builder client(KeyManager... keys) {
		try {
			KeyStore trustStore = KeyStore.getInstance("PKCS12");
			trustStore.load(null, null);
			trustStore.setCertificateEntry("server", chain("server")[0]);
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(trustStore);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys, trust.getTrustManagers(), null);
			return HttpClient.newBuilder().sslContext(context);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a server shows.
	 */
	public SSLContext serverContext() {
		try {
			KeyStore keys = KeyStore.getInstance("PKCS12");
			keys.load(null, null);
			keys.setKeyEntry("server", privateKey("server"), PASSWORD.toCharArray(), chain("server"));
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(keys, PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(factory.getKeyManagers(), null, null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private X509Certificate[] chain(String alias) {
		try {
			return Arrays.stream(load().getCertificateChain(alias))
				.map(X509Certificate.class::cast)
				.toArray(X509Certificate[]::new);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private PrivateKey privateKey(String alias) {
		try {
			return (PrivateKey) load().getKey(alias, PASSWORD.toCharArray());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private KeyStore load() throws GeneralSecurityException {
		try (InputStream in = Files.newInputStream(this.keyStore)) {
			KeyStore keys = KeyStore.getInstance("PKCS12");
			keys.load(in, PASSWORD.toCharArray());
			return keys;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Shows one chain to whoever asks.
	 */
	private static final class Showing extends X509ExtendedKeyManager {

		private final X509Certificate[] chain;

		private final PrivateKey key;

		private Showing(X509Certificate[] chain, PrivateKey key) {
			this.chain = chain;
			this.key = key;
		}

		@Override
		public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
			return "client";
		}

		@Override
		public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
			return "client";
		}

		@Override
		public X509Certificate[] getCertificateChain(String alias) {
			return this.chain;
		}

		@Override
		public PrivateKey getPrivateKey(String alias) {
			return this.key;
		}

		@Override
		public String[] getClientAliases(String keyType, Principal[] issuers) {
			return new String[] { "client" };
		}

		@Override
		public String[] getServerAliases(String keyType, Principal[] issuers) {
			return null;
		}

		@Override
		public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
			return null;
		}

	}

}
