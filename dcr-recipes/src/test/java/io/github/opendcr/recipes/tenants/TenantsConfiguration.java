package io.github.opendcr.recipes.tenants;

import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

@Configuration(proxyBeanMethods = false)
class TenantsConfiguration {

	@Bean
	AuthorizationServerSettings authorizationServerSettings() {
		return AuthorizationServerSettings.builder().multipleIssuersAllowed(true).build();
	}

	@Bean
	TenantClients registeredClientRepository() {
		return new TenantClients(new Tenants<>(Map.of("one", database("one"), "two", database("two"))));
	}

	@Bean
	JWKSource<SecurityContext> jwkSource() throws JOSEException {
		Tenants<JWKSet> keys = new Tenants<>(Map.of("one", newKeys(), "two", newKeys()));
		return (selector, context) -> selector.select(keys.current());
	}

	// Yours are somewhere, and so are their keys
	private static JdbcOperations database(String tenant) {
		return new JdbcTemplate(new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
			.setName(tenant)
			.addScript("org/springframework/security/oauth2/server/authorization/client/"
					+ "oauth2-registered-client-schema.sql")
			.build());
	}

	private static JWKSet newKeys() throws JOSEException {
		return new JWKSet(new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate());
	}

}
