package io.github.opendcr.autoconfigure;

import java.net.URI;
import java.time.Duration;

import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.fetch.ClientUriFetchException;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.FailureKind;
import io.github.opendcr.fetch.FetchRequest;
import io.github.opendcr.fetch.FetchResult;
import io.github.opendcr.fetch.GuardedUriFetcher;
import io.github.opendcr.secrets.StoredSecrets;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClientKeysConfiguration} and {@link ClientUriFetcherConfiguration}.
 */
class ClientKeysConfigurationTests {

	private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

	private final WebApplicationContextRunner contextRunner = TestClients.application()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class));

	@Test
	void propertiesWhenNotSetThenTheDocumentedOnes() {
		assertThat(new Binder(new MapConfigurationPropertySource()).bindOrCreate("dcr.fetch", DcrFetchProperties.class))
			.satisfies((fetch) -> {
				assertThat(fetch.allowedHosts()).isEmpty();
				assertThat(fetch.requireHttps()).isTrue();
				assertThat(fetch.sslBundle()).isNull();
				assertThat(fetch.timeout()).isEqualTo(Duration.ofSeconds(5));
				assertThat(fetch.maxSize()).isEqualTo(DataSize.ofKilobytes(64));
			});
	}

	@Test
	void fetcherWhenThereIsAnHttpClientThenGuardsIt() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(GuardedUriFetcher.class));
	}

	@Test
	void fetcherWhenThereIsNoHttpClientThenEveryUrlIsRefused() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(HttpRequestExecutor.class)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ClientUriFetcher.class)).isSameAs(ClientUriFetcher.NONE);
			assertThatExceptionOfType(ClientUriFetchException.class)
				.isThrownBy(
						() -> context.getBean(ClientUriFetcher.class).check(URI.create("https://client.example/jwks")))
				.withMessage("This server fetches nothing from clients");
		});
	}

	@Test
	void fetcherWhenTheApplicationHasOneThenItIsAsked() {
		ClientUriFetcher own = new ClientUriFetcher() {

			@Override
			public void check(URI uri) {
				throw new ClientUriFetchException("Not today", null);
			}

			@Override
			public FetchResult fetch(FetchRequest request) {
				return new FetchResult.Failure(FailureKind.REFUSED, "Not today", null);
			}

		};
		this.contextRunner.withBean(ClientUriFetcher.class, () -> own)
			.run((context) -> assertThat(context.getBean(ClientUriFetcher.class)).isSameAs(own));
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> own.check(URI.create("https://a.example")));
	}

	@Test
	void secretsWhenKeyIsSetThenRecoverable() {
		this.contextRunner
			.withPropertyValues("dcr.keys.secret-encryption-key=" + KEY,
					"dcr.allowed-token-endpoint-auth-methods=client_secret_jwt")
			.run((context) -> assertThat(context.getBean(StoredSecrets.class).encrypt("abc")).isNotNull());
	}

	@Test
	void startWhenPoliciesTogetherLetForgedCertificatesInThenFailsAndSaysWhy() {
		this.contextRunner
			.withPropertyValues("dcr.policies.bank.allowed-token-endpoint-auth-methods=tls_client_auth",
					"dcr.policies.dev.allowed-token-endpoint-auth-methods=self_signed_tls_client_auth")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).startsWith("dcr.policies.");
					assertThat(ex.getReason()).contains("dcr.keys.certificate-authorities");
				}));
	}

	@Test
	void startWhenAuthoritiesHaveNoTrustStoreThenFailsAndSaysWhy() {
		this.contextRunner
			.withPropertyValues("dcr.allowed-token-endpoint-auth-methods=tls_client_auth",
					"dcr.keys.certificate-authorities=empty", "spring.ssl.bundle.jks.empty.key.alias=any")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("dcr.keys.certificate-authorities");
					assertThat(ex.getReason()).contains("no trust store");
				}));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"dcr.allowed-token-endpoint-auth-methods|client_secret_jwt|dcr.keys.secret-encryption-key",
			"dcr.allowed-token-endpoint-auth-methods|tls_client_auth,self_signed_tls_client_auth|dcr.keys.certificate-authorities",
			"dcr.policies.a.allowed-token-endpoint-auth-methods|client_secret_jwt|dcr.keys.secret-encryption-key",
			"dcr.policies.a.allowed-token-endpoint-auth-methods|tls_client_auth,self_signed_tls_client_auth|dcr.keys.certificate-authorities",
			"dcr.allowed-token-endpoint-auth-methods|magic|never authenticate", "dcr.fetch.max-size|11MB|memory",
			"dcr.fetch.max-size|0B|memory", "dcr.fetch.allowed-hosts|keys.example:8443|without a scheme",
			"dcr.fetch.allowed-hosts|https://keys.example|without a scheme",
			"dcr.fetch.allowed-hosts|a,*.keys.example|name", "dcr.fetch.allowed-hosts|[::1]|brackets",
			"dcr.fetch.timeout|0s|nothing", "dcr.fetch.timeout|-1s|nothing" })
	void startWhenValueCannotWorkThenFailsAndSaysWhy(String property, String value, String sentence) {
		this.contextRunner.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(property);
					assertThat(ex.getReason()).contains(sentence);
				});
		});
	}

}
