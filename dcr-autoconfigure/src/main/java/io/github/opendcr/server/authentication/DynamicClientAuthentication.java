package io.github.opendcr.server.authentication;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.X509TrustManager;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.Registrant;
import io.github.opendcr.fetch.ClientUriFetchException;
import io.github.opendcr.keys.CertificateSubject;
import io.github.opendcr.keys.ClientKeys;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionDecoderFactory;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Judges what dynamic clients sign and which certificates they show. Nothing of a client
 * is remembered here: its registration is looked up at each request, so that a change
 * counts from the next one on, on every node. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523.html#section-3">RFC 7523 §3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705.html#section-2">RFC 8705 §2</a>
 */
public final class DynamicClientAuthentication {

	// RFC 7523 §3: an exp unreasonably far in the future may be rejected, and what was
	// used is remembered until then; an hour, and a minute for clocks that differ
	static final Duration MAX_LIFETIME = Duration.ofMinutes(61);

	// As long as Spring's validator goes on accepting what has expired
	static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

	private final Supplier<ClientRegistrationStore> registrations;

	private final ClientKeys keys;

	private final StoredSecrets secrets;

	private final @Nullable X509TrustManager authorities;

	private final UsedAssertions usedAssertions;

	private final Clock clock;

	/**
	 * Create an instance.
	 * @param registrations the store of registrations; asked for at the first use
	 * @param keys finds the keys of clients
	 * @param secrets reads the secrets for {@code client_secret_jwt}
	 * @param authorities trusts the issuers of certificates for {@code tls_client_auth},
	 * or {@code null} if whatever ends TLS does
	 * @param clock tells what has expired
	 */
	public DynamicClientAuthentication(Supplier<ClientRegistrationStore> registrations, ClientKeys keys,
			StoredSecrets secrets, @Nullable X509TrustManager authorities, Clock clock) {
		this.registrations = registrations;
		this.keys = keys;
		this.secrets = secrets;
		this.authorities = authorities;
		this.usedAssertions = new UsedAssertions(clock);
		this.clock = clock;
	}

	/**
	 * Verify an assertion.
	 * @return the assertion
	 * @throws JwtException if it isn't the client's, isn't for this server, has expired,
	 * expires too late or was used before
	 */
	Jwt verify(RegisteredClient client, String assertion) {
		ClientMetadata metadata = metadata(client);
		AssertionHeader.checkType(assertion);
		Jwt jwt = metadata.getTokenEndpointAuthMethod().equals("client_secret_jwt") ? verifyBySecret(client, assertion)
				: verifyByKeys(client, metadata, assertion);
		Instant expiresAt = jwt.getExpiresAt();
		if (expiresAt != null && expiresAt.isAfter(this.clock.instant().plus(MAX_LIFETIME))) {
			throw new BadJwtException("The assertion expires later than in an hour");
		}
		if (jwt.getId() != null && expiresAt != null
				&& !this.usedAssertions.use(client.getClientId(), jwt.getId(), expiresAt.plus(CLOCK_SKEW))) {
			throw new BadJwtException("The assertion was used before");
		}
		return jwt;
	}

	private Jwt verifyBySecret(RegisteredClient client, String assertion) {
		Instant expiresAt = client.getClientSecretExpiresAt();
		boolean expired = expiresAt != null && !this.clock.instant().isBefore(expiresAt);
		BadJwtException refusal = new BadJwtException("The client has no secret that it could sign with");
		for (String encoded : expired ? List.<String>of() : StoredSecrets.each(client.getClientSecret())) {
			String secret = this.secrets.decrypt(encoded);
			try {
				if (secret != null) {
					return verifyBySecret(client, secret, assertion);
				}
			}
			catch (JwtValidationException ex) {
				throw ex; // the secret was the right one
			}
			catch (BadJwtException ex) {
				refusal = ex; // perhaps a former one is
			}
		}
		throw refusal;
	}

	private static Jwt verifyBySecret(RegisteredClient client, String secret, String assertion) {
		byte[] key = secret.getBytes(StandardCharsets.UTF_8);
		return decode(NimbusJwtDecoder.withSecretKey(new SecretKeySpec(key, "HmacSHA256"))
			.macAlgorithm(MacAlgorithm.HS256)
			.validateType(false)
			.build(), client, assertion);
	}

	private Jwt verifyByKeys(RegisteredClient client, ClientMetadata metadata, String assertion) {
		List<SignatureAlgorithm> algorithms = algorithms(metadata);
		AssertionHeader.checkAlgorithm(assertion, algorithms);
		try {
			return verifyByKeys(this.keys.current(metadata, source(client)), algorithms, client, assertion);
		}
		catch (JwtValidationException ex) {
			throw ex; // the key was the right one
		}
		catch (BadJwtException ex) {
			List<JWK> refreshed = refreshed(client, metadata);
			if (refreshed.isEmpty()) {
				throw ex;
			}
			return verifyByKeys(refreshed, algorithms, client, assertion);
		}
		catch (ClientUriFetchException ex) {
			throw new JwtException("The keys of the client can't be had", ex);
		}
	}

	private List<JWK> refreshed(RegisteredClient client, ClientMetadata metadata) {
		try {
			return this.keys.refreshed(metadata, source(client));
		}
		catch (ClientUriFetchException ex) {
			throw new JwtException("The keys of the client can't be had", ex);
		}
	}

	private static Jwt verifyByKeys(List<JWK> keys, List<SignatureAlgorithm> algorithms, RegisteredClient client,
			String assertion) {
		return decode(NimbusJwtDecoder.withJwkSource(new ImmutableJWKSet<>(new JWKSet(keys)))
			.jwsAlgorithms((all) -> all.addAll(algorithms))
			.build(), client, assertion);
	}

	private static Jwt decode(NimbusJwtDecoder decoder, RegisteredClient client, String assertion) {
		decoder.setJwtValidator(JwtClientAssertionDecoderFactory.DEFAULT_JWT_VALIDATOR_FACTORY.apply(client));
		return decoder.decode(assertion);
	}

	private static List<SignatureAlgorithm> algorithms(ClientMetadata metadata) {
		String registered = metadata.getString("token_endpoint_auth_signing_alg");
		List<SignatureAlgorithm> algorithms = new ArrayList<>();
		for (String name : (registered != null) ? List.of(registered) : ClientKeys.SIGNING_ALGORITHMS) {
			algorithms.add(SignatureAlgorithm.from(name));
		}
		return algorithms;
	}

	/**
	 * Whether the certificate is one of those that the client registered by its keys (RFC
	 * 8705 §2.2).
	 */
	boolean isSelfSignedBy(RegisteredClient client, X509Certificate certificate) {
		ClientMetadata metadata = metadata(client);
		try {
			return isAmong(certificate, this.keys.current(metadata, source(client)))
					|| isAmong(certificate, this.keys.refreshed(metadata, source(client)));
		}
		catch (ClientUriFetchException ex) {
			return false; // without keys there is no certificate
		}
	}

	private static boolean isAmong(X509Certificate certificate, List<JWK> keys) {
		return keys.stream()
			.map(JWK::getParsedX509CertChain)
			.anyMatch((chain) -> chain != null && !chain.isEmpty() && chain.get(0).equals(certificate));
	}

	/**
	 * Whether the certificate is issued to the client by an authority (RFC 8705 §2.1).
	 */
	boolean isIssuedTo(RegisteredClient client, X509Certificate[] chain) {
		if (this.authorities != null) {
			try {
				this.authorities.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
			}
			catch (CertificateException ex) {
				return false; // nobody who is trusted issued it
			}
		}
		return CertificateSubject.matches(chain[0], metadata(client));
	}

	private ClientMetadata metadata(RegisteredClient client) {
		ClientRegistration registration = this.registrations.get().findByClientId(client.getClientId());
		return (registration != null) ? registration.metadata() : ClientMetadata.empty();
	}

	private static Registrant.Source source(RegisteredClient client) {
		return DynamicClients.isOfDocument(client) ? Registrant.Source.DOCUMENT : Registrant.Source.REGISTERED;
	}

	static boolean isTls(ClientAuthenticationMethod method) {
		return Arrays
			.asList(ClientAuthenticationMethod.TLS_CLIENT_AUTH, ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
			.contains(method);
	}

}
