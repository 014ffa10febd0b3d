package io.github.opendcr.server.chain;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * Names what a native image has to keep since it is reached by reflection, or read as a
 * resource: each private field and each method of Spring Security that
 * {@link PrivateField} reads and {@link ProtectedGetter} calls, the scripts and what the
 * pages are made of.
 */
final class ReflectionHints implements RuntimeHintsRegistrar {

	private static final String SERVER = "org.springframework.security.oauth2.server.authorization.";

	private static final String CONFIGURER = "org.springframework.security.config.annotation.web.configurers.oauth2"
			+ ".server.authorization.OAuth2ConfigurerUtils";

	private static final Map<String, List<String>> FIELDS = Map.ofEntries(
			Map.entry("authentication.ClientSecretAuthenticationProvider", List.of("passwordEncoder")),
			Map.entry("authentication.JwtClientAssertionAuthenticationProvider", List.of("jwtDecoderFactory")),
			Map.entry("authentication.X509ClientCertificateAuthenticationProvider", List.of("certificateVerifier")),
			Map.entry("authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider",
					List.of("authenticationValidator", "authorizationConsentRequired")),
			Map.entry("authentication.OAuth2PushedAuthorizationRequestAuthenticationProvider",
					List.of("authenticationValidator")),
			Map.entry("authentication.OAuth2AuthorizationConsentAuthenticationProvider",
					List.of("authorizationConsentCustomizer")),
			Map.entry("authentication.OAuth2DeviceAuthorizationConsentAuthenticationProvider",
					List.of("authorizationConsentCustomizer")),
			Map.entry("web.OAuth2AuthorizationEndpointFilter",
					List.of("authenticationSuccessHandler", "authenticationFailureHandler", "consentPage")),
			Map.entry("web.OAuth2DeviceVerificationEndpointFilter",
					List.of("authenticationFailureHandler", "consentPage")),
			Map.entry("web.OAuth2AuthorizationServerMetadataEndpointFilter",
					List.of("authorizationServerMetadataCustomizer")),
			Map.entry("oidc.web.OidcProviderConfigurationEndpointFilter", List.of("providerConfigurationCustomizer")),
			Map.entry("oidc.web.OidcLogoutEndpointFilter",
					List.of("authenticationSuccessHandler", "authenticationFailureHandler")),
			Map.entry("oidc.web.OidcUserInfoEndpointFilter", List.of("authenticationFailureHandler")),
			Map.entry("oidc.authentication.OidcUserInfoAuthenticationProvider", List.of("userInfoMapper")),
			Map.entry("token.DelegatingOAuth2TokenGenerator", List.of("tokenGenerators")),
			Map.entry("token.JwtGenerator", List.of("jwtCustomizer")),
			Map.entry("token.OAuth2AccessTokenGenerator", List.of("accessTokenCustomizer")),
			Map.entry("client.InMemoryRegisteredClientRepository",
					List.of("idRegistrationMap", "clientIdRegistrationMap")),
			Map.entry("InMemoryOAuth2AuthorizationService", List.of("initializedAuthorizations", "authorizations")),
			Map.entry("InMemoryOAuth2AuthorizationConsentService", List.of("authorizationConsents")));

	private static final Map<String, List<String>> GETTERS = Map.of("client.JdbcRegisteredClientRepository",
			List.of("getJdbcOperations", "getRegisteredClientParametersMapper", "getRegisteredClientRowMapper"),
			"JdbcOAuth2AuthorizationService", List.of("getJdbcOperations"), "JdbcOAuth2AuthorizationConsentService",
			List.of("getJdbcOperations"));

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		FIELDS.forEach((type, fields) -> hints.reflection()
			.registerType(TypeReference.of(SERVER + type), (hint) -> fields.forEach(hint::withField)));
		GETTERS.forEach((type, getters) -> hints.reflection()
			.registerType(TypeReference.of(SERVER + type),
					(hint) -> getters.forEach((getter) -> hint.withMethod(getter, List.of(), ExecutableMode.INVOKE))));
		hints.reflection()
			.registerType(TypeReference.of(CONFIGURER),
					(hint) -> hint.withMethod("getTokenGenerator",
							List.of(TypeReference
								.of("org.springframework.security.config.annotation.web.builders.HttpSecurity")),
							ExecutableMode.INVOKE));
		// looked at for what an application overrides
		hints.reflection()
			.registerType(TypeReference.of(SERVER + "JdbcOAuth2AuthorizationService"),
					MemberCategory.INVOKE_PUBLIC_METHODS);
		hints.resources().registerPattern("io/github/opendcr/store/*.sql");
		hints.resources().registerPattern("io/github/opendcr/pages/*");
	}

}
