package io.github.opendcr.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The key by which servers without one of their own sign. Spring Boot would make a new
 * one for each, which takes longer than everything else at their start.
 */
@Configuration(proxyBeanMethods = false)
public class TestKey {

	/**
	 * The bean, unless the application has one.
	 */
	@Bean
	@ConditionalOnMissingBean
	public JWKSource<SecurityContext> jwkSource() {
		return source();
	}

	/**
	 * The key.
	 */
	public static JWKSource<SecurityContext> source() {
		return Holder.SOURCE;
	}

	private static final class Holder {

		private static final JWKSource<SecurityContext> SOURCE = new ImmutableJWKSet<>(new JWKSet(key()));

		private static RSAKey key() {
			try {
				return new RSAKeyGenerator(2048).keyID("test").generate();
			}
			catch (JOSEException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
