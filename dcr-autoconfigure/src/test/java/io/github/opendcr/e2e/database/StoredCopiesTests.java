package io.github.opendcr.e2e.database;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.admission.Admission;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.util.SerializationUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose own repository and services write everything by Java
 * serialization, as with Redis: nothing that they hand out is the object that it was, not
 * even {@code OAuth2AccessToken.TokenType.BEARER}.
 */
class StoredCopiesTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.startInMemory(Serializing.class, "dcr.policy=trusted",
				"dcr.policies.trusted.allowed-scopes=openid,profile", "dcr.public-clients.refresh-tokens=true");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Registered register(String method) {
		String token = server.accessToken(TestServer.CALLER, "client.create");
		return new Registered(server.http(), server.register("""
				{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "refresh_token"],
				"token_endpoint_auth_method": "%s"}""".formatted(REDIRECT_URI, method), Registered.bearer(token))
			.expect(201));
	}

	@ParameterizedTest
	@ValueSource(strings = { TestServer.CALLER, TestServer.OPAQUE_CALLER })
	void registerWhenTokenIsACopyThenRegisteredOnItsTerms(String caller) {
		String token = server.accessToken(caller, "client.create");
		Answer answer = server.register("{\"redirect_uris\": [\"%s\"]}".formatted(REDIRECT_URI),
				Registered.bearer(token));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
		assertThat(server.bean(ClientRegistrationStore.class).findByClientId(answer.string("client_id")).registrant())
			.extracting("name", "policy")
			.containsExactly(caller, "trusted");
	}

	@Test
	void registerWhenCopyLacksTheScopeThen403() {
		Answer answer = server.register("{}", Registered.bearer(server.accessToken(TestServer.CALLER, "other")));
		assertThat(answer.status()).isEqualTo(403);
		Refusals.assertRefused(answer);
	}

	@Test
	void publicClientWhenEverythingIsACopyThenLivesItsWholeLife() {
		Registered client = register("none");
		String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
		Answer tokens = server.token(with(TestServer.codeGrant(code, REDIRECT_URI), "client_id", client.id()))
			.expect(200);
		Map<String, String> refresh = Map.of("grant_type", "refresh_token", "refresh_token",
				tokens.string("refresh_token"), "client_id", client.id());
		Answer refreshed = server.token(refresh).expect(200);
		assertThat(server.introspect(refreshed.string("access_token")).json()).containsEntry("active", true);
		client.as(client.update(client.asUpdate("client_name", "Renamed"))).delete().expect(204);
		assertThat(server.introspect(refreshed.string("access_token")).json()).containsEntry("active", false);
	}

	@Test
	void confidentialClientWhenEverythingIsACopyThenLivesItsWholeLife() {
		Registered client = register("client_secret_basic");
		Answer tokens = server.tokensByCode(client, REDIRECT_URI, "openid").expect(200);
		server
			.token(client.id(), client.secret(),
					Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token")))
			.expect(200);
		client.read().expect(200);
		client.delete().expect(204);
		assertThat(client.read().status()).isEqualTo(401);
	}

	private static Map<String, String> with(Map<String, String> form, String name, String value) {
		form.put(name, value);
		return form;
	}

	/**
	 * Spring's own in memory, behind proxies that copy whatever goes in and comes out.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Serializing {

		@Bean
		OAuth2AuthorizationService authorizationService() {
			return new InMemoryOAuth2AuthorizationService();
		}

		@Bean
		OAuth2AuthorizationConsentService authorizationConsentService() {
			return new InMemoryOAuth2AuthorizationConsentService();
		}

		@Bean
		RegistrationPermission scope() {
			return Admission.scope("client.create");
		}

		/**
		 * Compares as Spring Security up to 7.1.1 did, and threw at anything else.
		 */
		@Bean
		RegistrationPermission identity() {
			return (request) -> request.getAuthentication().getCredentials() instanceof OAuth2AccessToken token
					&& token.getTokenType() == OAuth2AccessToken.TokenType.BEARER;
		}

		@Bean
		static BeanPostProcessor copies() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					return (bean instanceof RegisteredClientRepository || bean instanceof OAuth2AuthorizationService
							|| bean instanceof OAuth2AuthorizationConsentService) ? copying(bean) : bean;
				}

			};
		}

		private static Object copying(Object target) {
			ProxyFactory factory = new ProxyFactory(target);
			factory.addAdvice((MethodInterceptor) (call) -> {
				Object[] arguments = call.getArguments();
				Arrays.setAll(arguments, (i) -> copy(arguments[i]));
				return copy(call.proceed());
			});
			return factory.getProxy();
		}

		private static Object copy(Object value) {
			return (value instanceof Serializable copied) ? SerializationUtils.clone(copied) : value;
		}

	}

}
