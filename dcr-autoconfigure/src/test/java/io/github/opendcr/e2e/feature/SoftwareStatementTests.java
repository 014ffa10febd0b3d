package io.github.opendcr.e2e.feature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.statement.SoftwareStatement;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.statement.SoftwareStatementVerifier;
import io.github.opendcr.statement.SoftwareStatementWithdrawal;
import io.github.opendcr.statement.TrustedIssuer;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Certificates;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.StatementIssuer;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Software statements (RFC 7591 §2.3, §3.1.1) over HTTP, from an issuer that hosts its
 * keys.
 */
class SoftwareStatementTests {

	private static final String REDIRECT = "https://app.example/cb";

	private static StatementIssuer issuer;

	private static TestServer server;

	@BeforeAll
	static void start() {
		issuer = new StatementIssuer();
		server = TestServer.start(issuer.trusted());
	}

	@AfterAll
	static void stop() {
		server.close();
		issuer.close();
	}

	private static String body(String statement, String... members) {
		StringBuilder body = new StringBuilder("{\"software_statement\": \"" + statement + "\"");
		for (String member : members) {
			body.append(", ").append(member);
		}
		return body.append("}").toString();
	}

	private static String statement(Object... claims) {
		List<Object> all = new ArrayList<>(List.of("redirect_uris", List.of(REDIRECT)));
		all.addAll(List.of(claims));
		return issuer.statement(all.toArray());
	}

	private void assertInvalid(Answer answer, String... words) {
		Refusals.assertRefused(answer, "invalid_software_statement", words);
	}

	private void assertUnapproved(Answer answer, String... words) {
		Refusals.assertRefused(answer, "unapproved_software_statement", words);
	}

	@Nested
	class Precedence {

		@Test
		void registerThenClaimsTakePrecedenceAndStatementIsReturnedUnmodified() {
			String statement = statement("client_name", "Stated", "software_id", "app-1", "scope", "email");
			Registered client = server.registered(body(statement, "\"client_name\": \"Claimed\"",
					"\"redirect_uris\": [\"https://evil.example/cb\"]", "\"scope\": \"openid profile\"",
					"\"software_id\": \"other\"", "\"contacts\": [\"me@app.example\"]"));
			assertThat(client.answer().json()).containsEntry("software_statement", statement)
				.containsEntry("client_name", "Stated")
				.containsEntry("redirect_uris", List.of(REDIRECT))
				.containsEntry("scope", "email")
				.containsEntry("software_id", "app-1")
				.containsEntry("contacts", List.of("me@app.example"));
			assertThat(client.read().expect(200).json()).containsEntry("software_statement", statement)
				.containsEntry("client_name", "Stated");
			assertThat(server.find(client.id()).getRedirectUris()).containsExactly(REDIRECT);
		}

		@Test
		void issuersThenAreThoseOfTheProperties() {
			assertThat(server.bean(SoftwareStatementVerifier.class).issuers()).singleElement()
				.satisfies((trusted) -> assertThat(trusted.issuer()).isEqualTo(StatementIssuer.NAME));
		}

		@Test
		void registerWhenClaimIsLocalizedThenWholeMemberIsTheIssuers() {
			Registered client = server.registered(body(
					statement("client_name", "Bank", "client_name#fr", "Banque", "tos_uri#de",
							"https://bank.example/agb"),
					"\"client_name#fr\": \"Voleur\"", "\"client_name#it\": \"Ladro\"",
					"\"tos_uri\": \"https://evil.example/\"", "\"policy_uri#it\": \"https://app.example/\""));
			assertThat(client.answer().json()).containsEntry("client_name", "Bank")
				.containsEntry("client_name#fr", "Banque")
				.containsEntry("tos_uri#de", "https://bank.example/agb")
				.containsEntry("policy_uri#it", "https://app.example/")
				.doesNotContainKeys("client_name#it", "tos_uri");
		}

		@Test
		void registerThenClaimsOfTheJwtItselfAreNoMetadata() {
			Registered client = server.registered(body(statement("sub", "someone", "jti", "1", "nbf", 1, "client_id",
					"chosen", "client_secret", "chosen", "registration_access_token", "chosen", "org_id", "unknown")));
			assertThat(client.answer().json()).doesNotContainKeys("iss", "sub", "jti", "nbf", "exp", "iat", "org_id");
			assertThat(List.of(client.id(), client.secret(), client.token())).doesNotContain("chosen");
			assertThat(server.bean(ClientRegistrationStore.class).findByClientId(client.id()).metadata().asMap())
				.doesNotContainKeys("client_id", "client_secret", "iss");
		}

		@Test
		void registerWhenClaimIsWhatABodyMayNotSayThenRefusedAlike() {
			Refusals.assertRefused(
					server.register(body(issuer.statement("redirect_uris", List.of("http://a.example/")))),
					"invalid_redirect_uri", "redirect_uris");
			Refusals.assertRefused(
					server.register(body(issuer.statement("redirect_uris", List.of("javascript:alert(1)")))),
					"invalid_redirect_uri", "redirect_uris");
			Refusals.assertRefused(server.register(body(statement("grant_types", List.of("password")))),
					"invalid_client_metadata", "grant types");
			Refusals.assertRefused(server.register(body(statement("token_endpoint_auth_method", "self_made"))),
					"invalid_client_metadata", "token_endpoint_auth_method");
			assertThat(server.register(body(statement("scope", "openid admin"))).expect(201).string("scope"))
				.isEqualTo("openid");
		}

		@Test
		void registerWhenClaimHasAnotherTypeThenRefusedByName() {
			for (Map.Entry<String, Object> claim : Map
				.<String, Object>of("client_name", List.of("a"), "scope", List.of("openid"), "contacts", "me",
						"client_uri", 7, "software_id", Map.of("a", 1), "grant_types", true)
				.entrySet()) {
				Answer answer = server.register(body(statement(claim.getKey(), claim.getValue())));
				Refusals.assertRefused(answer);
				assertThat(answer.string("error_description")).contains(claim.getKey());
			}
		}

		@Test
		void registerWhenClaimIsNullOrEmptyThenAsIfItWereNotThere() {
			String statement = StatementIssuer.sign(issuer.key(), "{\"iss\": \"" + StatementIssuer.NAME
					+ "\", \"client_name\": null, \"contacts\": [], \"scope\": \"\"}");
			assertThat(server
				.register(body(statement, "\"client_name\": \"Mine\"", "\"redirect_uris\": [\"" + REDIRECT + "\"]"))
				.expect(201)
				.json()).containsEntry("client_name", "Mine").doesNotContainKey("contacts");
		}

		@Test
		void registerWhenStatementIsEmptyThenAsIfItWereNotThere() {
			assertThat(server.register(body("", "\"redirect_uris\": [\"" + REDIRECT + "\"]")).expect(201).json())
				.doesNotContainKey("software_statement");
		}

	}

	@Nested
	class Errors {

		@ParameterizedTest
		@ValueSource(strings = { "7", "true", "[\"a.b.c\"]", "{\"a\": 1}" })
		void registerWhenStatementIsNoStringThenInvalid(String value) {
			assertInvalid(server.register("{\"software_statement\": " + value + "}"), "must be a string");
		}

		@ParameterizedTest
		@ValueSource(strings = { "x", "a.b.c", "a.b.c.d.e", "...", "e30.e30.e30", "eyJhbGciOiJub25lIn0.e30." })
		void registerWhenStatementIsNoSignedJwtThenInvalid(String statement) {
			assertInvalid(server.register(body(statement)), "signed JWT");
		}

		@Test
		void registerWhenIssuerIsUnknownThenUnapproved() {
			assertUnapproved(server.register(body(statement("iss", "https://other.example"))), "issuer");
		}

		@Test
		void registerWhenSignedByAnotherKeyThenInvalid() {
			assertInvalid(
					server.register(body(StatementIssuer.sign(StatementIssuer.newKey("first"),
							"{\"iss\": \"" + StatementIssuer.NAME + "\", \"redirect_uris\": [\"" + REDIRECT + "\"]}"))),
					"not signed with a current key");
		}

		@Test
		void registerWhenExpiredOrForAnotherServerThenInvalid() {
			assertInvalid(server.register(body(statement("exp", 1_700_000_000))), "expired");
			assertInvalid(server.register(body(statement("aud", "https://other.example"))), "aud");
			// not configured: it is what the Host header says
			assertInvalid(server.register(body(statement("aud", List.of("https://other.example", server.base())))),
					"aud");
		}

		@Test
		void registerWhenStatementHoldsAStatementThenInvalid() {
			assertInvalid(server.register(body(statement("software_statement", statement()))),
					"must not contain software_statement");
		}

		@Test
		void registerWhenNoIssuerIsTrustedThenUnapproved() {
			try (TestServer trusting = TestServer.shared()) {
				assertUnapproved(trusting.register(body(statement())), "trusts no software statements");
				assertThat(trusting.rows()).containsEntry("dcr_client_registration", 0);
			}
		}

	}

	@Nested
	class Update {

		@Test
		void updateWhenAnswerIsSentBackThenJudgedAgainAndKept() {
			Registered client = server.registered(body(statement("client_name", "Stated")));
			Registered updated = client.as(client.update(client.asUpdate("client_name", "Claimed")));
			assertThat(updated.answer().json()).containsEntry("client_name", "Stated")
				.containsEntry("software_statement", client.answer().string("software_statement"));
			assertThat(resting(client.id())).isEqualTo(1);
		}

		@Test
		void updateWhenStatementIsLeftOutThenWhatItClaimedIsTheClientsOwnWord() {
			Registered client = server.registered(body(statement("client_name", "Stated")));
			Map<String, Object> update = client.asUpdate("client_name", "Claimed");
			update.remove("software_statement");
			assertThat(client.update(update).expect(200).json()).containsEntry("client_name", "Claimed")
				.doesNotContainKey("software_statement");
			assertThat(resting(client.id())).isZero();
		}

		@Test
		void updateWhenStatementIsNotValidThenRefusedAndNothingChanges() {
			Registered client = server.registered(body(statement("client_name", "Stated")));
			assertInvalid(client.update(client.asUpdate("software_statement", statement("exp", 1_700_000_000))),
					"expired");
			assertUnapproved(
					client.update(client.asUpdate("software_statement", statement("iss", "https://other.example"))));
			assertThat(client.read().expect(200).json()).isEqualTo(withoutSecret(client));
		}

		@Test
		void updateWhenStatementComesLaterThenClientRestsOnIt() {
			Registered client = server.registered("{\"redirect_uris\": [\"" + REDIRECT + "\"]}");
			assertThat(resting(client.id())).isZero();
			client = client
				.as(client.update(client.asUpdate("software_statement", statement("client_name", "Stated"))));
			assertThat(client.answer().json()).containsEntry("client_name", "Stated");
			assertThat(resting(client.id())).isEqualTo(1);
			client.delete().expect(204);
			assertThat(resting(client.id())).isZero();
		}

		private static Map<String, Object> withoutSecret(Registered client) {
			Map<String, Object> members = new LinkedHashMap<>(client.answer().json());
			members.remove("client_secret");
			return members;
		}

		private static int resting(String clientId) {
			return server.bean(JdbcTemplate.class)
				.queryForObject("SELECT count(*) FROM dcr_software_statement WHERE client_id = ?", Integer.class,
						clientId);
		}

	}

	@Nested
	class Keys {

		@Test
		void registerWhenIssuerRotatesItsKeyThenNewOneWorksAndOldOneStops() {
			try (StatementIssuer rotating = new StatementIssuer();
					TestServer trusting = TestServer.start(rotating.trusted())) {
				String before = rotating.statement("redirect_uris", List.of(REDIRECT));
				trusting.register(body(before)).expect(201);
				trusting.register(body(before)).expect(201);
				assertThat(rotating.reads()).isEqualTo(1);
				rotating.rotate();
				trusting.register(body(rotating.statement("redirect_uris", List.of(REDIRECT)))).expect(201);
				assertInvalid(trusting.register(body(before)), "current key");
				assertThat(rotating.reads()).isEqualTo(2);
			}
		}

		@Test
		void registerWhenKeysCanNotBeReadThenUnavailableAndNothingFromInside() {
			try (StatementIssuer unreachable = new StatementIssuer()) {
				unreachable.setReachable(false);
				try (TestServer trusting = TestServer
					.start(unreachable.trusted("logging.level.io.github.opendcr=off"))) {
					Answer answer = trusting.register(body(unreachable.statement("redirect_uris", List.of(REDIRECT))));
					assertThat(answer.status()).isEqualTo(503);
					assertThat(answer.json()).containsOnlyKeys("error", "error_description")
						.containsEntry("error", "temporarily_unavailable");
					assertThat(answer.body()).doesNotContain("localhost");
				}
			}
		}

		@Test
		void registerWhenKeysAreInAFileThenTrusted(@TempDir Path directory) throws IOException {
			Path file = Files.writeString(directory.resolve("keys.json"), issuer.jwks());
			try (TestServer trusting = TestServer.start(issuer.trusted("jwks-location=file:" + file))) {
				trusting.register(body(statement())).expect(201);
				RotatingFile.rotate(file);
				trusting.register(body(RotatingFile.statement())).expect(201);
				assertInvalid(trusting.register(body(statement())), "current key");
			}
		}

	}

	@Nested
	class Trust {

		@Test
		void registerWhenStatementIsRequiredThenNobodyComesWithoutOne() {
			try (TestServer strict = TestServer.start(issuer.trusted("dcr.require-software-statement=true"))) {
				Refusals.assertRefused(strict.register("{\"redirect_uris\": [\"" + REDIRECT + "\"]}"),
						"invalid_client_metadata", "software statement");
				Registered client = strict.registered(body(statement()));
				Map<String, Object> update = client.asUpdate();
				update.remove("software_statement");
				Refusals.assertRefused(client.update(update), "invalid_client_metadata", "software statement");
			}
		}

		@Test
		void registerWhenPolicyRequiresStatementThenNobodyComesWithoutOne() {
			try (TestServer strict = TestServer
				.start(issuer.trusted("dcr.policy=vouched", "dcr.policies.vouched.require-software-statement=true"))) {
				Refusals.assertRefused(strict.register("{\"redirect_uris\": [\"" + REDIRECT + "\"]}"),
						"invalid_client_metadata", "software statement");
				Registered client = strict.registered(body(statement()));
				Map<String, Object> update = client.asUpdate();
				update.remove("software_statement");
				Refusals.assertRefused(client.update(update), "invalid_client_metadata", "software statement");
			}
		}

		@Test
		void registerWhenKeysAreBehindAnAuthorityOfTheBundleThenTheyAreRead(@TempDir Path directory) {
			Certificates certificates = new Certificates(directory).with("server", "CN=localhost", "-ext",
					"san=dns:localhost");
			String bundle = "spring.ssl.bundle.jks.authorities.truststore.";
			try (StatementIssuer behindTls = new StatementIssuer(certificates.serverContext());
					TestServer trusting = TestServer
						.start(behindTls.trusted(bundle + "location=file:" + certificates.trusting("server"),
								bundle + "password=" + Certificates.PASSWORD, "dcr.fetch.ssl-bundle=authorities"))) {
				trusting.register(body(behindTls.statement("redirect_uris", List.of(REDIRECT)))).expect(201);
			}
		}

		@Test
		void registerWhenClaimsAreLimitedThenOthersAreUnapproved() {
			try (TestServer strict = TestServer.start(issuer.trusted("allowed-claims=software_id,client_name",
					"required-claims=software_id,exp", "software-ids=app-1,app-2", "audience=https://as.example"))) {
				String[] uris = { "\"redirect_uris\": [\"" + REDIRECT + "\"]" };
				String good = issuer.statement("software_id", "app-2", "aud", "https://as.example", "client_name#fr",
						"Nom");
				strict.register(body(good, uris)).expect(201);
				assertUnapproved(strict.register(
						body(issuer.statement("software_id", "app-1", "aud", "https://as.example", "scope", "openid"),
								uris)),
						"'scope'");
				assertUnapproved(
						strict.register(
								body(issuer.statement("software_id", "app-3", "aud", "https://as.example"), uris)),
						"software_id");
				assertInvalid(strict.register(body(issuer.statement("aud", "https://as.example"), uris)),
						"software_id");
				assertInvalid(strict.register(body(issuer.statement("software_id", "app-1"), uris)), "aud",
						"https://as.example");
			}
		}

		@Test
		void registerWhenUsedStatementsHaveExpiredThenForgotten() {
			try (TestServer strict = TestServer.start(MutableClock.class, issuer.trusted("single-use=true"))) {
				JdbcTemplate jdbc = strict.bean(JdbcTemplate.class);
				strict.register(body(statement("jti", "short"))).expect(201);
				strict.register(body(statement("jti", "long", "exp", 9_000_000_000L))).expect(201);
				strict.bean(MutableClock.class).advance(Duration.ofHours(2));
				strict.register(body(statement("jti", "next", "exp", 9_000_000_000L))).expect(201);
				assertThat(jdbc.queryForObject("SELECT count(*) FROM dcr_software_statement_use", Integer.class))
					.isEqualTo(2);
				assertInvalid(strict.register(body(statement("jti", "long", "exp", 9_000_000_000L))), "another client");
			}
		}

		@Test
		void registerWhenIssuerOrVerifierIsABeanThenAsked() {
			try (TestServer trusting = TestServer.start(IssuerBean.class)) {
				trusting.register(body(statement())).expect(201);
			}
			try (TestServer trusting = TestServer.start(VerifierBean.class)) {
				assertThat(trusting.register(body("anything")).expect(201).json())
					.containsEntry("redirect_uris", List.of(REDIRECT))
					.containsEntry("software_statement", "anything");
			}
		}

	}

	@Nested
	class OwnBeans {

		@Test
		void registerOrUpdateThenStatementIsVerifiedOnceAndOutsideOfTheTransaction() {
			try (TestServer trusting = TestServer.start(VerifierBean.class)) {
				List<Boolean> calls = trusting.bean(VerifierBean.class).withinTransaction;
				Registered client = trusting.registered(body("anything"));
				assertThat(calls).containsExactly(false);
				client.update(client.asUpdate("software_statement", "another")).expect(200);
				assertThat(calls).containsExactly(false, false);
			}
		}

		@Test
		void registerWhenPolicyReplacesTheStatementThenThatIsVerified() {
			try (TestServer trusting = TestServer.start(ReplacingPolicy.class)) {
				trusting.register(body("sent")).expect(201);
				assertThat(trusting.bean(JdbcTemplate.class)
					.queryForList("SELECT issuer FROM dcr_software_statement", String.class))
					.containsExactly("https://bean.example/replaced");
			}
		}

		@Test
		void registerWhenWithdrawnMeanwhileAndAListenerFailsThenClientIsDisabled() {
			try (TestServer trusting = TestServer.start(WithdrawnMeanwhile.class)) {
				Registered client = trusting.registered(body("anything"));
				assertThat(trusting.bean(ClientLifecycle.class).find(client.id()).status())
					.isEqualTo(ClientStatus.DISABLED);
			}
		}

	}

	/**
	 * Keys in a file that the operator replaces.
	 */
	private static final class RotatingFile {

		private static final RSAKey KEY = StatementIssuer.newKey("of the file");

		private RotatingFile() {
		}

		static void rotate(Path file) throws IOException {
			Files.writeString(file, new JWKSet(KEY.toPublicJWK()).toString());
		}

		static String statement() {
			return StatementIssuer.sign(KEY,
					"{\"iss\": \"" + StatementIssuer.NAME + "\", \"redirect_uris\": [\"" + REDIRECT + "\"]}");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class IssuerBean {

		@Bean
		TrustedIssuer trustedIssuer() {
			return TrustedIssuer.of(StatementIssuer.NAME, new ByteArrayResource(issuer.jwks().getBytes()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class VerifierBean {

		final List<Boolean> withinTransaction = new CopyOnWriteArrayList<>();

		@Bean
		SoftwareStatementVerifier verifier() {
			return (statement) -> {
				this.withinTransaction.add(TransactionSynchronizationManager.isActualTransactionActive());
				return new SoftwareStatement("https://bean.example/" + statement, null,
						ClientMetadata.of(Map.of("redirect_uris", List.of(REDIRECT))), null);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(VerifierBean.class)
	static class ReplacingPolicy {

		@Bean
		ClientMetadataPolicy replacing() {
			return (metadata, context) -> metadata.with("software_statement", "replaced");
		}

	}

	/**
	 * A withdrawal that the registration's transaction could not see yet, and which did
	 * not see the client.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(VerifierBean.class)
	static class WithdrawnMeanwhile {

		@Bean
		RegistrationConstraint withdrawal(SoftwareStatementStore store) {
			return new RegistrationConstraint() {

				@Override
				public void onRegister(ClientRegistration registration) {
					TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

						@Override
						public void beforeCommit(boolean readOnly) {
							store.withdraw(new SoftwareStatementWithdrawal("https://bean.example/anything", null,
									Instant.now().truncatedTo(ChronoUnit.SECONDS)));
						}

					});
				}

			};
		}

		@EventListener
		@Order(0)
		void fail(ClientEvent.Registered event) {
			throw new IllegalStateException("a listener of the application");
		}

	}

}
