package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.registration.AnswerKeeper;
import io.github.opendcr.registration.ClientConfigurationService;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An update whose answer was lost: the client repeats it and isn't locked out. Many at
 * once: {@code RegistrationLifecycleContract}; on two nodes:
 * {@code SharedDatabaseUpdateIT}.
 */
class LostAnswerTests {

	private static final String CONFIDENTIAL = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "Before",
			"grant_types": ["authorization_code", "client_credentials"]}""";

	private static final String PUBLIC = """
			{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "none"}""";

	private static final String GRANTS = "dcr.allowed-grant-types=authorization_code,client_credentials";

	private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials");

	@Nested
	class ByDefault {

		private static TestServer server;

		private static MutableClock clock;

		@BeforeAll
		static void start() {
			server = TestServer.start(WithClock.class, GRANTS, "dcr.registration-access-token.time-to-live=90s");
			clock = server.bean(MutableClock.class);
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		private Registered client;

		private Map<String, Object> update;

		private Answer lost;

		@BeforeEach
		void loseAnAnswer() {
			clock.set(Instant.parse("2026-11-29T12:00:00Z"));
			this.client = server.registered(CONFIDENTIAL);
			this.update = this.client.asUpdate("client_name", "After");
			this.lost = this.client.update(this.update).expect(200);
			server.bean(Updates.class).seen.clear();
		}

		private Map<String, Object> row() {
			return server.bean(JdbcTemplate.class)
				.queryForMap("SELECT * FROM dcr_client_registration WHERE client_id = ?", this.client.id());
		}

		@Test
		void updateWhenRepeatedThenAnsweredAsBeforeAndNothingChangesAgain() {
			Map<String, Object> row = row();
			for (int i = 0; i < 3; i++) {
				clock.advance(Duration.ofSeconds(10));
				assertThat(this.client.update(this.update).expect(200).body()).isEqualTo(this.lost.body());
			}
			assertThat(row()).isEqualTo(row);
			assertThat(server.bean(Updates.class).seen).isEmpty();
			assertThat(this.client.as(this.lost).read().expect(200).json()).containsEntry("client_name", "After");
		}

		@Test
		void updateWhenRepeatedInAnotherOrderThenAnsweredAsBefore() {
			List<String> names = this.update.keySet().stream().sorted().collect(Collectors.toList());
			Map<String, Object> sorted = new LinkedHashMap<>();
			names.forEach((name) -> sorted.put(name, this.update.get(name)));
			assertThat(Answer.write(sorted)).isNotEqualTo(Answer.write(this.update));
			String body = Answer.write(sorted).replace(",", " ,\n");
			assertThat(this.client.update(body).expect(200).body()).isEqualTo(this.lost.body());
		}

		@Test
		void updateWhenAnotherBodyThen401AndTheRightOneCanStillBeRepeated() {
			Map<String, Object> row = row();
			Refusals.assertInvalidToken(this.client.update(this.client.asUpdate("client_name", "Another")));
			Refusals.assertInvalidToken(this.client.update(this.client.asUpdate("contacts", List.of("a"))));
			this.client.update("{").expect(400);
			assertThat(row()).isEqualTo(row);
			this.client.update(this.update).expect(200);
		}

		@Test
		void readOrDeleteWhenFormerTokenThen401AndTheUpdateCanStillBeRepeated() {
			Refusals.assertInvalidToken(this.client.read());
			Refusals.assertInvalidToken(this.client.delete());
			this.client.update(this.update).expect(200);
		}

		@Test
		void updateWhenNewTokenReadThenFormerTokenIsVoid() {
			this.client.as(this.lost).read().expect(200);
			Refusals.assertInvalidToken(this.client.update(this.update));
			assertThat(row()).containsEntry("FORMER_TOKEN_ANSWER", null);
			this.client.as(this.lost).update(this.client.asUpdate("client_name", "Next")).expect(200);
		}

		@Test
		void updateWhenNewTokenUpdatedThenFormerTokenIsVoid() {
			this.client.as(this.lost).update(this.client.asUpdate("client_name", "Next")).expect(200);
			Refusals.assertInvalidToken(this.client.update(this.update));
		}

		@Test
		void updateWhenNewTokenWasUsedInVainThenFormerTokenIsVoid() {
			this.client.as(this.lost).update("{").expect(400);
			Refusals.assertInvalidToken(this.client.update(this.update));
			this.client.as(this.lost).read().expect(200);
		}

		@Test
		void updateWhenNewTokenDeletedThenFormerTokenIsVoid() {
			this.client.as(this.lost).delete().expect(204);
			Refusals.assertInvalidToken(this.client.update(this.update));
		}

		@Test
		void updateWhenGraceIsOverThen401AndTheNewTokenWorks() {
			clock.advance(Duration.ofSeconds(59));
			this.client.update(this.update).expect(200);
			clock.advance(Duration.ofSeconds(1));
			Refusals.assertInvalidToken(this.client.update(this.update));
			this.client.as(this.lost).read().expect(200);
		}

		// As long as the caller likes: the body comes after the token was looked at
		@Test
		void updateWhenGraceIsOverOnceTheBodyIsThereThen401AndNothingChanges() {
			ClientConfigurationService service = server.bean(ClientRegistrationService.class).configuration();
			StoredClient found = service.authenticateUpdate(this.client.id(), this.client.token());
			clock.advance(Duration.ofSeconds(60));
			ClientMetadata another = ClientMetadata.of(this.client.asUpdate("client_name", "Another"));
			for (ClientMetadata body : List.of(another, ClientMetadata.of(this.update))) {
				assertThatExceptionOfType(RegistrationException.class)
					.isThrownBy(() -> service.update(found, this.client.token(), body, (now) -> {
					}, AnswerKeeper.NONE))
					.extracting(RegistrationException::getError)
					.isEqualTo(RegistrationError.INVALID_TOKEN);
			}
			assertThat(this.client.as(this.lost).read().expect(200).json()).containsEntry("client_name", "After");
		}

		@Test
		void updateWhenFormerTokenHasExpiredThen401() {
			clock.advance(Duration.ofSeconds(80));
			Registered second = this.client.as(this.lost);
			Answer lostAgain = second.update(second.asUpdate("client_name", "Late")).expect(200);
			clock.advance(Duration.ofSeconds(9));
			assertThat(second.update(second.asUpdate("client_name", "Late")).expect(200).body())
				.isEqualTo(lostAgain.body());
			clock.advance(Duration.ofSeconds(1));
			Refusals.assertInvalidToken(second.update(second.asUpdate("client_name", "Late")));
			second.as(lostAgain).read().expect(200);
		}

		@Test
		void updateWhenTheLostAnswerHadASecretThenTheRepeatedOneHasItAndItWorks() {
			Registered open = server.registered(PUBLIC);
			Map<String, Object> confidential = open.asUpdate("token_endpoint_auth_method", "client_secret_post");
			confidential.put("grant_types", List.of("authorization_code", "client_credentials"));
			Answer withSecret = open.update(confidential).expect(200);
			Registered again = open.as(open.update(confidential));
			assertThat(again.secret()).isEqualTo(withSecret.string("client_secret"));
			Map<String, String> form = new LinkedHashMap<>(GRANT);
			form.put("client_id", again.id());
			form.put("client_secret", again.secret());
			server.token(form).expect(200);
		}

		@Test
		void updateWhenDisabledMeanwhileThenAnsweredAndFurtherOnesAreRefused() {
			server.bean(ClientLifecycle.class).disable(this.client.id());
			Answer again = this.client.update(this.update).expect(200);
			assertThat(again.json()).containsEntry("registration_status", "disabled")
				.containsEntry("registration_access_token", this.lost.string("registration_access_token"));
			this.client.as(again).update(this.client.asUpdate("client_name", "Next")).expect(403);
			this.client.as(again).read().expect(200);
		}

		// Whoever reads the database reads no credentials
		@Test
		void updateThenWhatIsKeptForTheRepetitionIsEncrypted() {
			assertThat(row().toString()).contains("{dcr-aes-gcm}")
				.doesNotContain(this.lost.string("registration_access_token"))
				.doesNotContain(this.client.token())
				.doesNotContain("dcr_rat_");
		}

	}

	@Nested
	class WithoutRotation {

		private final TestServer server = TestServer.shared(GRANTS,
				"dcr.registration-access-token.rotate-on-update=false");

		@Test
		void updateWhenTheLostAnswerHadASecretThenTheRepeatedOneHasIt() {
			Registered open = this.server.registered(PUBLIC);
			Map<String, Object> confidential = open.asUpdate("token_endpoint_auth_method", "client_secret_post");
			Answer withSecret = open.update(confidential).expect(200);
			// The token is both the former and the new one
			open.read().expect(200);
			assertThat(open.update(confidential).expect(200).body()).isEqualTo(withSecret.body());
			Registered other = open.as(open.update(open.asUpdate("client_name", "Other")));
			assertThat(other.answer().json()).doesNotContainKey("client_secret").containsEntry("client_name", "Other");
		}

		@Test
		void updateWhenAnotherOneCameBetweenThenChangesAgain() {
			Registered open = this.server.registered(PUBLIC);
			Map<String, Object> one = open.asUpdate("token_endpoint_auth_method", "client_secret_post");
			open.update(one).expect(200);
			open.update(open.asUpdate("token_endpoint_auth_method", "client_secret_basic")).expect(200);
			assertThat(open.update(one).expect(200).json()).containsEntry("token_endpoint_auth_method",
					"client_secret_post");
			assertThat(open.read().json()).containsEntry("token_endpoint_auth_method", "client_secret_post");
		}

	}

	@Nested
	class WithoutGrace {

		@Test
		void updateWhenRepeatedThen401AndNothingIsKept() {
			TestServer server = TestServer.shared("dcr.registration-access-token.rotation-grace=0");
			Registered client = server.registered(PUBLIC);
			Answer lost = client.update(client.asUpdate()).expect(200);
			Refusals.assertInvalidToken(client.update(client.asUpdate()));
			assertThat(server.bean(JdbcTemplate.class)
				.queryForMap("SELECT former_token_hash h FROM dcr_client_registration WHERE client_id = ?",
						client.id()))
				.containsEntry("H", null);
			client.as(lost).read().expect(200);
		}

	}

	static class Updates {

		private final List<ClientEvent.Updated> seen = new CopyOnWriteArrayList<>();

		@EventListener
		void on(ClientEvent.Updated event) {
			this.seen.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ MutableClock.class, Updates.class })
	static class WithClock {

	}

}
