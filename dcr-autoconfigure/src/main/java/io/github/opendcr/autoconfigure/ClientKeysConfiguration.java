package io.github.opendcr.autoconfigure;

import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientUriFetcher;
import io.github.opendcr.keys.ClientKeys;
import io.github.opendcr.keys.JwksUriPolicy;
import io.github.opendcr.keys.RecoverableSecrets;
import io.github.opendcr.server.DynamicClientAuthentication;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
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

	private final DcrKeysProperties properties;

	ClientKeysConfiguration(DcrProperties registration, DcrKeysProperties properties) {
		this.properties = properties;
		check(registration.allowedTokenEndpointAuthMethods());
	}

	private void check(List<String> authMethods) {
		if (authMethods.contains("client_secret_jwt") && this.properties.secretEncryptionKey() == null) {
			throw new InvalidConfigurationPropertyValueException("dcr.allowed-token-endpoint-auth-methods", authMethods,
					"client_secret_jwt needs secrets that can be read again; set dcr.keys.secret-encryption-key.");
		}
		if (authMethods.contains("tls_client_auth") && authMethods.contains("self_signed_tls_client_auth")
				&& this.properties.certificateAuthorities() == null) {
			throw new InvalidConfigurationPropertyValueException("dcr.allowed-token-endpoint-auth-methods", authMethods,
					"What lets self-signed certificates in checks no issuer, and anyone could show the certificate of "
							+ "a tls_client_auth client; set dcr.keys.certificate-authorities.");
		}
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
			// without its value, which is a secret
			throw new InvalidConfigurationPropertyValueException("dcr.keys.secret-encryption-key", "******",
					"It must be 16 or 32 random bytes in Base64, as of 'openssl rand -base64 32'.");
		}
	}

	@Bean
	@ConditionalOnMissingBean
	DynamicClientAuthentication dynamicClientAuthentication(ObjectProvider<ClientRegistrationStore> registrations,
			ClientKeys keys, ObjectProvider<RecoverableSecrets> secrets, ObjectProvider<SslBundles> sslBundles) {
		return new DynamicClientAuthentication(registrations::getObject, keys, secrets.getIfAvailable(),
				authorities(sslBundles), Clock.systemUTC());
	}

	private @Nullable X509TrustManager authorities(ObjectProvider<SslBundles> sslBundles) {
		String name = this.properties.certificateAuthorities();
		if (name == null) {
			return null;
		}
		return Arrays.stream(sslBundles.getObject().getBundle(name).getManagers().getTrustManagers())
			.filter(X509TrustManager.class::isInstance)
			.map(X509TrustManager.class::cast)
			.findFirst()
			.orElseThrow();
	}

}
