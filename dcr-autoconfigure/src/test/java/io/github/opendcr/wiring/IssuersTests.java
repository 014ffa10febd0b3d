package io.github.opendcr.wiring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.storage.RegisteredClientRemover;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.TestKey;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The URLs of the endpoints behind proxies and with configured, several or no issuers.
 */
@ExtendWith(OutputCaptureExtension.class)
class IssuersTests {

	private static final String METADATA = "{\"redirect_uris\":[\"https://client.example.org/cb\"]}";

	private static final String[] ON = { "dcr.enabled=true", "dcr.permission=allow-all" };

	@Test
	void clientUriWhenNoIssuerIsConfiguredThenIsTheServersOwnUrl() {
		try (TestServer server = TestServer.run(Applications.InMemoryRepository.class, ON)) {
			Answer registered = server.post("/oauth2/register?a=b", METADATA);
			assertThat(registered.clientUri()).isEqualTo(server.url("/oauth2/register/" + registered.clientId()));
			assertThat(server.get(registered.clientUri(), registered.bearer()).status()).isEqualTo(200);
		}
	}

	@Test
	void clientUriWhenForwardedHeadersAreNotTrustedThenIgnoresThem() {
		try (TestServer server = TestServer.run(Applications.InMemoryRepository.class, ON)) {
			Answer registered = server.post("/oauth2/register", METADATA, "X-Forwarded-Host", "evil.example.org",
					"X-Forwarded-Proto", "https", "Forwarded", "host=evil.example.org");
			assertThat(registered.clientUri()).startsWith(server.url("/oauth2/register/"));
		}
	}

	@Test
	void clientUriWhenIssuerIsConfiguredThenBeginsWithIt() {
		try (TestServer server = TestServer.run(Applications.Plain.class,
				with(with(Applications.CONFIGURED_CLIENT.toArray(String[]::new), ON),
						"spring.security.oauth2.authorizationserver.issuer=https://as.example.org/tenant"))) {
			Answer registered = server.post("/oauth2/register", METADATA);
			assertThat(registered.clientUri())
				.isEqualTo("https://as.example.org/tenant/oauth2/register/" + registered.clientId());
			assertThat(server.get("/.well-known/oauth-authorization-server").string("registration_endpoint"))
				.isEqualTo("https://as.example.org/tenant/oauth2/register");
		}
	}

	@Test
	void clientUriWhenPathIsConfiguredThenHasIt() {
		try (TestServer server = TestServer.run(Applications.InMemoryRepository.class, with(ON, "dcr.path=/clients"))) {
			Answer registered = server.post("/clients", METADATA);
			assertThat(registered.clientUri()).isEqualTo(server.url("/clients/" + registered.clientId()));
			assertThat(server.get(registered.clientUri(), registered.bearer()).status()).isEqualTo(200);
			assertThat(server.post("/oauth2/register", METADATA).status())
				.isEqualTo(server.post("/oauth2/other", METADATA).status());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "framework", "native" })
	void clientUriWhenBehindProxyThenIsWhatTheClientSees(String strategy) {
		String[] forwarded = { "X-Forwarded-Proto", "https", "X-Forwarded-Host", "as.example.org", "X-Forwarded-Port",
				"443" };
		try (TestServer server = TestServer.run(Applications.InMemoryRepository.class,
				with(ON, "server.forward-headers-strategy=" + strategy))) {
			Answer registered = server.post("/oauth2/register", METADATA, forwarded);
			assertThat(registered.clientUri())
				.isEqualTo("https://as.example.org/oauth2/register/" + registered.clientId());
			Answer read = server.get("/oauth2/register/" + registered.clientId(), with(forwarded, registered.bearer()));
			assertThat(read.clientUri()).isEqualTo(registered.clientUri());
			assertThat(server.get("/.well-known/oauth-authorization-server", forwarded).string("registration_endpoint"))
				.isEqualTo("https://as.example.org/oauth2/register");
		}
	}

	@Test
	void clientUriWhenProxyAddsPrefixAndPortThenHasThem() {
		String[] forwarded = { "X-Forwarded-Proto", "https", "X-Forwarded-Host", "as.example.org:8443",
				"X-Forwarded-Prefix", "/auth" };
		try (TestServer server = TestServer.run(Applications.InMemoryRepository.class,
				with(ON, "server.forward-headers-strategy=framework", "server.servlet.context-path=/app"))) {
			Answer registered = server.post("/app/oauth2/register", METADATA, forwarded);
			assertThat(registered.clientUri())
				.isEqualTo("https://as.example.org:8443/auth/oauth2/register/" + registered.clientId());
			assertThat(server.get("/app/oauth2/register/" + registered.clientId(), with(forwarded, registered.bearer()))
				.status()).isEqualTo(200);
		}
	}

	@Test
	void clientWhenOfOneIssuerThenIsAStrangerToTheOthers() {
		try (TestServer server = TestServer.run(SeveralIssuers.class, ON)) {
			Answer one = server.post("/one/oauth2/register", METADATA);
			Answer two = server.post("/deep/two/oauth2/register", METADATA);
			assertThat(one.clientUri()).isEqualTo(server.url("/one/oauth2/register/" + one.clientId()));
			assertThat(two.clientUri()).isEqualTo(server.url("/deep/two/oauth2/register/" + two.clientId()));
			PerIssuer repository = server.bean(PerIssuer.class);
			assertThat(repository.clients.get(server.url("/one"))).containsOnlyKeys(one.clientId());
			assertThat(repository.clients.get(server.url("/deep/two"))).containsOnlyKeys(two.clientId());

			assertThat(server.get(one.clientUri(), one.bearer()).status()).isEqualTo(200);
			for (String method : new String[] { "GET", "DELETE" }) {
				Answer stranger = server.send(method, server.url("/deep/two/oauth2/register/" + one.clientId()), "",
						one.bearer());
				assertThat(stranger.status()).isEqualTo(401);
			}
			assertThat(server.get("/oauth2/register/" + one.clientId(), one.bearer()).status()).isEqualTo(401);
			// the stranger's call has not revoked anything
			assertThat(server.get(one.clientUri(), one.bearer()).status()).isEqualTo(200);
			Answer rotated = server.post(one.clientUri() + "/secret", "", one.bearer());
			assertThat(rotated.status()).as(rotated.toString()).isEqualTo(200);
			assertThat(rotated.clientUri()).isEqualTo(one.clientUri());
			assertThat(rotated.string("client_secret")).isNotEqualTo(one.string("client_secret"));
			assertThat(
					server.post("/deep/two/oauth2/register/" + one.clientId() + "/secret", "", one.bearer()).status())
				.isEqualTo(401);
			assertThat(server.send("DELETE", one.clientUri(), "", one.bearer()).status()).isEqualTo(204);
			assertThat(repository.clients.get(server.url("/one"))).isEmpty();
		}
	}

	// An operator's thread has no issuer, but repositories ask for one
	@Test
	void operatorWhenClientIsOfOneIssuerThenChangesAndDeletesIt() {
		try (TestServer server = TestServer.run(SeveralIssuers.class, with(ON, "dcr.approval=manual"))) {
			Answer client = server.post("/one/oauth2/register", METADATA);
			ClientLifecycle lifecycle = server.bean(ClientLifecycle.class);
			PerIssuer repository = server.bean(PerIssuer.class);
			assertThat(client.string("registration_status")).isEqualTo("pending");
			assertThat(lifecycle.activate(client.clientId())).isTrue();
			assertThat(repository.clients.get(server.url("/one")).get(client.clientId()).getClientSettings().toString())
				.contains("ACTIVE");
			assertThat(lifecycle.delete(client.clientId())).isTrue();
			assertThat(repository.clients.get(server.url("/one"))).isEmpty();
			assertThat(server.get(client.clientUri(), client.bearer()).status()).isEqualTo(401);
		}
	}

	@Test
	void discoveryWhenSeveralIssuersThenShowsTheEndpointOfEach() {
		try (TestServer server = TestServer.run(SeveralIssuers.class, ON)) {
			for (String document : new String[] { "/.well-known/oauth-authorization-server/one",
					"/one/.well-known/openid-configuration" }) {
				assertThat(server.get(document).string("registration_endpoint"))
					.isEqualTo(server.url("/one/oauth2/register"));
			}
		}
	}

	@Test
	void bearerTokenWhenOfAnotherIssuerThenIsRefused() {
		try (TestServer server = TestServer.run(SeveralIssuers.class, "dcr.enabled=true")) {
			String token = server
				.send("POST", "/one/oauth2/token", "grant_type=client_credentials", "Content-Type",
						"application/x-www-form-urlencoded", "Authorization", "Basic YXBwOnM=")
				.string("access_token");
			assertThat(token).isNotEmpty();
			assertThat(server.post("/one/oauth2/register", METADATA, "Authorization", "Bearer " + token).status())
				.isEqualTo(201);
			assertThat(server.post("/two/oauth2/register", METADATA, "Authorization", "Bearer " + token).status())
				.isEqualTo(401);
		}
	}

	/**
	 * As in Spring's how-to for several issuers, nothing is known of others.
	 */
	@Test
	void whateverWhenIssuerIsUnknownThenApplicationsExceptionsAreNoFailureOfTheServer(CapturedOutput output) {
		try (TestServer server = TestServer.run(Tenants.class, ON)) {
			for (String document : List.of("/.well-known/oauth-authorization-server/nobody",
					"/nobody/.well-known/openid-configuration")) {
				assertThat(server.get(document).status()).isEqualTo(200);
			}
			for (Answer refused : List.of(server.post("/nobody/oauth2/register", METADATA),
					server.get("/nobody/oauth2/register/c", "Authorization", "Bearer x"))) {
				assertThat(refused.status()).isIn(401, 404);
				assertThat(refused.header("Content-Type")).startsWith("application/json");
			}
			Answer posted = server.post("/nobody/oauth2/register", METADATA);
			assertThat(posted.status()).isEqualTo(404);
			assertThat(posted.string("error")).isEqualTo("invalid_request");
			assertThat(output).doesNotContain("Exception");
			assertThat(server.post("/one/oauth2/register", METADATA).status()).isEqualTo(201);
			assertThat(server.post("/down/oauth2/register", METADATA).status()).isEqualTo(500);
		}
	}

	private static String[] with(String[] some, String... more) {
		return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
	}

	/**
	 * Serves several issuers, each with clients of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportAutoConfiguration(TestKey.class)
	static class SeveralIssuers {

		@Bean
		PerIssuer registeredClientRepository() {
			return new PerIssuer();
		}

		@Bean
		AuthorizationServerSettings authorizationServerSettings() {
			return AuthorizationServerSettings.builder().multipleIssuersAllowed(true).build();
		}

	}

	/**
	 * Asks Spring for the issuer, as its reference's how-to for multitenancy does.
	 */
	static final class PerIssuer implements RegisteredClientRepository, RegisteredClientRemover {

		private final Map<String, Map<String, RegisteredClient>> clients = new ConcurrentHashMap<>();

		@Override
		public void save(RegisteredClient client) {
			ofIssuer().put(client.getClientId(), client);
		}

		@Override
		public void remove(RegisteredClient client) {
			ofIssuer().remove(client.getClientId());
		}

		@Override
		public @Nullable RegisteredClient findById(String id) {
			return id.equals("1") ? Applications.client()
					: ofIssuer().values()
						.stream()
						.filter((client) -> client.getId().equals(id))
						.findFirst()
						.orElse(null);
		}

		@Override
		public @Nullable RegisteredClient findByClientId(String clientId) {
			return clientId.equals("app") ? Applications.client() : ofIssuer().get(clientId);
		}

		private Map<String, RegisteredClient> ofIssuer() {
			return this.clients.computeIfAbsent(AuthorizationServerContextHolder.getContext().getIssuer(),
					(issuer) -> new ConcurrentHashMap<>());
		}

	}

	/**
	 * Serves two issuers, of which one has a database that is down, and throws for
	 * others.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Tenants extends SeveralIssuers {

		private final RSAKey key = key();

		@Bean
		JWKSource<SecurityContext> jwkSource() {
			return (selector, context) -> {
				Assert.state(tenant().matches("one|down"), "No JWKSource found for the issuer");
				return selector.select(new JWKSet(this.key));
			};
		}

		@Bean
		@Primary
		RegisteredClientRepository tenantRepository(PerIssuer delegate) {
			return new RegisteredClientRepository() {

				@Override
				public void save(RegisteredClient client) {
					Assert.state(tenant().equals("one"), "No RegisteredClientRepository found for the issuer");
					delegate.save(client);
				}

				@Override
				public @Nullable RegisteredClient findById(String id) {
					return delegate.findById(id);
				}

				@Override
				public @Nullable RegisteredClient findByClientId(String clientId) {
					return delegate.findByClientId(clientId);
				}

			};
		}

		private static String tenant() {
			String issuer = AuthorizationServerContextHolder.getContext().getIssuer();
			return issuer.substring(issuer.lastIndexOf('/') + 1);
		}

		private static RSAKey key() {
			try {
				return new RSAKeyGenerator(2048).generate();
			}
			catch (JOSEException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
