package io.github.opendcr.e2e.database;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.OperatorAction;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.lifecycle.ClientRecord;
import io.github.opendcr.lifecycle.ClientUses;
import io.github.opendcr.lifecycle.RecurringTask;
import io.github.opendcr.registration.MemberOrigins.Origin;
import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.SeenEvents;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;
import io.github.opendcr.token.IssuedInitialAccessToken;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

/**
 * What an operator finds out by the Actuator endpoint {@code dcrclients}, what it keeps
 * of what they do, and what they can do beside approving. A subclass supplies the server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientsEndpointContract {

	private static final String[] ADMIN = TestServer.basic("user", "password");

	private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials");

	private TestServer server;

	private int number;

	/**
	 * Start a server with {@link Application} and {@link #properties()}.
	 */
	abstract TestServer start();

	static String[] properties() {
		return Stream
			.of(AllEndpoints.PROPERTIES,
					new String[] { "dcr.reaper.never-used-after=24h", "dcr.reaper.interval=1d",
							"management.endpoints.web.exposure.include=dcrclients,dcrtokens" })
			.flatMap(Stream::of)
			.toArray(String[]::new);
	}

	@BeforeAll
	void startServer() {
		this.server = start();
	}

	@BeforeEach
	void setClock() {
		this.server.bean(MutableClock.class).set(Instant.now());
	}

	@AfterAll
	void stopServer() {
		this.server.close();
	}

	@Test
	void listWhenByNameThenThoseThatBeginSoInAnyLanguageAndCase() {
		Registered one = named("Zo\u00eb's Tool", "");
		Registered two = named("zo\u00cb'S TOOL (new)", "");
		Registered third = named("Other", ", \"client_name#fr\": \"Zo\u00eb's Tool en fran\u00e7ais\"");
		named("A Zo\u00eb's Tool", "");
		assertThat(found("name=" + encoded("ZO\u00cb's t"))).containsExactlyInAnyOrder(one.id(), two.id(), third.id());
		assertThat(found("name=" + encoded("Zo\u00eb's Tool ("))).containsExactly(two.id());
		assertThat(found("name=" + encoded("Zo\u00eb%"))).isEmpty();
	}

	@Test
	void listWhenNamesAreAlikeThenEveryPageHasItsOwn() {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			ids.add(named((i < 3) ? "Many alike" : "Many alike " + i, "").id());
		}
		assertThat(found("name=many&limit=2")).containsExactlyInAnyOrderElementsOf(ids);
	}

	@Test
	void listWhenNameIsUpdatedThenFoundByTheNewOneAlone() {
		Registered client = named("Before the update", "");
		Registered updated = client.as(client.update(client.asUpdate("client_name", "After the update")));
		assertThat(found("name=before")).isEmpty();
		assertThat(found("name=after")).containsExactly(client.id());
		Map<String, Object> without = updated.asUpdate();
		without.remove("client_name");
		without.put("redirect_uris", List.of("https://elsewhere.example/cb"));
		updated.update(without).expect(200);
		assertThat(found("name=after")).isEmpty();
		assertThat(found("redirectHost=elsewhere.example")).containsExactly(client.id());
	}

	@Test
	void listWhenSomeAreInTheIndexAndOthersNotYetThenAllAreFound() {
		Registered indexed = named("Indexed or not", "");
		Registered changed = named("Another name", "");
		this.server.bean(MutableClock.class).advance(Duration.ofMinutes(3));
		index();
		changed.update(changed.asUpdate("client_name", "Indexed or not")).expect(200);
		Registered newer = named("Indexed or not", "");
		assertThat(found("name=indexed&limit=1")).containsExactlyInAnyOrder(indexed.id(), changed.id(), newer.id());
		assertThat(found("name=another")).isEmpty();
		index();
		newer.delete().expect(204);
		indexed.delete().expect(204);
		assertThat(found("name=indexed&limit=1")).containsExactly(changed.id());
	}

	// What the thread does every ten seconds
	private void index() {
		this.server.context().getBeansOfType(JdbcClientRegistrationStore.class).values().forEach((store) -> {
			assertThat(this.server.context().getBean("searchIndexTask", RecurringTask.class).isRunning()).isTrue();
			store
				.termIndex(this.server.bean(RegistrationTransactions.class).operations(),
						this.server.bean(MutableClock.class))
				.accept(() -> false);
		});
	}

	@Test
	void listWhenByRedirectHostThenOfAnyOfTheUris() {
		Registered client = this.server.registered("""
				{"redirect_uris": ["https://first.example/cb", "https://second.example/cb", "com.example.app:/cb"]}""");
		assertThat(found("redirectHost=first.example")).containsExactly(client.id());
		assertThat(found("redirectHost=second.EXAMPLE")).containsExactly(client.id());
		assertThat(found("redirectHost=example")).isEmpty();
		client.delete().expect(204);
		assertThat(found("redirectHost=first.example")).isEmpty();
	}

	@Test
	void listWhenBySoftwareStatusAndTimeThenAllMustBeSo() {
		Instant before = this.server.bean(MutableClock.class).instant();
		Registered one = named("One", ", \"software_id\": \"software-of-this-test\"");
		Registered two = named("Two", ", \"software_id\": \"software-of-this-test\"");
		change(two, "{\"status\": \"disabled\"}").expect(200);
		String query = "softwareId=software-of-this-test";
		assertThat(found(query)).containsExactlyInAnyOrder(one.id(), two.id());
		assertThat(found(query + "&status=disabled")).containsExactly(two.id());
		assertThat(found(query + "&name=one")).containsExactly(one.id());
		assertThat(found(query + "&name=one&status=disabled")).isEmpty();
		Instant from = before.minusSeconds(2);
		assertThat(found(query + "&registeredFrom=" + from)).hasSize(2);
		assertThat(found(query + "&registeredUntil=" + from)).isEmpty();
		assertThat(found("registeredFrom=" + from + "&limit=1")).contains(one.id(), two.id()).doesNotHaveDuplicates();
		assertThat(found("registeredFrom=" + from + "&registeredUntil=" + before.plusSeconds(60))).contains(one.id(),
				two.id());
	}

	@Test
	void listWhenByInitialAccessTokenOrPrincipalThenTheirClients() {
		IssuedInitialAccessToken token = this.server.bean(InitialAccessTokens.class)
			.issue(InitialAccessTokenTerms.SINGLE_USE);
		Registered byToken = new Registered(this.server.http(),
				this.server
					.register("{\"redirect_uris\": [\"https://client.example/cb\"]}", Registered.bearer(token.value()))
					.expect(201));
		assertThat(found("initialAccessToken=" + token.token().id())).containsExactly(byToken.id());
		assertThat(found("registeredBy=nobody-like-that")).isEmpty();
	}

	@Test
	void listWhenByUseThenThoseThatNobodyUsedForTheLongestFirst() {
		Registered never = credentials();
		Registered used = credentials();
		this.server.token(used.id(), used.secret(), GRANT).expect(200);
		this.server.bean(ClientUses.class).flush();
		Instant at = this.server.bean(ClientUseStore.class).find(List.of(used.id())).get(used.id()).lastUsedAt();
		assertThat(found("neverUsed=true&limit=3")).contains(never.id()).doesNotContain(used.id());
		assertThat(found("usedFrom=" + at + "&usedUntil=" + at)).contains(used.id()).doesNotContain(never.id());
		assertThat(found("usedUntil=" + at.minusMillis(1))).doesNotContain(used.id());
		assertThat(found("usedFrom=" + at.plusMillis(1))).doesNotContain(used.id());
		assertThat(view(used)).containsEntry("lastUsedAt", at.toString()).containsEntry("firstUsedAt", at.toString());
		assertThat(view(never)).doesNotContainKey("lastUsedAt");
	}

	@ParameterizedTest
	@CsvSource({ "registeredFrom=yesterday", "usedUntil=1", "neverUsed=yes",
			"registeredUntil=%2B999999999-12-31T00:00:00Z", "usedFrom=-999999999-01-01T00:00:00Z",
			"neverUsed=true&usedFrom=2026-01-01T00:00:00Z", "name=", "name=x&after=%00", "neverUsed=true&after=x",
			"neverUsed=true&after=%00", "limt=1", "status=active&nme=x" })
	void listWhenParameterIsBadThen400WithReason(String query) {
		Answer answer = this.server.http().get("/actuator/dcrclients?" + query, ADMIN).expect(400);
		assertThat(answer.string("error")).isEqualTo("invalid_request");
		assertThat(answer.string("error_description")).isNotEmpty();
	}

	@Test
	void requestWhenMemberIsUnknownThen400NamesItAndNothingIsChanged() {
		Registered client = credentials();
		Answer answer = change(client, "{\"status\": \"disabled\", \"reasn\": \"typo\"}").expect(400);
		assertThat(answer.string("error_description")).contains("reasn").contains("reason");
		assertThat(view(client)).containsEntry("status", "active");
		assertThat(this.server.http().delete("/actuator/dcrclients/" + client.id() + "?why=x", ADMIN).status())
			.isEqualTo(400);
		client.read().expect(200);
		assertThat(this.server.http().post("/actuator/dcrtokens", "{\"use\": \"3\"}", ADMIN).expect(400).body())
			.contains("use")
			.contains("uses");
	}

	@Test
	void changeThenWhoWhenAndWhyIsKeptAndTold() {
		Registered client = credentials();
		this.server.bean(SeenEvents.class).seen().clear();
		change(client, "{\"status\": \"disabled\", \"reason\": \"Spam; see ticket 7\"}").expect(200);
		change(client, "{\"status\": \"active\"}").expect(200);
		List<Map<String, Object>> actions = actions(client);
		assertThat(actions).extracting((action) -> action.get("action")).containsExactly("enabled", "disabled");
		assertThat(actions.get(1)).containsEntry("by", "user").containsEntry("reason", "Spam; see ticket 7");
		assertThat(Instant.parse((String) actions.get(1).get("at"))).isBefore(Instant.now().plusSeconds(60));
		assertThat(actions.get(0)).doesNotContainKey("reason");
		assertThat(this.server.bean(SeenEvents.class).seen()).filteredOn(OperatorAction.class::isInstance)
			.extracting((event) -> ((OperatorAction) event).reason())
			.containsExactly("Spam; see ticket 7", null);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\u0000", "\\u001b", "LONG" })
	void changeWhenReasonCannotBeKeptThen400AndNothingIsChanged(String reason) {
		Registered client = credentials();
		Answer answer = change(client,
				"{\"status\": \"disabled\", \"reason\": \"" + reason.replace("LONG", "x".repeat(1001)) + "\"}")
			.expect(400);
		assertThat(answer.string("error_description")).contains("reason");
		assertThat(view(client)).containsEntry("status", "active");
		assertThat(actions(client)).isEmpty();
	}

	@Test
	void deleteThenTheActionOutlivesTheClient() {
		Registered client = credentials();
		this.server.http()
			.delete("/actuator/dcrclients/" + client.id() + "?reason=" + encoded("asked for by its owner"), ADMIN)
			.expect(204);
		assertThat(actions(client)).singleElement()
			.satisfies((action) -> assertThat(action).containsEntry("action", "deleted")
				.containsEntry("reason", "asked for by its owner"));
		assertThat(get(client.id() + "/export").expect(200).json()).containsOnlyKeys("clientId", "actions");
		Registered byItself = credentials();
		byItself.delete().expect(204);
		assertThat(actions(byItself)).isEmpty();
		get(byItself.id() + "/export").expect(404);
	}

	@Test
	void tokenWhenReissuedThenOnlyTheNewOneWorks() {
		Registered client = credentials();
		Answer answer = this.server.http()
			.post("/actuator/dcrclients/" + client.id() + "/token", "{\"reason\": \"lost\"}", ADMIN)
			.expect(200);
		assertThat(answer.header("Cache-Control")).contains("no-store");
		String token = answer.string("registrationAccessToken");
		Refusals.assertInvalidToken(client.read());
		Refusals.assertInvalidToken(client.update(client.asUpdate()));
		assertThat(this.server.http().get(client.uri(), Registered.bearer(token)).expect(200).clientId())
			.isEqualTo(client.id());
		this.server.token(client.id(), client.secret(), GRANT).expect(200);
		assertThat(actions(client).get(0)).containsEntry("action", "token_reissued").containsEntry("reason", "lost");
		assertThat(get(client.id()).body()).doesNotContain(token);
		assertThat(get(client.id() + "/export").body()).doesNotContain(token);
	}

	@Test
	void tokenWhenRevokedThenNoneWorksUntilReissued() {
		Registered client = credentials();
		String path = "/actuator/dcrclients/" + client.id() + "/token";
		this.server.http().delete(path + "?reason=leaked", ADMIN).expect(204);
		Refusals.assertInvalidToken(client.read());
		this.server.token(client.id(), client.secret(), GRANT).expect(200);
		assertThat(actions(client).get(0)).containsEntry("action", "token_revoked");
		String token = this.server.http().post(path, "{}", ADMIN).expect(200).string("registrationAccessToken");
		this.server.http().get(client.uri(), Registered.bearer(token)).expect(200);
	}

	@Test
	void exportThenAllOfTheClientAndNoCredential() {
		Registered client = credentials();
		String token = this.server.token(client.id(), client.secret(), GRANT).expect(200).string("access_token");
		this.server.bean(ClientUses.class).flush();
		ClientRegistration stored = this.server.bean(ClientRegistrationStore.class).findByClientId(client.id());
		Answer answer = get(client.id() + "/export?reason=" + encoded("its owner asked")).expect(200);
		assertThat(answer.json()).containsKeys("metadata", "issuedAt", "updatedAt", "lastUsedAt", "status")
			.containsEntry("hasRegistrationAccessToken", true)
			.containsEntry("grants", Map.of("authorizations", 1, "consents", 0));
		assertThat(answer.body()).doesNotContain(client.secret(), client.token(), stored.tokenHash(), token);
		assertThat(actions(client).get(0)).containsEntry("action", "exported")
			.containsEntry("reason", "its owner asked");
	}

	@Test
	void findWhenSomethingElseWasGrantedThenWhatWasAskedForLast() {
		Registered client = this.server.registered("""
				{"redirect_uris": ["https://client.example/cb"], "client_name": "Asks for more",
				 "grant_types": ["implicit", "authorization_code"], "scope": "openid no-such-scope",
				 "favourite_colour": "red"}""");
		Map<String, Object> asked = Map.of("grant_types", List.of("implicit", "authorization_code"), "scope",
				"openid no-such-scope");
		assertThat(get(client.id()).json()).containsEntry("asked", asked);
		assertThat(get(client.id() + "/export").json()).containsEntry("asked", asked);
		assertThat(client.read().json()).doesNotContainKey("asked").containsEntry("scope", "openid");
		change(client, "{\"status\": \"disabled\"}").expect(200);
		change(client, "{\"status\": \"active\"}").expect(200);
		assertThat(get(client.id()).json()).containsEntry("asked", asked);
		Registered updated = client.as(client.update(client.asUpdate("scope", "no-such-scope openid profile")));
		assertThat(get(client.id()).json()).containsEntry("asked", Map.of("scope", "no-such-scope openid profile"));
		updated.update(updated.asUpdate()).expect(200);
		assertThat(get(client.id()).json()).doesNotContainKey("asked");
	}

	@Test
	void eraseThenNothingIsLeft() {
		Registered client = credentials();
		this.server.token(client.id(), client.secret(), GRANT).expect(200);
		this.server.bean(ClientUses.class).flush();
		assertThat(this.server.bean(ClientUseStore.class).find(List.of(client.id()))).isNotEmpty();
		change(client, "{\"status\": \"disabled\", \"reason\": \"first\"}").expect(200);
		this.server.http().delete("/actuator/dcrclients/" + client.id() + "/everything", ADMIN).expect(204);
		assertThat(this.server.find(client.id())).isNull();
		assertThat(this.server.bean(ClientUseStore.class).find(List.of(client.id()))).isEmpty();
		assertThat(this.server.bean(OperatorActionStore.class).find(client.id(), 10)).isEmpty();
		get(client.id() + "/export").expect(404);
		Registered deleted = credentials();
		this.server.http().delete("/actuator/dcrclients/" + deleted.id(), ADMIN).expect(204);
		assertThat(actions(deleted)).hasSize(1);
		this.server.http().delete("/actuator/dcrclients/" + deleted.id() + "/everything", ADMIN).expect(204);
		assertThat(actions(deleted)).isEmpty();
		this.server.http().delete("/actuator/dcrclients/" + deleted.id() + "/everything", ADMIN).expect(404);
	}

	@Test
	void eraseThenWhoAndWhyAreToldAndNotKept() {
		Registered client = credentials();
		this.server.bean(SeenEvents.class).seen().clear();
		this.server.http()
			.delete("/actuator/dcrclients/" + client.id() + "/everything?reason=" + encoded("x".repeat(1001)), ADMIN)
			.expect(400);
		client.read().expect(200);
		this.server.http()
			.delete("/actuator/dcrclients/" + client.id() + "/everything?reason=" + encoded("Article 17"), ADMIN)
			.expect(204);
		assertThat(this.server.bean(SeenEvents.class).seen()).last(InstanceOfAssertFactories.type(OperatorAction.class))
			.satisfies((action) -> {
				assertThat(action.kind()).isEqualTo(OperatorAction.Kind.ERASED);
				assertThat(action.by()).isEqualTo("user");
				assertThat(action.reason()).isEqualTo("Article 17");
			});
		assertThat(actions(client)).isEmpty();
	}

	@Test
	void directoryThenCountsByStatusAndByDay() {
		ClientDirectory directory = this.server.bean(ClientDirectory.class);
		MutableClock clock = this.server.bean(MutableClock.class);
		clock.set(Instant.parse("2031-05-04T23:59:59Z"));
		Map<ClientStatus, Long> before = directory.countByStatus();
		Registered client = credentials();
		credentials();
		clock.set(Instant.parse("2031-05-06T00:00:00Z"));
		Registered disabled = credentials();
		change(disabled, "{\"status\": \"disabled\"}").expect(200);
		assertThat(directory.countByStatus()).containsOnlyKeys(ClientStatus.values())
			.containsEntry(ClientStatus.ACTIVE, before.get(ClientStatus.ACTIVE) + 2)
			.containsEntry(ClientStatus.DISABLED, before.get(ClientStatus.DISABLED) + 1);
		LocalDate today = LocalDate.parse("2031-05-06");
		assertThat(directory.registrationsByDay(3)).containsExactly(entry(today.minusDays(2), 2L),
				entry(today.minusDays(1), 0L), entry(today, 1L));
		client.delete().expect(204);
		assertThat(directory.registrationsByDay(366)).hasSize(366).containsEntry(today.minusDays(2), 1L);
		assertThatIllegalArgumentException().isThrownBy(() -> directory.registrationsByDay(367));
		assertThatIllegalArgumentException().isThrownBy(() -> directory.registrationsByDay(0));
	}

	@Test
	void directoryWhenOneClientThenAllThatIsKeptAndNothingIsWritten() {
		ClientDirectory directory = this.server.bean(ClientDirectory.class);
		Registered client = credentials();
		this.server.token(client.id(), client.secret(), GRANT).expect(200);
		this.server.bean(ClientUses.class).flush();
		change(client, "{\"status\": \"active\", \"reason\": \"no change\"}").expect(200);
		ClientRecord kept = directory.find(client.id());
		assertThat(kept.registration().status()).isEqualTo(ClientStatus.ACTIVE);
		assertThat(kept.use().lastUsedAt()).isNotNull();
		assertThat(kept.grants()).containsEntry("authorizations", 1L).containsEntry("consents", 0L);
		assertThat(kept.origins()).containsEntry("client_name", Origin.SENT)
			.containsOnlyKeys(kept.registration().metadata().asMap().keySet());
		assertThat(kept.actions()).isEmpty();
		assertThat(directory.find("unknown")).isNull();
		this.server.http().delete("/actuator/dcrclients/" + client.id(), ADMIN).expect(204);
		assertThat(directory.find(client.id())).satisfies((gone) -> {
			assertThat(gone.registration()).isNull();
			assertThat(gone.actions()).hasSize(1);
		});
	}

	@Test
	void reaperThenLooksOrRuns() {
		Registered client = credentials();
		MutableClock clock = this.server.bean(MutableClock.class);
		clock.set(Instant.now().plus(Duration.ofHours(25)));
		Map<String, Object> seen = post("{\"reaper\": \"observe\"}").expect(200).json();
		assertThat(seen).containsEntry("deleted", false).containsKeys("expired", "unused", "failed");
		assertThat((Integer) seen.get("neverUsed")).isPositive();
		client.read().expect(200);
		assertThat(post("{\"reaper\": \"run\"}").expect(200).json()).containsEntry("deleted", true)
			.containsEntry("neverUsed", seen.get("neverUsed"))
			.containsEntry("registrationsWithoutClient", List.of());
		Refusals.assertInvalidToken(client.read());
		assertThat(post("{\"reaper\": \"now\"}").status()).isEqualTo(400);
		assertThat(post("{}").status()).isEqualTo(400);
	}

	@Test
	void partWhenThereIsNoneThen404() {
		Registered client = credentials();
		get(client.id() + "/secret").expect(404);
		this.server.http().post("/actuator/dcrclients/" + client.id() + "/secret", "{}", ADMIN).expect(404);
		this.server.http().delete("/actuator/dcrclients/" + client.id() + "/secret", ADMIN).expect(404);
		this.server.http().post("/actuator/dcrclients/none/token", "{}", ADMIN).expect(404);
		this.server.http().delete("/actuator/dcrclients/none/token", ADMIN).expect(404);
		client.read().expect(200);
	}

	private Registered named(String name, String more) {
		return this.server.registered("{\"client_name\": \"" + name + "\", \"redirect_uris\": "
				+ "[\"https://client.example/cb" + this.number++ + "\"]" + more + "}");
	}

	private Registered credentials() {
		return this.server.registered("""
				{"redirect_uris": ["https://client.example/cb"], "client_name": "With credentials",
				"grant_types": ["authorization_code", "client_credentials"]}""");
	}

	@SuppressWarnings("unchecked")
	private List<String> found(String query) {
		List<String> ids = new ArrayList<>();
		String next = "";
		while (next != null) {
			Map<String, Object> page = this.server.http()
				.get("/actuator/dcrclients?" + query + next, ADMIN)
				.expect(200)
				.json();
			((List<Map<String, Object>>) page.get("clients"))
				.forEach((client) -> ids.add((String) client.get("clientId")));
			next = page.containsKey("next") ? "&after=" + encoded((String) page.get("next")) : null;
		}
		return ids;
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> actions(Registered client) {
		return (List<Map<String, Object>>) get(client.id() + "/actions").expect(200).json().get("actions");
	}

	private Map<String, Object> view(Registered client) {
		return get(client.id()).expect(200).json();
	}

	private Answer get(String path) {
		return this.server.http().get("/actuator/dcrclients/" + path, ADMIN);
	}

	private Answer post(String body) {
		return this.server.http().post("/actuator/dcrclients", body, ADMIN);
	}

	private Answer change(Registered client, String body) {
		return this.server.http().post("/actuator/dcrclients/" + client.id(), body, ADMIN);
	}

	private static String encoded(String value) {
		return Http.encode(Map.of("", value)).substring(1);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AllEndpoints.class, MutableClock.class, SeenEvents.class })
	static class Application {

	}

}
