package io.github.opendcr.server.chain;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.TestDatabases;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2PushedAuthorizationRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.X509ClientCertificateAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcLogoutEndpointFilter;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcProviderConfigurationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcUserInfoEndpointFilter;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationServerMetadataEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2DeviceVerificationEndpointFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Pins each field of Spring Security that is read without a getter, and each method that
 * is called though it isn't public, with the hint that a native image needs.
 */
class PrivateFieldTests {

	private static final RuntimeHints HINTS = hints();

	private final RegisteredClientRepository repository = new InMemoryRegisteredClientRepository(
			TestServices.client("id")
				.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
				.redirectUri("http://localhost/")
				.build());

	private final OAuth2AuthorizationService authorizations = new InMemoryOAuth2AuthorizationService();

	@Test
	void readWhenAuthenticationProviderThenHasField() {
		assertHas(new ClientSecretAuthenticationProvider(this.repository, this.authorizations), "passwordEncoder",
				PasswordEncoder.class);
		OAuth2AuthorizationCodeRequestAuthenticationProvider provider = new OAuth2AuthorizationCodeRequestAuthenticationProvider(
				this.repository, this.authorizations, new InMemoryOAuth2AuthorizationConsentService());
		assertHas(provider, "authenticationValidator", Consumer.class);
		assertHas(provider, "authorizationConsentRequired", Predicate.class);
		assertHas(new OAuth2PushedAuthorizationRequestAuthenticationProvider(this.authorizations),
				"authenticationValidator", Consumer.class);
		OAuth2AuthorizationConsentService consents = new InMemoryOAuth2AuthorizationConsentService();
		for (Object consent : List.of(
				new OAuth2AuthorizationConsentAuthenticationProvider(this.repository, this.authorizations, consents),
				new OAuth2DeviceAuthorizationConsentAuthenticationProvider(this.repository, this.authorizations,
						consents))) {
			assertHint(consent, "authorizationConsentCustomizer");
			assertThat(
					PrivateField.<Object>readNullable(consent, "authorizationConsentCustomizer", cast(Consumer.class)))
				.isNull();
		}
		assertHas(new JwtClientAssertionAuthenticationProvider(this.repository, this.authorizations),
				"jwtDecoderFactory", JwtDecoderFactory.class);
		assertHas(new X509ClientCertificateAuthenticationProvider(this.repository, this.authorizations),
				"certificateVerifier", Consumer.class);
	}

	@Test
	void readWhenDiscoveryFilterThenHasField() {
		assertHas(new OAuth2AuthorizationServerMetadataEndpointFilter(), "authorizationServerMetadataCustomizer",
				Consumer.class);
		assertHas(new OidcProviderConfigurationEndpointFilter(), "providerConfigurationCustomizer", Consumer.class);
	}

	@Test
	void readWhenAuthorizationEndpointThenHasField() {
		OAuth2AuthorizationEndpointFilter filter = new OAuth2AuthorizationEndpointFilter((authentication) -> null);
		assertHas(filter, "authenticationSuccessHandler", AuthenticationSuccessHandler.class);
		assertHas(filter, "authenticationFailureHandler", AuthenticationFailureHandler.class);
		OAuth2DeviceVerificationEndpointFilter devices = new OAuth2DeviceVerificationEndpointFilter(
				(authentication) -> null);
		assertHas(devices, "authenticationFailureHandler", AuthenticationFailureHandler.class);
		assertHint(devices, "consentPage");
		assertThat(PrivateField.<String>readNullable(devices, "consentPage", String.class)).isNull();
		assertHint(filter, "consentPage");
		assertThat(PrivateField.<String>readNullable(filter, "consentPage", String.class)).isNull();
		filter.setConsentPage("/consent");
		assertThat(PrivateField.<String>readNullable(filter, "consentPage", String.class)).isEqualTo("/consent");
		OidcLogoutEndpointFilter logout = new OidcLogoutEndpointFilter((authentication) -> null);
		assertHas(logout, "authenticationSuccessHandler", AuthenticationSuccessHandler.class);
		assertHas(logout, "authenticationFailureHandler", AuthenticationFailureHandler.class);
		assertHas(new OidcUserInfoEndpointFilter((authentication) -> null), "authenticationFailureHandler",
				AuthenticationFailureHandler.class);
	}

	@Test
	void readWhenTokenGeneratorThenHasField() {
		NimbusJwtEncoder encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet()));
		JwtGenerator jwts = new JwtGenerator(encoder);
		OAuth2AccessTokenGenerator accessTokens = new OAuth2AccessTokenGenerator();
		assertHas(new DelegatingOAuth2TokenGenerator(jwts, accessTokens), "tokenGenerators", List.class);
		assertHint(jwts, "jwtCustomizer");
		assertHint(accessTokens, "accessTokenCustomizer");
		assertThat(PrivateField.<Object>readNullable(jwts, "jwtCustomizer", cast(OAuth2TokenCustomizer.class)))
			.isNull();
		assertThat(PrivateField.<Object>readNullable(accessTokens, "accessTokenCustomizer",
				cast(OAuth2TokenCustomizer.class)))
			.isNull();
		assertHas(new OidcUserInfoAuthenticationProvider(this.authorizations), "userInfoMapper", Function.class);
	}

	@Test
	void callWhenTokenGeneratorIsBuiltThenHasMethod() throws ReflectiveOperationException {
		Class<?> utils = Class
			.forName(OAuth2AuthorizationServerConfigurer.class.getPackageName() + ".OAuth2ConfigurerUtils");
		Method method = utils.getDeclaredMethod("getTokenGenerator", HttpSecurity.class);
		assertThat(Modifier.isStatic(method.getModifiers())).isTrue();
		assertThat(method.getReturnType()).isEqualTo(OAuth2TokenGenerator.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).accepts(HINTS);
	}

	@Test
	void readWhenInMemoryThenHasField() {
		assertHas(this.repository, "idRegistrationMap", Map.class);
		assertHas(this.repository, "clientIdRegistrationMap", Map.class);
		assertHas(this.authorizations, "initializedAuthorizations", Map.class);
		assertHas(this.authorizations, "authorizations", Map.class);
		assertHas(new InMemoryOAuth2AuthorizationConsentService(), "authorizationConsents", Map.class);
	}

	@Test
	void callWhenJdbcThenHasGetter() {
		JdbcTemplate jdbcTemplate = new JdbcTemplate(TestDatabases.h2().dataSource());
		JdbcRegisteredClientRepository clients = new JdbcRegisteredClientRepository(jdbcTemplate) {
		};
		assertHasGetter(clients, "getJdbcOperations", JdbcOperations.class);
		assertHasGetter(clients, "getRegisteredClientParametersMapper", Function.class);
		assertHasGetter(clients, "getRegisteredClientRowMapper", RowMapper.class);
		assertHasGetter(new JdbcOAuth2AuthorizationService(jdbcTemplate, this.repository), "getJdbcOperations",
				JdbcOperations.class);
		assertHasGetter(new JdbcOAuth2AuthorizationConsentService(jdbcTemplate, this.repository), "getJdbcOperations",
				JdbcOperations.class);
	}

	@Test
	void callWhenGetterIsMissingOrOfAnotherTypeThenSaysSo() {
		JdbcRegisteredClientRepository clients = new JdbcRegisteredClientRepository(new JdbcTemplate());
		assertThatIllegalStateException().isThrownBy(() -> ProtectedGetter.call(clients, "gone", Map.class))
			.withMessageContaining("JdbcRegisteredClientRepository has no method 'gone' that returns java.util.Map");
		assertThatIllegalStateException()
			.isThrownBy(() -> ProtectedGetter.call(clients, "getJdbcOperations", Map.class));
	}

	private static void assertHasGetter(Object target, String name, Class<?> type) {
		Method getter = ReflectionUtils.findMethod(target.getClass(), name);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(getter)).as("hint for a native image")
			.accepts(HINTS);
		assertThat(ProtectedGetter.<Object>call(target, name, cast(type))).isInstanceOf(type);
	}

	@Test
	void readWhenFieldIsMissingOrOfAnotherTypeThenSaysSo() {
		assertThatIllegalStateException().isThrownBy(() -> PrivateField.read(this.repository, "gone", Map.class))
			.withMessageContaining("InMemoryRegisteredClientRepository has no field 'gone' of type java.util.Map");
		assertThatIllegalStateException()
			.isThrownBy(() -> PrivateField.read(this.repository, "idRegistrationMap", Consumer.class));
		assertThatIllegalStateException().isThrownBy(() -> PrivateField
			.read(new OAuth2AuthorizationEndpointFilter((authentication) -> null), "consentPage", String.class));
	}

	private static void assertHas(Object target, String name, Class<?> type) {
		assertHint(target, name);
		assertThat(PrivateField.<Object>read(target, name, cast(type))).isInstanceOf(type);
	}

	private static void assertHint(Object target, String name) {
		Field field = ReflectionUtils.findField(target.getClass(), name);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(field)).as("hint for a native image")
			.accepts(HINTS);
	}

	private static RuntimeHints hints() {
		RuntimeHints hints = new RuntimeHints();
		AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("io.github.opendcr."))
			.forEach((registrar) -> registrar.registerHints(hints, PrivateFieldTests.class.getClassLoader()));
		return hints;
	}

	@Test
	void hintsThenNameTheScripts() {
		for (String script : List.of("schema-h2", "schema-postgresql", "indexes-postgresql", "schema-mariadb")) {
			assertThat(RuntimeHintsPredicates.resource().forResource("io/github/opendcr/store/" + script + ".sql"))
				.accepts(HINTS);
		}
	}

	@SuppressWarnings("unchecked")
	private static Class<Object> cast(Class<?> type) {
		return (Class<Object>) type;
	}

}
