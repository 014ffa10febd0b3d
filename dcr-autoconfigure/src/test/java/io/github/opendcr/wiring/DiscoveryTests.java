package io.github.opendcr.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the two discovery documents say beside what they said without the starter.
 */
class DiscoveryTests {

	private static final String OAUTH2 = "/.well-known/oauth-authorization-server";

	private static final String OPENID = "/.well-known/openid-configuration";

	private static final JsonMapper json = new JsonMapper();

	private static final String TOKEN_METHODS = "token_endpoint_auth_methods_supported";

	static Stream<Kind> kinds() {
		return Stream.of(new Kind(Applications.InMemoryRepository.class, "", true),
				new Kind(CustomizedLists.class, "", true), new Kind(WithoutOpenId.class, "", false),
				new Kind(SeveralIssuersAndEllipticKey.class, "/tenant", true));
	}

	/**
	 * Clients that were registered by hand choose from these documents, too.
	 */
	@ParameterizedTest
	@MethodSource("kinds")
	void documentWhenRegistrationIsOnThenLosesAndChangesNothing(Kind kind) {
		Map<String, JsonNode> off = documents(kind, "dcr.enabled=false");
		Map<String, JsonNode> on = documents(kind, "dcr.enabled=true", "dcr.permission=allow-all",
				"dcr.allowed-scopes=profile,notes:read", "dcr.allowed-token-endpoint-auth-methods=none,private_key_jwt",
				"dcr.pairwise.salt=0123456789012345678901234567890123456789");
		assertThat(on.keySet()).isEqualTo(off.keySet()).hasSize(kind.openId() ? 2 : 1);
		off.forEach((document, members) -> members.properties().forEach((member) -> {
			JsonNode now = on.get(document).path(member.getKey());
			if (member.getValue().isArray()) {
				assertThat(values(now)).as(document + " " + member.getKey()).containsAll(values(member.getValue()));
			}
			else {
				assertThat(now).as(document + " " + member.getKey()).isEqualTo(member.getValue());
			}
		}));
		on.forEach((document, members) -> {
			assertThat(members.has("registration_endpoint")).as(document).isTrue();
			for (String endpoint : List.of("token", "revocation")) {
				assertThat(values(members.path(endpoint + "_endpoint_auth_methods_supported"))).as(document)
					.contains("none", "private_key_jwt")
					.doesNotHaveDuplicates();
			}
			assertThat(values(members.path("scopes_supported"))).as(document).isEqualTo(kind.scopes(members));
			for (String endpoint : List.of("token", "revocation", "introspection")) {
				assertThat(values(members.path(endpoint + "_endpoint_auth_signing_alg_values_supported"))).as(document)
					.isNotEmpty();
			}
		});
	}

	private static Map<String, JsonNode> documents(Kind kind, String... properties) {
		try (TestServer server = TestServer.run(kind.application(), properties)) {
			Map<String, JsonNode> documents = new TreeMap<>();
			for (String document : List.of(OAUTH2 + kind.issuer(), kind.issuer() + OPENID)) {
				Answer answer = server.get(document);
				if (answer.status() == 200) {
					documents.put(document, json.readTree(answer.body().replace(server.url(""), "BASE")));
				}
			}
			return documents;
		}
	}

	private static List<String> values(JsonNode array) {
		List<String> values = new ArrayList<>();
		array.forEach((value) -> values.add(value.asString()));
		return values;
	}

	/**
	 * An application, the path of its issuer, and whether it is an OpenID provider.
	 */
	private record Kind(Class<?> application, String issuer, boolean openId) {

		/**
		 * The application's own, or openid as Spring lists it with what is allowed.
		 */
		List<String> scopes(JsonNode document) {
			if (this.application == CustomizedLists.class) {
				return List.of("openid", "application");
			}
			List<String> allowed = List.of("profile", "notes:read");
			return document.has("userinfo_endpoint") ? List.of("openid", "profile", "notes:read") : allowed;
		}

		@Override
		public String toString() {
			return this.application.getSimpleName();
		}

	}

	/**
	 * Says less, more and other things than Spring does.
	 */
	@Configuration(proxyBeanMethods = false)
	static class CustomizedLists extends Applications.InMemoryRepository {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			http.oauth2AuthorizationServer((server) -> server
				.authorizationServerMetadataEndpoint((metadata) -> metadata
					.authorizationServerMetadataCustomizer((builder) -> builder.claims(CustomizedLists::customize)))
				.oidc((oidc) -> oidc.providerConfigurationEndpoint((configuration) -> configuration
					.providerConfigurationCustomizer((builder) -> builder.claims(CustomizedLists::customize)))));
			return http.build();
		}

		private static void customize(Map<String, Object> claims) {
			claims.put(TOKEN_METHODS, List.of("client_secret_basic", "tls_client_auth"));
			claims.remove("revocation_endpoint_auth_methods_supported");
			claims.put("introspection_endpoint_auth_methods_supported", List.of("client_secret_jwt"));
			claims.put("token_endpoint_auth_signing_alg_values_supported", List.of("HS512"));
			claims.put("id_token_signing_alg_values_supported", List.of("RS256", "ES512"));
			claims.put("subject_types_supported", List.of("pairwise"));
			claims.put("scopes_supported", List.of("openid", "application"));
			claims.put("authorization_response_iss_parameter_supported", false);
			claims.put("request_parameter_supported", true);
			claims.put("request_uri_parameter_supported", true);
			claims.put("registration_endpoint", "https://elsewhere.example/register");
			claims.put("of_the_application", List.of(1, 2));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithoutOpenId extends Applications.InMemoryRepository {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			http.oauth2AuthorizationServer((server) -> server.deviceAuthorizationEndpoint(Customizer.withDefaults())
				.deviceVerificationEndpoint(Customizer.withDefaults()));
			return http.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SeveralIssuersAndEllipticKey extends Applications.InMemoryRepository {

		@Bean
		AuthorizationServerSettings authorizationServerSettings() {
			return AuthorizationServerSettings.builder().multipleIssuersAllowed(true).build();
		}

		@Bean
		JWKSource<SecurityContext> jwkSource() throws JOSEException {
			return new ImmutableJWKSet<>(
					new JWKSet(new ECKeyGenerator(Curve.P_256).algorithm(JWSAlgorithm.ES256).generate()));
		}

	}

}
