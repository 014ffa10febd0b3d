package io.github.opendcr.server.chain;

import java.util.Arrays;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IdTokenKeys}.
 */
class IdTokenKeysTests {

	@Test
	void algorithmsWhenKeySaysNothingThenThoseOfItsKind() throws JOSEException {
		assertThat(keys(new RSAKeyGenerator(2048).generate()).algorithms()).containsExactly("RS256", "RS384", "RS512",
				"PS256", "PS384", "PS512");
		assertThat(keys(new ECKeyGenerator(Curve.P_384).generate()).algorithms()).containsExactly("ES384");
	}

	@Test
	void algorithmsWhenKeyIsForOneThenThatOne() throws JOSEException {
		assertThat(keys(new RSAKeyGenerator(2048).algorithm(JWSAlgorithm.PS256).generate()).algorithms())
			.containsExactly("PS256");
	}

	@Test
	void algorithmsWhenSpringCannotTellCurvesApartThenNeither() throws JOSEException {
		assertThat(keys(new ECKeyGenerator(Curve.P_256).generate(), new ECKeyGenerator(Curve.P_384).generate())
			.algorithms()).isEmpty();
	}

	@Test
	void algorithmsWhenNoKeySignsThenNone() throws JOSEException {
		assertThat(keys(new RSAKeyGenerator(2048).generate().toPublicJWK()).algorithms()).isEmpty();
		assertThat(keys(new RSAKeyGenerator(2048).keyUse(KeyUse.ENCRYPTION).generate()).algorithms()).isEmpty();
		assertThat(keys().algorithms()).isEmpty();
		assertThat(new IdTokenKeys((selector, context) -> {
			throw new KeySourceException("down");
		}).algorithms()).isEmpty();
		assertThat(new IdTokenKeys((selector, context) -> {
			throw new IllegalStateException("no such issuer");
		}).algorithms()).isEmpty();
	}

	@Test
	void algorithmsWhenKeysAreOutOfSightThenSpringsDefault() {
		assertThat(new IdTokenKeys(null).algorithms()).containsExactly("RS256");
	}

	private static IdTokenKeys keys(JWK... keys) {
		return new IdTokenKeys(new ImmutableJWKSet<>(new JWKSet(Arrays.asList(keys))));
	}

}
