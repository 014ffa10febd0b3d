package io.github.opendcr.metadata;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.testkit.StatementIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientAuthenticationRules}.
 */
class ClientAuthenticationRulesTests {

	private static final Map<String, Object> JWKS = Map.of("keys",
			List.of(StatementIssuer.newKey("a").toPublicJWK().toJSONObject()));

	private static final Map<String, Object> UNFIT = Map.of("keys", List.of(Map.of("kty", "new")));

	private static final String URI = "https://client.example/jwks";

	@Test
	void checkWhenMethodNeedsNothingThenFine() {
		for (String method : List.of("none", "client_secret_basic", "client_secret_post", "client_secret_jwt")) {
			assertThat(refused(method, Map.of())).isEmpty();
			assertThat(refused(method, Map.of("jwks", JWKS))).isEmpty();
		}
	}

	@Test
	void checkWhenKeysAreThereTwiceThenRefused() {
		assertThat(refused("none", Map.of("jwks", JWKS, "jwks_uri", URI))).containsExactly("jwks");
	}

	@Test
	void checkWhenMethodNeedsKeysThenRefusedWithoutOnesThatSign() {
		assertThat(refused("private_key_jwt", Map.of("jwks", JWKS))).isEmpty();
		for (String method : List.of("private_key_jwt", "self_signed_tls_client_auth")) {
			assertThat(refused(method, Map.of("jwks_uri", URI))).isEmpty();
			assertThat(refused(method, Map.of())).containsExactly("jwks");
			assertThat(refused(method, Map.of("jwks", UNFIT))).containsExactly("jwks");
		}
		assertThat(refused("self_signed_tls_client_auth", Map.of("jwks", JWKS))).containsExactly("jwks");
	}

	@Test
	void checkWhenAlgorithmDoesNotFitThenRefused() {
		String member = "token_endpoint_auth_signing_alg";
		for (String algorithm : List.of("RS256", "PS512")) {
			assertThat(refused("private_key_jwt", Map.of("jwks", JWKS, member, algorithm))).isEmpty();
		}
		assertThat(refused("private_key_jwt", Map.of("jwks_uri", URI, member, "ES256"))).isEmpty();
		assertThat(refused("private_key_jwt", Map.of("jwks", JWKS, member, "ES256"))).containsExactly(member);
		assertThat(refused("private_key_jwt", Map.of("jwks_uri", URI, member, "HS256"))).containsExactly(member);
		assertThat(refused("client_secret_jwt", Map.of(member, "HS256"))).isEmpty();
		assertThat(refused("client_secret_jwt", Map.of(member, "RS256"))).containsExactly(member);
		assertThat(refused("client_secret_basic", Map.of(member, "RS256"))).isEmpty();
	}

	@Test
	void checkWhenCertificateHasNotOneSubjectThenRefused() {
		String dns = "tls_client_auth_san_dns";
		String ip = "tls_client_auth_san_ip";
		assertThat(refused("tls_client_auth", Map.of(dns, "a.example"))).isEmpty();
		assertThat(refused("tls_client_auth", Map.of())).hasSize(1);
		assertThat(refused("tls_client_auth", Map.of(dns, "a.example", ip, "192.0.2.1"))).hasSize(1);
		assertThat(refused("none", Map.of(dns, "a.example"))).containsExactly(dns);
	}

	private static List<String> refused(String method, Map<String, Object> members) {
		Map<String, Object> all = new HashMap<>(members);
		all.put("token_endpoint_auth_method", method);
		Violations violations = Violations.collected();
		ClientAuthenticationRules.check(ClientMetadata.of(all), violations);
		try {
			violations.throwAll();
			return List.of();
		}
		catch (ViolationsException ex) {
			return ex.getViolations().stream().map(RegistrationException::getMember).toList();
		}
	}

}
