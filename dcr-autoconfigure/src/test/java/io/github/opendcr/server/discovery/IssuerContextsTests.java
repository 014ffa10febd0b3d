package io.github.opendcr.server.discovery;

import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.TestServices;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link IssuerContexts}.
 */
class IssuerContextsTests {

	@AfterEach
	void reset() {
		AuthorizationServerContextHolder.resetContext();
	}

	@ParameterizedTest
	@CsvSource({ "'', /oauth2/register, http://localhost", "'', /oauth2/register/id, http://localhost",
			"/ctx, /ctx/oauth2/register, http://localhost/ctx", "/ctx, /ctx/oauth2/register/id, http://localhost/ctx",
			"'', /a/oauth2/register, http://localhost", "/ctx, /ctx/%6Fauth2/register, http://localhost/ctx" })
	void openWhenOneIssuerThenIsServersOwnUrl(String contextPath, String uri, String issuer) {
		assertIssuer(contexts((settings) -> {
		}), contextPath, uri, issuer);
	}

	@ParameterizedTest
	@CsvSource({ "'', /oauth2/register, http://localhost", "'', /oauth2/register/id, http://localhost",
			"'', /a/oauth2/register, http://localhost/a", "'', /a/b/oauth2/register/id, http://localhost/a/b",
			"/ctx, /ctx/a/oauth2/register, http://localhost/ctx/a",
			"/ctx, /ctx/a/oauth2/register/id, http://localhost/ctx/a",
			"'', /oauth2/register/id/secret, http://localhost",
			"'', /a/b/oauth2/register/id/secret, http://localhost/a/b",
			"/ctx, /ctx/a/oauth2/register/id/secret, http://localhost/ctx/a", "'', /elsewhere, http://localhost",
			"'', /oauth2/register/oauth2/register, http://localhost/oauth2/register",
			"/ctx, /ctx/a/%6Fauth2/register, http://localhost/ctx" })
	void openWhenSeveralIssuersThenIsByPath(String contextPath, String uri, String issuer) {
		assertIssuer(contexts((settings) -> settings.multipleIssuersAllowed(true)), contextPath, uri, issuer);
	}

	@Test
	void openWhenIssuerIsConfiguredThenIsThat() {
		assertIssuer(contexts((settings) -> settings.issuer("https://issuer.example/x")), "/ctx",
				"/ctx/oauth2/register", "https://issuer.example/x");
	}

	@Test
	void openWhenRequestHasHostAndQueryThenHostCounts() {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/oauth2/register");
		request.setScheme("https");
		request.setServerName("issuer.example");
		request.setServerPort(8443);
		request.setQueryString("a=b");
		try (IssuerContexts.Scope scope = contexts((settings) -> {
		}).open(request)) {
			assertThat(scope.getIssuer()).isEqualTo("https://issuer.example:8443");
			assertThat(scope.getRegistrationEndpoint()).isEqualTo("https://issuer.example:8443/oauth2/register");
		}
	}

	@Test
	void openWhenRequestsDifferThenEachHasItsOwnIssuer() {
		IssuerContexts contexts = contexts((settings) -> settings.multipleIssuersAllowed(true));
		for (String host : List.of("one.example", "one.example", "two.example", "one.example")) {
			for (String path : List.of("", "/a", "/a", "/b", "")) {
				MockHttpServletRequest request = new MockHttpServletRequest("POST", path + "/oauth2/register");
				request.setServerName(host);
				try (IssuerContexts.Scope scope = contexts.open(request)) {
					assertThat(scope.getIssuer()).isEqualTo("http://" + host + path);
					assertThat(scope.getRegistrationEndpoint()).isEqualTo("http://" + host + path + "/oauth2/register");
				}
			}
		}
	}

	@Test
	void closeWhenThereWasAContextThenIsPutBack() {
		IssuerContexts contexts = contexts((settings) -> settings.multipleIssuersAllowed(true));
		try (IssuerContexts.Scope outer = contexts.open(new MockHttpServletRequest("GET", "/a/oauth2/register"))) {
			try (IssuerContexts.Scope inner = contexts.open(new MockHttpServletRequest("GET", "/b/oauth2/register"))) {
				assertThat(AuthorizationServerContextHolder.getContext().getIssuer()).isEqualTo(inner.getIssuer());
			}
			assertThat(AuthorizationServerContextHolder.getContext().getIssuer()).isEqualTo(outer.getIssuer());
		}
		assertThat(AuthorizationServerContextHolder.getContext()).isNull();
	}

	@Test
	void openWhenThereIsNoAuthorizationServerThenSaysSo() {
		IssuerContexts contexts = new IssuerContexts("/oauth2/register", new AuthorizationServerServices());
		assertThatIllegalStateException().isThrownBy(() -> contexts.open(new MockHttpServletRequest()))
			.withMessageContaining("No SecurityFilterChain has an OAuth2AuthorizationServerConfigurer");
	}

	private static void assertIssuer(IssuerContexts contexts, String contextPath, String uri, String issuer) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", uri);
		request.setContextPath(contextPath);
		try (IssuerContexts.Scope scope = contexts.open(request)) {
			assertThat(scope.getIssuer()).isEqualTo(issuer);
			assertThat(scope.getRegistrationEndpoint()).isEqualTo(issuer + "/oauth2/register");
			assertThat(AuthorizationServerContextHolder.getContext().getIssuer()).isEqualTo(issuer);
		}
		assertThat(AuthorizationServerContextHolder.getContext()).isNull();
	}

	private static IssuerContexts contexts(Consumer<AuthorizationServerSettings.Builder> customizer) {
		AuthorizationServerSettings.Builder settings = AuthorizationServerSettings.builder();
		customizer.accept(settings);
		return new IssuerContexts("/oauth2/register", TestServices.of(settings.build()));
	}

}
