package io.github.opendcr.autoconfigure;

import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.SourceBounds;
import io.github.opendcr.keys.ClientKeys;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.server.authentication.DynamicClientAuthentication;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The keys by which clients authenticate.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DcrKeysProperties.class)
class ClientKeysConfiguration {

	private static final List<String> TLS_METHODS = List.of("tls_client_auth", "self_signed_tls_client_auth");

	private final DcrKeysProperties properties;

	ClientKeysConfiguration(DcrKeysProperties properties) {
		this.properties = properties;
	}

	private void check(RegistrationPolicies policies) {
		Set<String> ofAllPolicies = new HashSet<>(); // the connector is one
		policies.forEach((name, policy) -> {
			String property = ((name != null) ? "dcr.policies." + name : "dcr")
					+ ".allowed-token-endpoint-auth-methods";
			Set<String> authMethods = policy.allowedMetadata().tokenEndpointAuthMethods();
			ofAllPolicies.addAll(authMethods);
			if (authMethods.contains("client_secret_jwt") && this.properties.secretEncryptionKey() == null) {
				throw new InvalidConfigurationPropertyValueException(property, authMethods,
						"client_secret_jwt needs secrets that can be read again; set dcr.keys.secret-encryption-key.");
			}
			if (ofAllPolicies.containsAll(TLS_METHODS) && this.properties.certificateAuthorities() == null) {
				throw new InvalidConfigurationPropertyValueException(property, authMethods,
						"What lets self-signed certificates in, under whichever policy, checks no issuer, and anyone "
								+ "could show the certificate of a tls_client_auth client; set "
								+ "dcr.keys.certificate-authorities.");
			}
		});
	}

	@Bean
	StoredSecrets storedSecrets(DcrProperties dcr, ObjectProvider<PasswordEncoder> passwordEncoders) {
		String key = this.properties.secretEncryptionKey();
		PasswordEncoder passwordEncoder = passwordEncoders
			.getIfUnique(PasswordEncoderFactories::createDelegatingPasswordEncoder);
		try {
			return new StoredSecrets(passwordEncoder,
					dcr.clientSecret().encoding() == DcrProperties.SecretEncoding.FAST,
					(key != null) ? Base64.getDecoder().decode(key) : null);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSecretException("dcr.keys.secret-encryption-key",
					"It must be 16 or 32 random bytes in Base64, as of 'openssl rand -base64 32'.");
		}
	}

	@Bean
	DynamicClientAuthentication dynamicClientAuthentication(ObjectProvider<ClientRegistrationStore> registrations,
			ClientUriFetcher fetcher, ObjectProvider<SourceBounds> bounds, StoredSecrets secrets,
			ObjectProvider<SslBundles> sslBundles, RegistrationPolicies policies, ObjectProvider<Clock> clocks) {
		check(policies);
		ClientKeys keys = new ClientKeys(fetcher, bounds.getIfAvailable(() -> SourceBounds.USUAL));
		return new DynamicClientAuthentication(registrations::getObject, keys, secrets, authorities(sslBundles),
				clocks.getIfUnique(Clock::systemUTC));
	}

	private @Nullable X509TrustManager authorities(ObjectProvider<SslBundles> sslBundles) {
		String name = this.properties.certificateAuthorities();
		SslBundle bundle = BundleOfApplication.find("dcr.keys.certificate-authorities", name, sslBundles);
		if (bundle == null) {
			return null;
		}
		if (bundle.getStores().getTrustStore() == null) {
			throw new InvalidConfigurationPropertyValueException("dcr.keys.certificate-authorities", name,
					"The bundle has no trust store, and the JVM's authorities vouch for everyone on the Internet.");
		}
		return Arrays.stream(bundle.getManagers().getTrustManagers())
			.filter(X509TrustManager.class::isInstance)
			.map(X509TrustManager.class::cast)
			.findFirst()
			.orElseThrow();
	}

}
