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
import io.github.opendcr.keys.ClientKeys;
import io.github.opendcr.keys.JwksUriPolicy;
import io.github.opendcr.keys.RecoverableSecrets;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.server.authentication.DynamicClientAuthentication;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

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

	private void check(RegistrationPolicies policies, boolean secretsRecoverable) {
		Set<String> ofAllPolicies = new HashSet<>(); // the connector is one
		policies.forEach((name, policy) -> {
			String property = ((name != null) ? "dcr.policies." + name : "dcr")
					+ ".allowed-token-endpoint-auth-methods";
			Set<String> authMethods = policy.allowedMetadata().tokenEndpointAuthMethods();
			ofAllPolicies.addAll(authMethods);
			if (authMethods.contains("client_secret_jwt") && !secretsRecoverable) {
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
	@ConditionalOnMissingBean
	ClientKeys clientKeys(ClientUriFetcher fetcher) {
		return new ClientKeys(fetcher);
	}

	@Bean
	@Order(0)
	@ConditionalOnMissingBean
	JwksUriPolicy jwksUriPolicy(ClientUriFetcher fetcher) {
		return new JwksUriPolicy(fetcher);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty("dcr.keys.secret-encryption-key")
	RecoverableSecrets recoverableSecrets() {
		try {
			return new RecoverableSecrets(Base64.getDecoder().decode(this.properties.secretEncryptionKey()));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSecretException("dcr.keys.secret-encryption-key",
					"It must be 16 or 32 random bytes in Base64, as of 'openssl rand -base64 32'.");
		}
	}

	@Bean
	@ConditionalOnMissingBean
	DynamicClientAuthentication dynamicClientAuthentication(ObjectProvider<ClientRegistrationStore> registrations,
			ClientKeys keys, ObjectProvider<RecoverableSecrets> secrets, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<RegistrationPolicies> policies, ObjectProvider<Clock> clocks) {
		RecoverableSecrets recoverable = secrets.getIfAvailable();
		policies.ifAvailable((all) -> check(all, recoverable != null));
		return new DynamicClientAuthentication(registrations::getObject, keys, recoverable, authorities(sslBundles),
				ClockOfApplication.select(clocks));
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
