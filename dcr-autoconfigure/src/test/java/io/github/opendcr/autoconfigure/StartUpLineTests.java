package io.github.opendcr.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.RegistrationRequest;
import io.github.opendcr.cimd.DocumentAdmission;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the start says once.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartUpLineTests {

	private final WebApplicationContextRunner contextRunner = TestClients.server()
		.withBean(RegisteredClientRepository.class, () -> new InMemoryRegisteredClientRepository(TestClients.client()));

	@Test
	void startWhenOpenThenSaysWhereWhoAndHowMany(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("dcr.permission=allow-all", "dcr.path=/register", "dcr.client-time-to-live=30d",
					"spring.security.oauth2.authorizationserver.issuer=https://as.example")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output)
			.contains("Clients register themselves at /register of https://as.example, and manage themselves below it. "
					+ "Who may: anyone (dcr.permission=allow-all). Kept in memory, until the end of the process; "
					+ "clients in InMemoryRegisteredClientRepository. Limits: 100 registrations in 1h from one "
					+ "address, 1000 registrations in 1h in all, 10000 clients. They work as soon as they are "
					+ "registered, for 720h. Client ID Metadata Documents: off");
	}

	@Test
	void startWhenNothingIsSaidThenSaysWhatIsTheDefault(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.toString().lines().filter((line) -> line.contains("Clients register themselves"))).hasSize(1);
		assertThat(output).contains("Who may: whoever is authenticated (dcr.permission=authenticated)", "Limits: none",
				"registered, for ever. Client");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			dcr.reaper.unused-after=90d | for ever, unless they are not used any more for 2160h. Client
			dcr.client-time-to-live=365d,dcr.reaper.never-used-after=1d,dcr.reaper.unused-after=90d \
			| for 8760h, unless they are never used within 24h, or not used any more for 2160h. Client
			dcr.reaper.never-used-after=24h | for ever, unless they are never used within 24h. Client
			dcr.reaper.unused-after=90d,dcr.reaper.mode=observe | for ever. Client
			dcr.reaper.unused-after=90d,dcr.reaper.enabled=false | for ever. Client
			""")
	void startWhenUnusedClientsAreDeletedThenSaysSo(String properties, String sentence, CapturedOutput output) {
		this.contextRunner.withPropertyValues(properties.split(","))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("as soon as they are registered, " + sentence);
	}

	@Test
	void startWhenApplicationDecidesThenNamesItsBean(CapturedOutput output) {
		this.contextRunner.withBean(RegistrationPermission.class, OnWeekdays::new)
			.withPropertyValues("dcr.approval=manual", "dcr.management.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("at /oauth2/register. Who may: OnWeekdays.", "wait for an operator's approval");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			listed | on, for those in dcr.cimd.allowed (dcr.cimd.admission=listed)
			open   | on, for all but those in dcr.cimd.denied (dcr.cimd.admission=open)
			report | on, for all but those in dcr.cimd.denied, and the log says which are not in dcr.cimd.allowed
			""")
	void startWhenDocumentsAreOnThenSaysHowTheyAreAdmitted(String admission, String sentence, CapturedOutput output) {
		this.contextRunner.withPropertyValues("dcr.cimd.enabled=true", "dcr.cimd.admission=" + admission)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("Client ID Metadata Documents: " + sentence);
	}

	@Test
	void startWhenApplicationAdmitsDocumentsThenNamesItsBean(CapturedOutput output) {
		this.contextRunner.withBean(DocumentAdmission.class, OnSundays::new)
			.withPropertyValues("dcr.cimd.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("Client ID Metadata Documents: on, as OnSundays admits them");
	}

	private static final class OnSundays implements DocumentAdmission {

		@Override
		public Decision judge(String url) {
			return Decision.refuse();
		}

	}

	private static final class OnWeekdays implements RegistrationPermission {

		@Override
		public boolean hasPermission(RegistrationRequest request) {
			return true;
		}

	}

}
