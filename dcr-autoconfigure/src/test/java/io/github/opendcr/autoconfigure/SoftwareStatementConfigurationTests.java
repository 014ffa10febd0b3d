package io.github.opendcr.autoconfigure;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.statement.SoftwareStatementVerifier;
import io.github.opendcr.statement.SoftwareStatements;
import io.github.opendcr.statement.TrustedIssuer;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.FileUrlResource;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SoftwareStatementConfiguration}, its stores and its properties.
 */
@ExtendWith(OutputCaptureExtension.class)
class SoftwareStatementConfigurationTests {

	private static final String FIRST = "dcr.software-statement.trusted-issuers[0].";

	private final WebApplicationContextRunner contextRunner = TestClients.application()
		.withPropertyValues("dcr.allowed-scopes=openid", "dcr.default-scopes=openid");

	@TempDir
	private Path directory;

	private Path keys;

	@BeforeEach
	void writeKeys() throws Exception {
		this.keys = Files.writeString(this.directory.resolve("keys.json"),
				new JWKSet(new ECKeyGenerator(Curve.P_256).generate().toPublicJWK()).toString());
	}

	@Test
	void beansThenAreCreatedAndBackOff() {
		List<Class<?>> types = List.of(SoftwareStatementVerifier.class, SoftwareStatements.class,
				SoftwareStatementStore.class);
		this.contextRunner.run((context) -> types.forEach((type) -> assertBacksOff(type, context)));
		this.contextRunner.withPropertyValues("dcr.enabled=false")
			.run((context) -> assertThat(types).allSatisfy((type) -> assertThat(context).doesNotHaveBean(type)));
	}

	private <T> void assertBacksOff(Class<T> type, ApplicationContext other) {
		T own = other.getBean(type);
		this.contextRunner.withBean("own", type, () -> own)
			.run((context) -> assertThat(context.getBean(type)).isSameAs(own));
	}

	@Test
	void storeWhenThereIsADatabaseThenInIt() {
		this.contextRunner.run((context) -> assertThat(context)
			.satisfies((kept) -> assertThat(kept.getBean(SoftwareStatementStore.class).getClass().getSimpleName())
				.isEqualTo("InMemorySoftwareStatementStore")));
		TestClients.withDatabase(this.contextRunner)
			.run((context) -> assertThat(context)
				.satisfies((kept) -> assertThat(kept.getBean(SoftwareStatementStore.class).getClass().getSimpleName())
					.isEqualTo("JdbcSoftwareStatementStore")));
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
			.run((context) -> assertThat(context)
				.satisfies((kept) -> assertThat(kept.getBean(SoftwareStatementStore.class).getClass().getSimpleName())
					.isEqualTo("InMemorySoftwareStatementStore")));
	}

	@Test
	void endpointWhenExposedThenIsCreatedAndOtherwiseAbsent() {
		WebApplicationContextRunner exposed = this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=dcrstatements");
		exposed.run((context) -> assertThat(context).hasBean("dcrSoftwareStatementsEndpoint"));
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean("dcrSoftwareStatementsEndpoint"));
		exposed.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("dcrSoftwareStatementsEndpoint"));
	}

	@Test
	void propertiesWhenSetThenArrive() {
		this.contextRunner
			.withPropertyValues(FIRST + "issuer=https://a.example", FIRST + "jwks-location=file:" + this.keys,
					FIRST + "algorithms=RS512,ES384", FIRST + "audience=as",
					FIRST + "allowed-claims=client_name,software_id", FIRST + "required-claims=exp",
					FIRST + "software-ids=app", FIRST + "max-age=1h", FIRST + "single-use=true",
					"dcr.software-statement.trusted-issuers[1].issuer=https://b.example",
					"dcr.software-statement.trusted-issuers[1].jwks-location=https://b.example/jwks")
			.run((context) -> {
				DcrSoftwareStatementProperties properties = context.getBean(DcrSoftwareStatementProperties.class);
				assertThat(new DcrSoftwareStatementPropertiesMapper(properties).asTrustedIssuers()).first()
					.isEqualTo(new TrustedIssuer("https://a.example", new FileUrlResource(this.keys.toString()),
							Set.of("RS512", "ES384"), Set.of("as"), Set.of("client_name", "software_id"), Set.of("exp"),
							Set.of("app"), Duration.ofHours(1), true));
				TrustedIssuer second = new DcrSoftwareStatementPropertiesMapper(properties).asTrustedIssuers().get(1);
				assertThat(second).isEqualTo(TrustedIssuer.of("https://b.example", second.jwksLocation()));
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			issuer=                       | issuer
			issuer=two words              | visible ASCII
			jwks-location=                | jwks-location
			jwks-location=file:/no/such   | can't be read from URL [file:/no/such]
			jwks-location=http://a.example/jwks | https
			jwks-location=classpath:no/such | class path resource
			algorithms=none               | RS256
			algorithms=HS256              | RS256
			algorithms=                   | RS256
			max-age=0s                    | positive
			max-age=-1h                   | positive""")
	void startWhenPropertyIsWrongThenFailsAndSaysSo(String property, String message) {
		this.contextRunner
			.withPropertyValues(FIRST + "issuer=https://a.example", FIRST + "jwks-location=file:" + this.keys,
					FIRST + property)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).startsWith("dcr.software-statement.trusted-issuers");
					assertThat(ex.getReason() + ex.getName()).contains(message);
				}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dcr.policies.p.require-software-statement", "dcr.require-software-statement" })
	void startWhenRequiredAndNobodyIsTrustedThenNamesThePropertyUnlessVerifierIsTheApplications(String property) {
		WebApplicationContextRunner requiring = this.contextRunner.withPropertyValues(property + "=true");
		requiring.run((context) -> assertThat(context).hasFailed()
			.getFailure()
			.rootCause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
					(ex) -> assertThat(ex.getName()).isEqualTo(property)));
		requiring.withBean(SoftwareStatementVerifier.class, () -> (statement) -> {
			throw new IllegalStateException();
		}).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "dcr.policies.p.require-software-statement", "dcr.require-software-statement" })
	void startWhenPolicyRefusesTheStatementThatIsRequiredThenFails(String property) {
		this.contextRunner
			.withPropertyValues(property + "=true", "dcr.policies.p.refused-metadata=software_statement",
					FIRST + "issuer=https://a.example", FIRST + "jwks-location=file:" + this.keys)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("dcr.policies.p.refused-metadata")));
	}

	@Test
	void storeWhenThereAreSeveralDatabasesThenInMemory() {
		DataSource database = TestDatabases.h2().runScript("schema").dataSource();
		this.contextRunner.withBean("one", DataSource.class, () -> database)
			.withBean("other", DataSource.class, () -> database)
			.withBean(JdbcClientRegistrationStore.class,
					() -> new JdbcClientRegistrationStore(new JdbcTemplate(database)))
			.run((context) -> assertThat(context).hasNotFailed()
				.satisfies((kept) -> assertThat(kept.getBean(SoftwareStatementStore.class).getClass().getSimpleName())
					.isEqualTo("InMemorySoftwareStatementStore")));
	}

	@Test
	void startWhenRegistrationsAreElsewhereThenWarnsThatStatementsAreInMemory(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			ClientRegistrationStore store = context.getBean(ClientRegistrationStore.class);
			ClientRegistrationStore own = (ClientRegistrationStore) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { ClientRegistrationStore.class },
					(proxy, method, arguments) -> method.invoke(store, arguments));
			WebApplicationContextRunner elsewhere = this.contextRunner.withBean("own", ClientRegistrationStore.class,
					() -> own);
			elsewhere.run((other) -> assertThat(output).doesNotContain("SoftwareStatementStore bean"));
			elsewhere.withPropertyValues(FIRST + "issuer=https://a.example", FIRST + "jwks-location=file:" + this.keys)
				.run((other) -> assertThat(output).contains("SoftwareStatementStore bean"));
		});
	}

	@Test
	void startWhenIssuerIsThereTwiceThenFails() {
		this.contextRunner
			.withPropertyValues(FIRST + "issuer=https://a.example", FIRST + "jwks-location=file:" + this.keys,
					"dcr.software-statement.trusted-issuers[1].issuer=https://a.example",
					"dcr.software-statement.trusted-issuers[1].jwks-location=file:" + this.keys)
			.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining("twice"));
	}

}
