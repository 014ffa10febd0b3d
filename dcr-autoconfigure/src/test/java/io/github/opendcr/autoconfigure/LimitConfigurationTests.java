package io.github.opendcr.autoconfigure;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.limit.RateLimit;
import io.github.opendcr.limit.RateLimitSettings;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.quota.ClientQuotaSettings;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.store.JdbcClientQuotaStore;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LimitConfiguration}, {@link QuotaConfiguration} and
 * {@link LimitPropertiesMapper}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LimitConfigurationTests {

	private final WebApplicationContextRunner withoutDatabase = TestClients.application();

	private final WebApplicationContextRunner contextRunner = TestClients.withDatabase();

	@Test
	void beansWhenEnabledThenAreCreatedAndWhenNotThenAreAbsent() {
		List<Class<?>> types = List.of(RateLimits.class, DcrRateLimitProperties.class, JdbcClientQuotaStore.class,
				ClientQuotas.class, DcrQuotaProperties.class);
		this.contextRunner
			.run((context) -> assertThat(types).allSatisfy((type) -> assertThat(context).hasSingleBean(type)));
		this.contextRunner.withPropertyValues("dcr.enabled=false")
			.run((context) -> assertThat(types).allSatisfy((type) -> assertThat(context).doesNotHaveBean(type)));
	}

	@Test
	void beansWhenTheApplicationHasItsOwnThenBackOff() {
		this.contextRunner.run((other) -> {
			ClientQuotaStore store = other.getBean(ClientQuotaStore.class);
			this.contextRunner.withBean("own", ClientQuotaStore.class, () -> store).run((context) -> {
				assertThat(context.getBean(ClientQuotaStore.class)).isSameAs(store);
				assertThat(context.getBean(ClientQuotas.class).counts()).isSameAs(store);
			});
		});
	}

	@Test
	void startWhenThereAreQuotasThenCountsOnceAndOtherwiseNot() {
		List<String> called = new ArrayList<>();
		ClientQuotaStore elsewhere = (ClientQuotaStore) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ClientQuotaStore.class }, (proxy, method, arguments) -> {
					called.add(method.getName());
					return null;
				});
		WebApplicationContextRunner runner = this.contextRunner.withBean(ClientQuotaStore.class, () -> elsewhere);
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(called).isEmpty();
		runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withPropertyValues("dcr.quota.total=3")
			.run((context) -> assertThat(called).containsExactly("lock", "replaceAll", "replaceAll"));
	}

	@Test
	void storeWhenRegistrationsAreInMemoryThenNumbersAreToo() {
		this.withoutDatabase.run((context) -> assertThat(context)
			.satisfies((kept) -> assertThat(kept.getBean(ClientQuotaStore.class).getClass().getSimpleName())
				.isEqualTo("InMemoryClientQuotaStore")));
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
		Map.of("dcr.quota", "dcr.quota.principal=1", "dcr.policies.partner.max-clients",
				"dcr.policies.partner.max-clients=1", "dcr.max-clients", "dcr.max-clients=1")
			.forEach((name, quota) -> runner.withPropertyValues(quota)
				.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining("ClientQuotaStore")
					.rootCause()
					.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
							(ex) -> assertThat(ex.getName()).isEqualTo(name))));
	}

	@Test
	void quotasWhenAPolicyLimitsItsClientsThenTheyCountAndOtherwiseNobodyWaits() {
		WebApplicationContextRunner runner = this.contextRunner.withPropertyValues("dcr.quota.total=-1");
		runner.withPropertyValues("dcr.policies.partner.approval=manual")
			.run((context) -> assertThat(isConcerned(context.getBean(ClientQuotas.class))).isFalse());
		runner.withPropertyValues("dcr.policies.partner.max-clients=10")
			.run((context) -> assertThat(isConcerned(context.getBean(ClientQuotas.class))).isTrue());
	}

	private static boolean isConcerned(ClientQuotas quotas) {
		return !quotas
			.change(null,
					new ClientRegistration("client", "id", ClientMetadata.empty(), null, Instant.EPOCH, Instant.EPOCH,
							Registrant.ANONYMOUS.withPolicy("partner"), null, ClientStatus.ACTIVE, null))
			.isNone();
	}

	@Test
	void quotasWhenAPolicyLimitsItsClientsAndNumbersAreKeptNowhereThenSaysSo() {
		this.contextRunner.withPropertyValues("dcr.policies.partner.max-clients=10")
			.withBean(ClientRegistrationStore.class,
					() -> new InMemoryClientRegistrationStore(new InMemoryTransactions()))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("dcr.policies.partner.max-clients")
				.hasStackTraceContaining("ClientQuotaStore"));
	}

	@Test
	void quotasWhenNobodyAsksForThemAndTheStoreIsTheApplicationsThenIsSilent(CapturedOutput output) {
		this.contextRunner
			.withBean(ClientRegistrationStore.class,
					() -> new InMemoryClientRegistrationStore(new InMemoryTransactions()))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("There are no quotas");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "dcr.permission=allow-all | and clients live for ever",
			"dcr.permission=allow-all,dcr.reaper.never-used-after=1d | clients that were used once live for ever",
			"dcr.permission=allow-all,dcr.reaper.unused-after=90d | -",
			"dcr.permission=allow-all,dcr.client-time-to-live=1d,dcr.reaper.enabled=false | dcr.reaper.enabled=false",
			"dcr.permission=allow-all,dcr.reaper.unused-after=90d,dcr.reaper.mode=observe | dcr.reaper.mode=observe",
			"dcr.permission=allow-all,dcr.client-time-to-live=1d,dcr.policy=a,dcr.policies.a.max-clients=5 | -",
			"dcr.permission=allow-all,dcr.policy=a,dcr.policies.a.client-time-to-live=1d | -",
			"dcr.permission=allow-all,dcr.quota.total=-1 | -", "dcr.quota.total=5 | -" })
	void quotaInAllWhenAnyoneMayUseItUpForGoodThenWarns(String properties, String warning, CapturedOutput output) {
		this.contextRunner.withPropertyValues(properties.split(","))
			.run((context) -> assertThat(context).hasNotFailed());
		if (warning.equals("-")) {
			assertThat(output).doesNotContain("Anyone may register");
		}
		else {
			assertThat(output).contains("Anyone may register", warning);
		}
	}

	@ParameterizedTest
	@CsvSource({ "address.limit, 0", "address.limit, -2", "total.period, 0s", "total.limit, 0",
			"failed-management.period, -1h", "failed-management.limit, 0", "push.limit, 0", "push-client.period, 0s" })
	void rateLimitsWhenValueCannotWorkThenNamesTheProperty(String name, String value) {
		LimitPropertiesMapper mapper = new LimitPropertiesMapper(true);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> mapper.asRateLimitSettings(rates(name, value)))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("dcr.rate-limit." + name));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "total, 0, -, -, -, -", "principal, -, -2, -, -, -",
			"initial-access-token, -, -, 0, -, -", "software-id, -, -, -, 0, -", "redirect-host, -, -, -, -, 0" })
	void quotasWhenValueCannotWorkThenNamesTheProperty(String name, Integer total, Integer principal, Integer token,
			Integer softwareId, Integer redirectHost) {
		LimitPropertiesMapper mapper = new LimitPropertiesMapper(true);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> mapper.asClientQuotaSettings(
					new DcrQuotaProperties(total, principal, token, softwareId, redirectHost), Map.of()))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("dcr.quota." + name));
	}

	@Test
	void startWhenValueCannotWorkThenFails() {
		this.contextRunner.withPropertyValues("dcr.quota.total=0")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class));
	}

	@Test
	void rateLimitsWhenOpenThenTheDefaults() {
		LimitPropertiesMapper open = new LimitPropertiesMapper(true);
		RateLimit hundred = new RateLimit(100, Duration.ofHours(1));
		assertThat(open.asRateLimitSettings(rates())).isEqualTo(new RateLimitSettings(hundred,
				new RateLimit(1000, Duration.ofHours(1)), new RateLimit(50, Duration.ofMinutes(10)),
				new RateLimit(100, Duration.ofMinutes(10)), new RateLimit(1000, Duration.ofMinutes(10))));
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
		ClientQuotaSettings none = new ClientQuotaSettings(null, null, null, null, null, Map.of());
		assertThat(new LimitPropertiesMapper(true).asClientQuotaSettings(quotas(null), Map.of()))
			.isEqualTo(new ClientQuotaSettings(10_000, null, null, null, null, Map.of()));
		assertThat(new LimitPropertiesMapper(true).asClientQuotaSettings(quotas(-1), Map.of())).isEqualTo(none);
		assertThat(new LimitPropertiesMapper(false).asClientQuotaSettings(quotas(null), Map.of())).isEqualTo(none);
		assertThat(none.isEmpty()).isTrue();
		assertThat(
				new LimitPropertiesMapper(false).asClientQuotaSettings(new DcrQuotaProperties(1, 2, 3, 4, 5), Map.of()))
			.isEqualTo(new ClientQuotaSettings(1, 2, 3, 4, 5, Map.of()));
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
