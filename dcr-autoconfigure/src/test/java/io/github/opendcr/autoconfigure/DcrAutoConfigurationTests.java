package io.github.opendcr.autoconfigure;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

import io.github.opendcr.ClientCredentialsGenerator;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.consent.ConsentModels;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.lifecycle.ClientUses;
import io.github.opendcr.pages.AuthorizationErrorPage;
import io.github.opendcr.pages.ConsentPage;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.server.AuthorizationServerCustomizer;
import io.github.opendcr.server.authentication.DynamicClientAuthentication;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.store.SpringTableIndexCheck;
import io.github.opendcr.token.InitialAccessTokenStore;
import io.github.opendcr.token.InitialAccessTokens;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.cors.CorsConfigurationSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DcrAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DcrAutoConfigurationTests {

	private static final List<Class<?>> BEANS = List.of(DcrProperties.class, DcrJdbcProperties.class,
			ClientCredentialsGenerator.class, RegistrationPolicies.class, StoredSecrets.class, ClientStorage.class,
			ClientRegistrationService.class, AuthorizationServerServices.class, AuthorizationServerCustomizer.class,
			RegistrationPermission.class, RegistrationStartUpCheck.class, ClientRegistrationStore.class,
			RegistrationTransactions.class, SpringTableIndexCheck.class, DcrDataSourceScriptDatabaseInitializer.class,
			DcrPolicyProperties.class, ClientLifecycle.class, ClientReaper.class, ClientUseStore.class,
			ClientUses.class, OperatorActionStore.class, ClientDirectory.class, InitialAccessTokenStore.class,
			InitialAccessTokens.class, ClientUriFetcher.class, DynamicClientAuthentication.class, ConsentModels.class,
			ConsentPage.class, AuthorizationErrorPage.class);

	private final WebApplicationContextRunner contextRunner = TestClients.withDatabase()
		.withConfiguration(AutoConfigurations.of(DataSourceTransactionManagerAutoConfiguration.class,
				TransactionAutoConfiguration.class));

	@Test
	void beansWhenEnabledThenAreCreatedAndWhenNotThenAreAbsent() {
		this.contextRunner
			.run((context) -> assertThat(BEANS).allSatisfy((type) -> assertThat(context).hasSingleBean(type)));
		this.contextRunner.withPropertyValues("dcr.enabled=false")
			.run((context) -> assertThat(BEANS).allSatisfy((type) -> assertThat(context).doesNotHaveBean(type)));
	}

	@Test
	void beansWhenTheApplicationHasThemThenBackOff() {
		DataSource database = TestClients.h2();
		WebApplicationContextRunner runner = this.contextRunner.withBean(DataSource.class, () -> database);
		runner.run((other) -> List
			.of(ClientCredentialsGenerator.class, RegistrationPermission.class, ClientRegistrationStore.class,
					ClientLifecycle.class, InitialAccessTokenStore.class, InitialAccessTokens.class,
					ClientUriFetcher.class, ConsentModels.class, ConsentPage.class, AuthorizationErrorPage.class)
			.forEach((type) -> assertBacksOff(runner, type, other)));
	}

	private static <T> void assertBacksOff(WebApplicationContextRunner runner, Class<T> type,
			ApplicationContext other) {
		T own = other.getBean(type);
		runner.withBean("own", type, () -> own).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(type);
			assertThat(context.getBean(type)).isSameAs(own);
		});
	}

	@Test
	void clientsEndpointWhenExposedThenIsCreatedAndWhenNotOrWithoutActuatorThenIsAbsent() {
		WebApplicationContextRunner exposed = this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=dcrclients");
		exposed.run((context) -> assertThat(context).hasBean("dcrClientsEndpoint"));
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean("dcrClientsEndpoint"));
		exposed.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ClientLifecycle.class)
				.doesNotHaveBean("dcrClientsEndpoint"));
	}

	@Test
	void reaperWhenDisabledThenIsAbsent() {
		this.contextRunner.withPropertyValues("dcr.reaper.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ClientReaper.class));
	}

	@Test
	void unusedClientsWhenNothingKeepsTheirUseThenSaysSo(CapturedOutput output) {
		ClientRegistrationStore own = new InMemoryClientRegistrationStore(new InMemoryTransactions());
		WebApplicationContextRunner runner = this.contextRunner.withBean(ClientRegistrationStore.class, () -> own);
		runner.withPropertyValues("dcr.reaper.never-used-after=24h")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ClientUses.class));
		assertThat(output).contains("dcr.reaper.never-used-after needs a ClientUseStore bean");
		runner.withPropertyValues("dcr.reaper.unused-after=30d")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("ClientUseStore bean"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dcr.client-time-to-live=-1s", "dcr.client-time-to-live=0", "dcr.reaper.interval=0",
			"dcr.reaper.interval=-1s", "dcr.reaper.interval=10ms", "dcr.reaper.unused-after=23h",
			"dcr.reaper.never-used-after=59s", "dcr.reaper.mode=sometimes", "dcr.approval=sometimes" })
	void startWhenLifecyclePropertyIsBadThenFailsAndNamesIt(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining(property.substring(0, property.indexOf('='))));
	}

	@Test
	void termsWhenPropertiesAreSetThenAsTheySay() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(RegistrationPolicies.class).of(Registrant.ANONYMOUS).terms())
				.isEqualTo(new RegistrationTerms(false, null, null, true, true)));
		this.contextRunner
			.withPropertyValues("dcr.approval=manual", "dcr.client-time-to-live=365d",
					"dcr.client-secret.time-to-live=90d", "dcr.require-authorization-consent=false")
			.run((context) -> assertThat(
					context.getBean(RegistrationPolicies.class).of(Registrant.named("alice")).terms())
				.isEqualTo(new RegistrationTerms(true, Duration.ofDays(365), Duration.ofDays(90), false, true)));
	}

	@Test
	void chainsWhenTheApplicationHasSomeOfTheirNamesThenBackOff() {
		// any chain of the application makes Boot's back off
		WebApplicationContextRunner allowed = this.contextRunner.withUserConfiguration(OwnServerChain.class)
			.withPropertyValues("dcr.cors.allowed-origins=https://page.example.org");
		allowed.run((other) -> List
			.of("dcrSecurityFilterChain", "dcrDiscoverySecurityFilterChain", "dcrPagesSecurityFilterChain")
			.forEach((name) -> {
				SecurityFilterChain own = other.getBean(name, SecurityFilterChain.class);
				allowed.withBean(name, SecurityFilterChain.class, () -> own)
					.run((context) -> assertThat(context.getBean(name)).isSameAs(own));
			}));
	}

	@Test
	void chainsWhenEnabledThenBootsAreStillThere() {
		this.contextRunner.run((context) -> assertThat(context.getBeanNamesForType(SecurityFilterChain.class))
			.containsExactlyInAnyOrder("authorizationServerSecurityFilterChain", "defaultSecurityFilterChain",
					"dcrSecurityFilterChain", "dcrDiscoverySecurityFilterChain", "dcrPagesSecurityFilterChain"));
	}

	@Test
	void startWhenOffThenThereIsNoBeanNoTableAndNoWarning(CapturedOutput output) {
		this.contextRunner.withPropertyValues("dcr.enabled=false").run((context) -> {
			assertThat(ours(context)).isEmpty();
			assertThat(tables(context)).doesNotContain("DCR_CLIENT_REGISTRATION");
		});
		assertThat(output).doesNotContain("WARN");
	}

	/**
	 * Whoever sends a request could choose the URLs that a cache hands to others.
	 */
	@Test
	void startWhenOpenAndNoIssuerIsConfiguredThenWarnsAndNamesTheProperty(CapturedOutput output) {
		WebApplicationContextRunner open = this.contextRunner.withPropertyValues("dcr.permission=allow-all");
		String property = "spring.security.oauth2.authorizationserver.issuer";
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
		open.withPropertyValues(property + "=https://as.example").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("no issuer is configured");
		open.run((context) -> assertThat(output).contains("no issuer is configured", property));
	}

	@Test
	void startWhenNobodyIsJudgedByTheDefaultPolicyThenNoWarningOfItsScopes(CapturedOutput output) {
		WebApplicationContextRunner scoped = this.contextRunner.withPropertyValues("dcr.policies.all.allowed-scopes=a",
				"dcr.policies.all.default-scopes=a");
		scoped.withPropertyValues("dcr.policy=all").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("default-scopes is empty");
		scoped.run((context) -> assertThat(output).contains("dcr.default-scopes is empty"));
	}

	@Test
	void startWhenOnThenThereIsATable() {
		this.contextRunner.run((context) -> assertThat(tables(context)).contains("DCR_CLIENT_REGISTRATION"));
	}

	@Test
	void startWhenThereIsNoAuthorizationServerThenBacksOffWithOneWarning(CapturedOutput output) {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DcrAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
							SecurityAutoConfiguration.class, OAuth2AuthorizationServerAutoConfiguration.class))
			.withPropertyValues("dcr.enabled=true")
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(ClientRegistrationService.class)
					.doesNotHaveBean(ClientRegistrationStore.class)
					.doesNotHaveBean("dcrSecurityFilterChain")
					.hasBean("defaultSecurityFilterChain");
				assertThat(output.toString().split("there is no RegisteredClientRepository bean")).hasSize(2);
			});
	}

	@Test
	void startWhenNotAServletApplicationThenBacksOff() {
		AutoConfigurations ours = AutoConfigurations.of(DcrAutoConfiguration.class);
		new ReactiveWebApplicationContextRunner().withConfiguration(ours)
			.withPropertyValues("dcr.enabled=true")
			.run((context) -> assertThat(ours(context)).isEmpty());
		new ApplicationContextRunner().withConfiguration(ours)
			.withPropertyValues("dcr.enabled=true")
			.run((context) -> assertThat(ours(context)).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.security.oauth2.server.authorization.OAuth2Authorization",
			"org.springframework.security.config.annotation.web.builders.HttpSecurity" })
	void startWhenSpringAuthorizationServerIsNotThereThenBacksOff(String type) {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(DcrAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(type::equals))
			.withPropertyValues("dcr.enabled=true")
			.run((context) -> assertThat(ours(context)).isEmpty());
	}

	@Test
	void storeWhenThereIsADataSourceThenIsJdbc() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(JdbcClientRegistrationStore.class));
	}

	@Test
	void storeWhenOneDataSourceIsPrimaryThenIsInThatOne() {
		this.contextRunner.withBean("other", DataSource.class, TestClients::h2)
			.withBean("main", DataSource.class, TestClients::h2, (definition) -> definition.setPrimary(true))
			.run((context) -> {
				assertThat(context).hasSingleBean(JdbcClientRegistrationStore.class);
				assertThat(tables(context.getBean("main", DataSource.class))).contains("DCR_CLIENT_REGISTRATION");
				assertThat(tables(context.getBean("other", DataSource.class)))
					.doesNotContain("DCR_CLIENT_REGISTRATION");
			});
	}

	@Test
	void storeWhenThereIsNoJdbcThenIsInMemory() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(InMemoryClientRegistrationStore.class)
				.hasSingleBean(RegistrationTransactions.class)
				.doesNotHaveBean(SpringTableIndexCheck.class));
	}

	@Test
	void tokenStoreThenIsWhereTheRegistrationsAre() {
		this.contextRunner.run((context) -> assertThat(context)
			.satisfies((kept) -> assertThat(kept.getBean(InitialAccessTokenStore.class).getClass().getSimpleName())
				.isEqualTo("JdbcInitialAccessTokenStore")));
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
			.run((context) -> assertThat(context)
				.satisfies((kept) -> assertThat(kept.getBean(InitialAccessTokenStore.class).getClass().getSimpleName())
					.isEqualTo("InMemoryInitialAccessTokenStore")));
		ClientRegistrationStore own = new InMemoryClientRegistrationStore(new InMemoryTransactions());
		this.contextRunner.withBean(ClientRegistrationStore.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed()
				.satisfies((kept) -> assertThat(kept.getBean(InitialAccessTokenStore.class).getClass().getSimpleName())
					.isEqualTo("InMemoryInitialAccessTokenStore")));
	}

	@Test
	void startWhenOnlyTokensAreInMemoryThenWarns(CapturedOutput output) {
		ClientRegistrationStore store = new InMemoryClientRegistrationStore(new InMemoryTransactions());
		ClientRegistrationStore own = (ClientRegistrationStore) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ClientRegistrationStore.class },
				(proxy, method, arguments) -> method.invoke(store, arguments));
		WebApplicationContextRunner elsewhere = this.contextRunner.withBean(ClientRegistrationStore.class, () -> own);
		elsewhere.run((context) -> assertThat(output).doesNotContain("InitialAccessTokenStore bean"));
		elsewhere.withPropertyValues("dcr.permission=initial-access-token")
			.run((context) -> assertThat(output).contains("InitialAccessTokenStore bean"));
	}

	@Test
	void startWhenNothingKeepsAnswersThenWarnsThatKeysHaveNoMeaning(CapturedOutput output) {
		String warning = "Idempotency-Key has no meaning";
		this.contextRunner.run((context) -> assertThat(output).doesNotContain(warning));
		ClientRegistrationStore own = new InMemoryClientRegistrationStore(new InMemoryTransactions());
		WebApplicationContextRunner elsewhere = this.contextRunner.withBean(ClientRegistrationStore.class, () -> own);
		elsewhere.withPropertyValues("dcr.idempotency.time-to-live=0")
			.run((context) -> assertThat(output).doesNotContain(warning));
		elsewhere.run((context) -> assertThat(output).contains(warning, "IdempotentRequestStore bean"));
	}

	@Test
	void startWhenTheReaperIsOffThenAnswersAreForgottenAllTheSame() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean("expiredAnswers"));
		this.contextRunner.withPropertyValues("dcr.reaper.enabled=false")
			.run((context) -> assertThat(context).hasBean("expiredAnswers"));
	}

	@Test
	void startWhenExpiredClientsCannotBeDeletedThenWarns(CapturedOutput output) {
		InMemoryRegisteredClientRepository clients = new InMemoryRegisteredClientRepository(TestClients.client());
		RegisteredClientRepository own = (RegisteredClientRepository) Proxy.newProxyInstance(
				getClass().getClassLoader(), new Class<?>[] { RegisteredClientRepository.class },
				(proxy, method, arguments) -> method.invoke(clients, arguments));
		WebApplicationContextRunner runner = this.contextRunner
			.withBean("own", RegisteredClientRepository.class, () -> own, (definition) -> definition.setPrimary(true))
			.withPropertyValues("dcr.management.enabled=false",
					"dcr.policies.short.require-authorization-consent=false");
		runner.run((context) -> assertThat(output).doesNotContain("expired clients can't be deleted"));
		runner.withPropertyValues("dcr.policies.short.client-time-to-live=1d")
			.run((context) -> assertThat(output)
				.contains("dcr.policies.short.client-time-to-live is set, but expired clients can't be deleted"));
	}

	@Test
	void tokensEndpointThenIsThereIfItIsExposedAndThereIsActuator() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean("initialAccessTokensEndpoint"));
		WebApplicationContextRunner exposed = this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=dcrtokens");
		exposed.run((context) -> assertThat(context).hasBean("initialAccessTokensEndpoint"));
		exposed.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(InitialAccessTokens.class)
				.doesNotHaveBean("initialAccessTokensEndpoint"));
	}

	@Test
	void transactionsWhenThereIsATransactionManagerThenAreItsOwn() {
		this.contextRunner.run((context) -> assertThat(context.getBean(RegistrationTransactions.class).operations())
			.isInstanceOfSatisfying(TransactionTemplate.class,
					(template) -> assertThat(template.getTransactionManager())
						.isSameAs(context.getBean(PlatformTransactionManager.class))));
	}

	@Test
	void beansWhenEnabledThenAreOursAndOfNoTypeThatOthersPickUp() {
		this.contextRunner.withPropertyValues("dcr.enabled=false")
			.run((without) -> this.contextRunner.withPropertyValues("dcr.cors.allowed-origins=*").run((with) -> {
				Set<String> added = new TreeSet<>(List.of(with.getBeanDefinitionNames()));
				added.removeAll(List.of(without.getBeanDefinitionNames()));
				assertThat(added).isNotEmpty().allSatisfy((name) -> {
					Object bean = with.getBean(name);
					assertThat(bean.getClass().getName()).startsWith("io.github.opendcr.");
					assertThat(bean).isNotInstanceOfAny(Filter.class, ObjectMapper.class, PasswordEncoder.class,
							PlatformTransactionManager.class, TransactionOperations.class,
							CorsConfigurationSource.class, SecurityContextRepository.class);
				});
				assertThat(with.getBeanDefinitionNames()).contains(without.getBeanDefinitionNames());
				for (Class<?> type : List.of(Filter.class, ObjectMapper.class, PasswordEncoder.class,
						PlatformTransactionManager.class, TransactionOperations.class, CorsConfigurationSource.class,
						Clock.class, JdbcTemplate.class)) {
					assertThat(with.getBeanNamesForType(type)).isEqualTo(without.getBeanNamesForType(type));
				}
				assertThat(with).hasSingleBean(TransactionTemplate.class);
				// of those that Boot applies to each HttpSecurity, ours is the only new
				// one
				assertThat(with.getBeanNamesForType(Customizer.class))
					.containsExactly("dcrAuthorizationServerCustomizer");
			}));
	}

	/**
	 * Beans are what an application replaces or injects, and what Spring has to call. All
	 * else is made where it is used.
	 */
	@ParameterizedTest
	@CsvSource({ "false, 49", "true, 62" })
	void beansWhenEverythingIsOnWithoutDocumentsOrWithThemThenAreNoMoreThanAgreed(boolean documents, int agreed) {
		DataSource database = TestClients.h2();
		TestClients.withDatabase(TestClients.server())
			.withConfiguration(AutoConfigurations.of(DataSourceTransactionManagerAutoConfiguration.class,
					TransactionAutoConfiguration.class))
			.withBean(DataSource.class, () -> database)
			.withBean(RegisteredClientRepository.class,
					() -> new JdbcRegisteredClientRepository(new JdbcTemplate(database)))
			.withPropertyValues("dcr.cors.allowed-origins=https://page.example.org",
					"dcr.pairwise.salt=a-salt-of-enough-characters", "dcr.cimd.enabled=" + documents,
					"management.endpoints.web.exposure.include=dcrtokens,dcrclients,dcrstatements,dcrdocuments")
			.run((context) -> assertThat(Arrays.stream(context.getBeanDefinitionNames())
				.map((name) -> context.getBeanFactory().getMergedBeanDefinition(name))
				.filter((bean) -> bean instanceof AnnotatedBeanDefinition made
						&& made.getFactoryMethodMetadata() != null
						&& made.getFactoryMethodMetadata().getDeclaringClassName().startsWith("io.github.opendcr."))
				.map(BeanDefinition::getFactoryMethodName)).hasSizeLessThanOrEqualTo(agreed));
	}

	private static List<String> ours(ApplicationContext context) {
		return Arrays.stream(context.getBeanDefinitionNames())
			.filter((name) -> context.getType(name) != null
					&& context.getType(name).getName().startsWith("io.github.opendcr"))
			.toList();
	}

	private static Set<String> tables(ApplicationContext context) {
		return tables(context.getBean(DataSource.class));
	}

	private static Set<String> tables(DataSource dataSource) {
		return new JdbcTemplate(dataSource)
			.queryForList("SELECT table_name FROM information_schema.tables", String.class)
			.stream()
			.collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnServerChain {

		@Bean
		SecurityFilterChain serverChain(HttpSecurity http) {
			return http.oauth2AuthorizationServer(Customizer.withDefaults()).build();
		}

	}

}
