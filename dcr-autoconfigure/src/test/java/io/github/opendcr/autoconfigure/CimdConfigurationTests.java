package io.github.opendcr.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.cimd.AdmissionRules;
import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.cimd.DocumentAdmission;
import io.github.opendcr.cimd.DocumentClients;
import io.github.opendcr.store.ClientRegistrationTableMissingException;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CimdConfiguration}: which beans there are, and where an application
 * doesn't start.
 */
class CimdConfigurationTests {

	private static final String ENABLED = "dcr.cimd.enabled=true";

	private final WebApplicationContextRunner inMemory = TestClients.application().withPropertyValues(ENABLED);

	private final WebApplicationContextRunner withDatabase = withDatabase(database());

	private static DataSource database() {
		return TestDatabases.h2().createSpringTables().runScript("schema").dataSource();
	}

	private static WebApplicationContextRunner withDatabase(DataSource dataSource) {
		return TestClients.server()
			.withBean(DataSource.class, () -> dataSource)
			.withBean(RegisteredClientRepository.class,
					() -> new JdbcRegisteredClientRepository(new JdbcTemplate(dataSource)))
			.withPropertyValues(ENABLED, "dcr.jdbc.initialize-schema=never");
	}

	@Test
	void beansWhenOffThenNone() {
		TestClients.application()
			.run((context) -> assertThat(context).doesNotHaveBean(DocumentClients.class)
				.doesNotHaveBean(DocumentAdmission.class)
				.doesNotHaveBean(ClientMetadataDocumentStore.class));
	}

	@Test
	void beansWhenOnThenStoreIsBesideTheRegistrations() {
		this.inMemory.run((context) -> assertThat(context).hasSingleBean(DocumentClients.class)
			.hasSingleBean(DeniedDocuments.class)
			.satisfies((kept) -> assertThat(kept.getBean(ClientMetadataDocumentStore.class).getClass().getSimpleName())
				.isEqualTo("InMemoryClientMetadataDocumentStore"))
			.getBean(DocumentAdmission.class)
			.isInstanceOf(AdmissionRules.class));
		this.withDatabase
			.run((context) -> assertThat(context)
				.satisfies(
						(kept) -> assertThat(kept.getBean(ClientMetadataDocumentStore.class).getClass().getSimpleName())
							.isEqualTo("JdbcClientMetadataDocumentStore"))
				.hasSingleBean(ClientMetadataDocumentStore.class));
	}

	@Test
	void admissionWhenApplicationHasOneThenBacksOff() {
		DocumentAdmission own = (url) -> DocumentAdmission.Decision.refuse();
		this.inMemory.withBean("own", DocumentAdmission.class, () -> own)
			.run((context) -> assertThat(context).getBean(DocumentAdmission.class).isSameAs(own));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			dcr.cimd.allowed[0].host=client.example/c                    | dcr.cimd.allowed[0]
			dcr.cimd.allowed[0].url=https://client.example/              | no path
			dcr.cimd.allowed[0].url=http://client.example/c              | dcr.cimd.allowed[0]
			dcr.cimd.denied[0].url=https://client.example/../c           | dot segment
			dcr.cimd.denied[0].host=https://client.example               | dcr.cimd.denied[0]
			spring.security.oauth2.authorizationserver.multiple-issuers-allowed=true | several issuers
			dcr.allowed-token-endpoint-auth-methods=private_key_jwt      | 'none'
			""")
	void startWhenItCouldNotHoldThenSaysWhy(String property, String reason) {
		this.inMemory.withPropertyValues(property).run((context) -> assertRefused(context.getStartupFailure(), reason));
	}

	@Test
	void startWhenPolicyIsUnknownOrAnEntryIsTwofoldThenSaysSo() {
		this.inMemory
			.withPropertyValues("dcr.cimd.allowed[0].host=client.example", "dcr.cimd.allowed[0].policy=nowhere")
			.run((context) -> assertRefused(context.getStartupFailure(), "dcr.cimd.allowed[0].policy"));
		this.inMemory
			.withPropertyValues("dcr.cimd.allowed[0].host=client.example",
					"dcr.cimd.allowed[0].url=https://client.example/c")
			.run((context) -> assertRefused(context.getStartupFailure(), "either a url or a host"));
	}

	@Test
	void startWhenOnePolicyOfDocumentsAllowsNoneThenStarts() {
		this.inMemory
			.withPropertyValues("dcr.allowed-token-endpoint-auth-methods=private_key_jwt",
					"dcr.policies.public.allowed-token-endpoint-auth-methods=none",
					"dcr.cimd.allowed[0].host=client.example", "dcr.cimd.allowed[0].policy=public")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void startWhenNoIssuerIsConfiguredThenWarnsAndNamesTheProperty(CapturedOutput output) {
		String property = "spring.security.oauth2.authorizationserver.issuer";
		this.inMemory.withPropertyValues(property + "=https://as.example")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("no issuer is configured");
		this.inMemory.run((context) -> assertThat(output).contains("for which server an assertion is", property));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "192.0.2.1", "::", "" })
	void startWhenDocumentsAreOnThisMachineAndOthersReachTheServerThenSaysSo(String address) {
		for (String host : List.of("localhost", "dev.localhost", "127.0.0.1")) {
			this.inMemory.withPropertyValues("dcr.cimd.internal-hosts=" + host, "server.address=" + address)
				.run((context) -> assertRefused(context.getStartupFailure(), "server.address=localhost"));
		}
		this.inMemory.withPropertyValues("dcr.cimd.internal-hosts=intranet.example", "server.address=" + address)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "127.0.0.1", "::1" })
	void startWhenDocumentsAreOnThisMachineAndNobodyElseReachesTheServerThenStarts(String address) {
		this.inMemory.withPropertyValues("dcr.cimd.internal-hosts=localhost", "server.address=" + address)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenOnlyOneHalfIsKeptInMemoryThenSaysSo() {
		TestClients.withDatabase()
			.withPropertyValues(ENABLED)
			.run((context) -> assertRefused(context.getStartupFailure(), "both be kept in memory"));
	}

	@Test
	void startWhenTheTableIsMissingThenSaysWhich() {
		DataSource dataSource = TestDatabases.h2().createSpringTables().runScript("schema").dataSource();
		new JdbcTemplate(dataSource).execute("DROP TABLE dcr_client_metadata_document");
		withDatabase(dataSource).run((context) -> assertThat(context.getStartupFailure())
			.hasStackTraceContaining(ClientRegistrationTableMissingException.class.getName())
			.hasStackTraceContaining("dcr_client_metadata_document"));
		withDatabase(dataSource).withPropertyValues("dcr.cimd.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "oauth2_registered_client", "dcr_client_registration", "dcr_client_metadata_document" })
	void startWhenAColumnIsTooNarrowForWhatIsAllowedThenSaysSo(String table) {
		DataSource dataSource = TestDatabases.h2().createSpringTables().runScript("schema").dataSource();
		new JdbcTemplate(dataSource).execute("ALTER TABLE " + table + " ALTER COLUMN client_id varchar(30)");
		WebApplicationContextRunner runner = withDatabase(dataSource);
		runner.withPropertyValues("dcr.cimd.allowed[0].url=https://client.example/abcdefg")
			.run((context) -> assertThat(context).hasNotFailed());
		runner.withPropertyValues("dcr.cimd.allowed[0].url=https://client.example/abcdefgh")
			.run((context) -> assertRefused(context.getStartupFailure(), "room for 30"));
		runner.withPropertyValues("dcr.cimd.allowed[0].host=client.example")
			.run((context) -> assertRefused(context.getStartupFailure(), "room for 30"));
		runner.withPropertyValues("dcr.cimd.admission=open")
			.run((context) -> assertRefused(context.getStartupFailure(), "room for 30"));
	}

	private static void assertRefused(Throwable failure, String reason) {
		assertThat(failure).isNotNull();
		Throwable cause = failure;
		while (!(cause instanceof InvalidConfigurationPropertyValueException)) {
			cause = cause.getCause();
			assertThat(cause).as(failure.toString()).isNotNull();
		}
		assertThat(cause.getMessage()).contains(reason);
	}

}
