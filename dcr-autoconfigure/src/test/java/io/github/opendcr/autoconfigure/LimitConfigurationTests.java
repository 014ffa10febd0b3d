package io.github.opendcr.autoconfigure;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientQuotaStore;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.limit.ClientQuotaSettings;
import io.github.opendcr.limit.ClientQuotas;
import io.github.opendcr.limit.RateLimit;
import io.github.opendcr.limit.RateLimitSettings;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.store.InMemoryClientQuotaStore;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.store.JdbcClientQuotaStore;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LimitConfiguration} and {@link LimitPropertiesMapper}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LimitConfigurationTests {

	private final WebApplicationContextRunner withoutDatabase = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DcrAutoConfiguration.class, OAuth2AuthorizationServerAutoConfiguration.class,
						OAuth2AuthorizationServerJwtAutoConfiguration.class, SecurityAutoConfiguration.class,
						ServletWebSecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class))
		.withBean(RegisteredClientRepository.class, () -> new InMemoryRegisteredClientRepository(TestClients.client()))
		.withPropertyValues("spring.datasource.generate-unique-name=true", "dcr.enabled=true");

	private final WebApplicationContextRunner contextRunner = this.withoutDatabase
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceInitializationAutoConfiguration.class, JdbcTemplateAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(classes = { RateLimits.class, DcrRateLimitProperties.class, JdbcClientQuotaStore.class,
			ClientQuotas.class, ClientQuotaRecount.class, DcrQuotaProperties.class })
	void beanWhenEnabledThenIsCreatedAndWhenNotThenIsAbsent(Class<?> type) {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(type));
		this.contextRunner.withPropertyValues("dcr.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(type));
	}

	@ParameterizedTest
	@ValueSource(classes = { RateLimits.class, ClientQuotaStore.class, ClientQuotas.class, ClientQuotaRecount.class })
	<T> void beanWhenTheApplicationHasOneThenBacksOff(Class<T> type) {
		this.contextRunner.run((other) -> {
			T own = other.getBean(type);
			this.contextRunner.withBean("own", type, () -> own)
				.run((context) -> assertThat(context.getBean(type)).isSameAs(own));
		});
	}

	@Test
	void storeWhenRegistrationsAreInMemoryThenNumbersAreToo() {
		this.withoutDatabase.run((context) -> assertThat(context).hasSingleBean(InMemoryClientQuotaStore.class));
	}

	@Test
	void quotasWhenTheApplicationHasAStoreForRegistrationsAndNoneForNumbersThenSaysSo(CapturedOutput output) {
		ClientRegistrationStore own = new InMemoryClientRegistrationStore(new InMemoryTransactions());
		WebApplicationContextRunner runner = this.contextRunner.withBean(ClientRegistrationStore.class, () -> own);
		runner.withPropertyValues("dcr.permission=allow-all")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ClientQuotas.class)
				.hasSingleBean(RateLimits.class));
		assertThat(output).contains("There are no quotas", "ClientQuotaStore");
		runner.withPropertyValues("dcr.quota.principal=1")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasStackTraceContaining("ClientQuotaStore"));
	}

	@ParameterizedTest
	@CsvSource({ "dcr.rate-limit.address.limit, 0", "dcr.rate-limit.address.limit, -2",
			"dcr.rate-limit.total.period, 0s", "dcr.rate-limit.failed-management.period, -1h",
			"dcr.rate-limit.failed-management-total.limit, 0", "dcr.rate-limit.initial-access-token.limit, 0",
			"dcr.rate-limit.principal.limit, 0", "dcr.quota.total, 0", "dcr.quota.principal, -2",
			"dcr.quota.initial-access-token, 0", "dcr.quota.software-id, 0", "dcr.quota.redirect-host, 0" })
	void startWhenValueCannotWorkThenNamesTheProperty(String name, String value) {
		this.contextRunner.withPropertyValues("dcr.permission=allow-all", name + "=" + value)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
				.rootCause()
				.hasMessageContaining(name));
	}

	@Test
	void rateLimitsWhenOpenThenTheDefaults() {
		LimitPropertiesMapper open = new LimitPropertiesMapper(true);
		RateLimit hundred = new RateLimit(100, Duration.ofHours(1));
		assertThat(open.asRateLimitSettings(rates()))
			.isEqualTo(new RateLimitSettings(hundred, hundred, hundred, new RateLimit(1000, Duration.ofHours(1)),
					new RateLimit(50, Duration.ofMinutes(10)), new RateLimit(1000, Duration.ofMinutes(10))));
		assertThat(open.asRateLimitSettings(rates("enabled", "false"))).isEqualTo(RateLimitSettings.NONE);
	}

	@Test
	void rateLimitsWhenNotOpenThenOnlyWhenEnabled() {
		LimitPropertiesMapper closed = new LimitPropertiesMapper(false);
		assertThat(closed.asRateLimitSettings(rates())).isEqualTo(RateLimitSettings.NONE);
		RateLimitSettings enabled = closed.asRateLimitSettings(
				rates("enabled", "true", "address.limit", "-1", "total.limit", "5", "total.period", "2m"));
		assertThat(enabled.address()).isNull();
		assertThat(enabled.total()).isEqualTo(new RateLimit(5, Duration.ofMinutes(2)));
	}

	@Test
	void quotasWhenOpenThenInAllAndOtherwiseNone() {
		ClientQuotaSettings none = new ClientQuotaSettings(null, null, null, null, null);
		assertThat(new LimitPropertiesMapper(true).asClientQuotaSettings(quotas(null)))
			.isEqualTo(new ClientQuotaSettings(10_000, null, null, null, null));
		assertThat(new LimitPropertiesMapper(true).asClientQuotaSettings(quotas(-1))).isEqualTo(none);
		assertThat(new LimitPropertiesMapper(false).asClientQuotaSettings(quotas(null))).isEqualTo(none);
		assertThat(none.isEmpty()).isTrue();
		assertThat(new LimitPropertiesMapper(false).asClientQuotaSettings(new DcrQuotaProperties(1, 2, 3, 4, 5)))
			.isEqualTo(new ClientQuotaSettings(1, 2, 3, 4, 5));
	}

	private static DcrQuotaProperties quotas(Integer total) {
		return new DcrQuotaProperties(total, null, null, null, null);
	}

	private static DcrRateLimitProperties rates(String... namesAndValues) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			source.put("dcr.rate-limit." + namesAndValues[i], namesAndValues[i + 1]);
		}
		return new Binder(source).bindOrCreate("dcr.rate-limit", DcrRateLimitProperties.class);
	}

}
