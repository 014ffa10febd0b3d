package io.github.opendcr.sample;

import java.text.ParseException;
import java.util.Objects;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The key that signs tokens, made at the first start and kept in the database. A key that
 * Spring Boot makes anew at each start would void all tokens with every restart, and
 * several processes would refuse each other's tokens.
 * <p>
 * The database is the simplest place that does. In production, prefer a key store or a
 * vault that whoever reads the database can't open, and rotate the key.
 */
final class SigningKeys {

	private static final Logger logger = LoggerFactory.getLogger(SigningKeys.class);

	private final JdbcClient jdbc;

	SigningKeys(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	JWKSource<SecurityContext> load() {
		String jwk = find();
		return new ImmutableJWKSet<>(new JWKSet(parse((jwk != null) ? jwk : create())));
	}

	private @Nullable String find() {
		return this.jdbc.sql("SELECT jwk FROM sample_signing_key WHERE id = 'current'")
			.query(String.class)
			.optional()
			.orElse(null);
	}

	private String create() {
		RSAKey key = generate();
		try {
			this.jdbc.sql("INSERT INTO sample_signing_key (id, jwk) VALUES ('current', ?)")
				.param(key.toJSONString())
				.update();
			logger.info("Made a new signing key, kid {}", key.getKeyID());
			return key.toJSONString();
		}
		catch (DuplicateKeyException ex) {
			// Another process was faster: its key is everybody's
			return Objects.requireNonNull(find());
		}
	}

	private static RSAKey generate() {
		try {
			return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).keyUse(KeyUse.SIGNATURE).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("This JVM can't make an RSA key", ex);
		}
	}

	private static RSAKey parse(String jwk) {
		try {
			return RSAKey.parse(jwk);
		}
		catch (ParseException ex) {
			throw new IllegalStateException("The table sample_signing_key holds no RSA key", ex);
		}
	}

}
