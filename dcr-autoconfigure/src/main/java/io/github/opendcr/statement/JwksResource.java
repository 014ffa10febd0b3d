package io.github.opendcr.statement;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLSocketFactory;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.metadata.Loopback;

import org.springframework.core.io.Resource;
import org.springframework.core.io.UrlResource;

/**
 * Where the operator says that the keys of an issuer are.
 */
final class JwksResource {

	private static final Log logger = LogFactory.getLog(JwksResource.class);

	private static final int MAX_SIZE = 256 * 1024;

	private static final int CONNECT_TIMEOUT = 2_000;

	private static final int READ_TIMEOUT = 5_000;

	private static final int MIN_RSA_BITS = 2048; // RFC 7518 §3.3

	private final Resource resource;

	private final @Nullable URL url;

	private final @Nullable Supplier<SSLSocketFactory> sockets;

	/**
	 * Create a location.
	 * @param sockets makes what opens TLS connections, or {@code null} for the JVM's own;
	 * asked each time, since what is trusted may be reloaded
	 * @throws IllegalArgumentException if it is a URL that can't be trusted to bring the
	 * issuer's keys
	 */
	JwksResource(Resource resource, @Nullable Supplier<SSLSocketFactory> sockets) {
		this.resource = resource;
		this.sockets = sockets;
		this.url = url(resource);
	}

	private static @Nullable URL url(Resource resource) {
		if (!(resource instanceof UrlResource location) || location.isFile()) {
			return null;
		}
		URL url = location.getURL();
		if (!url.getProtocol().equals("https")
				&& !(url.getProtocol().equals("http") && Loopback.isHost(url.getHost()))) {
			throw new IllegalArgumentException(
					"Keys can be read from file:, classpath: and https: (http: on a loopback interface), not from "
							+ url);
		}
		return url;
	}

	/**
	 * Whether the keys are elsewhere, and may be out of reach for a while.
	 */
	boolean isRemote() {
		return this.url != null;
	}

	/**
	 * Read the keys that can verify a signature.
	 * @throws IOException if they can't be read, or are larger than any set should be
	 * @throws ParseException if it is no JWK Set
	 */
	JWKSet read() throws IOException, ParseException {
		Map<String, Object>[] all = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(content()), "keys");
		if (all == null) {
			throw new ParseException("It has no array 'keys'", 0);
		}
		List<JWK> usable = new ArrayList<>();
		for (Map<String, Object> members : all) {
			JWK key = parse(members);
			if (key != null && isUsable(key)) {
				usable.add(key.toPublicJWK());
			}
		}
		return new JWKSet(usable);
	}

	// RFC 7517 §5: keys that aren't understood are ignored
	private static @Nullable JWK parse(Map<String, Object> members) {
		try {
			return JWK.parse(members);
		}
		catch (ParseException | RuntimeException ex) {
			logger.debug("Skipped a key of an issuer of software statements, which is not understood", ex);
			return null;
		}
	}

	private String content() throws IOException {
		if (this.url != null) {
			return new DefaultResourceRetriever(CONNECT_TIMEOUT, READ_TIMEOUT, MAX_SIZE, true,
					(this.sockets != null) ? this.sockets.get() : null)
				.retrieveResource(this.url)
				.getContent();
		}
		try (InputStream stream = this.resource.getInputStream()) {
			byte[] bytes = stream.readNBytes(MAX_SIZE + 1);
			if (bytes.length > MAX_SIZE) {
				throw new IOException("More than " + MAX_SIZE + " bytes");
			}
			return new String(bytes, StandardCharsets.UTF_8);
		}
	}

	private static boolean isUsable(JWK key) {
		return key.toPublicJWK() != null && (!(key instanceof RSAKey) || key.size() >= MIN_RSA_BITS);
	}

	@Override
	public String toString() {
		return this.resource.getDescription();
	}

}
