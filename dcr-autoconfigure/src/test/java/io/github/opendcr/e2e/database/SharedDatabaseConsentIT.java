package io.github.opendcr.e2e.database;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Consents on two servers over one PostgreSQL: what a client changes at one of them ends
 * what its users said at the other.
 */
class SharedDatabaseConsentIT {

	private static final String CALLBACK = "https://client.example/cb";

	private static final String ELSEWHERE = "https://elsewhere.example/cb";

	private static TestServer one;

	private static TestServer other;

	@RegisterExtension
	final ConcurrentCalls calls = new ConcurrentCalls();

	@BeforeAll
	static void start() {
		TestDatabase database = TestDatabases.postgresql().createSpringTables();
		String[] properties = Stream
			.concat(Stream.of(AllEndpoints.PROPERTIES),
					Stream.of("dcr.allowed-scopes=openid,profile," + String.join(",", scopes(70))))
			.toArray(String[]::new);
		one = TestServer.start(database, AllEndpoints.class, properties);
		other = TestServer.start(database, AllEndpoints.class, properties);
	}

	@AfterAll
	static void stop() {
		other.close();
		one.close();
	}

	private static List<String> scopes(int number) {
		return IntStream.range(0, number).mapToObj("scope-%03d"::formatted).toList();
	}

	private static Registered register() {
		return one.registered(Answer
			.write(Map.of("redirect_uris", List.of(CALLBACK), "client_name", "Notes", "scope", "openid profile")));
	}

	private static Browser browser(TestServer node) {
		Browser browser = new Browser(node.http());
		browser.logIn();
		return browser;
	}

	private static Answer authorize(Browser browser, Registered client, String redirectUri) {
		return browser.authorize(client.id(), redirectUri, Map.of("scope", "profile"));
	}

	private static Registered changed(TestServer node, Registered client, String member, Object value) {
		return client.as(node.http()
			.put("/oauth2/register/" + client.id(), Answer.write(client.asUpdate(member, value)),
					client.answer().bearer()));
	}

	private static void assertAsked(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
		assertThat(answer.body()).contains("name=\"scope\"", "value=\"profile\"");
	}

	private static void assertCode(Answer answer, String redirectUri) {
		assertThat(answer.expect(302).header("Location")).startsWith(redirectUri + "?code=");
	}

	private static String asking(int scopes) {
		return Answer.write(Map.of("redirect_uris", List.of(CALLBACK), "scope", String.join(" ", scopes(scopes))));
	}

	/**
	 * What a user can't agree to at once, no client is granted: its users would see an
	 * error of the database.
	 */
	@Test
	void consentWhenToAsManyScopesAsAClientCanHaveThenCode() {
		Registered client = one.registered(asking(60));
		Browser browser = browser(one);
		Answer page = browser.authorize(client.id(), CALLBACK, Map.of("scope", String.join(" ", scopes(60))));
		assertCode(browser.consent(page), CALLBACK);
		Refusals.assertRefused(one.register(asking(61)), "invalid_client_metadata", "scope", "consent");
	}

	/**
	 * Nor is a consent kept to scopes that the client no longer has: there would be no
	 * room for others.
	 */
	@Test
	void consentWhenScopesWereReplacedThenCodeAndThoseThatAreGoneAreAskedForAgain() {
		List<String> all = scopes(70);
		Registered client = one.registered(asking(60));
		Browser browser = browser(one);
		assertCode(browser.consent(authorize(browser, client, all.subList(0, 60))), CALLBACK);
		Registered other = changed(one, client, "scope", String.join(" ", all.subList(10, 70)));
		Answer page = authorize(browser, other, all.subList(10, 70));
		assertThat(page.body()).contains("value=\"scope-069\"").doesNotContain("value=\"scope-059\"");
		assertCode(browser.consent(page), CALLBACK);
		Registered back = changed(one, other, "scope", String.join(" ", all.subList(0, 60)));
		assertThat(authorize(browser, back, all.subList(0, 60)).body()).contains("value=\"scope-009\"")
			.doesNotContain("value=\"scope-010\"");
	}

	private static Answer authorize(Browser browser, Registered client, List<String> scopes) {
		return browser.authorize(client.id(), CALLBACK, Map.of("scope", String.join(" ", scopes)));
	}

	@Test
	void authorizeWhenChangedAtTheOtherNodeThenAskedAnewAtBoth() {
		Registered client = register();
		Browser here = browser(one);
		Browser there = browser(other);
		assertCode(here.consent(authorize(here, client, CALLBACK)), CALLBACK);
		assertCode(authorize(here, client, CALLBACK), CALLBACK);
		assertCode(authorize(there, client, CALLBACK), CALLBACK);
		Registered updated = changed(other, client, "redirect_uris", List.of(CALLBACK, ELSEWHERE));
		assertAsked(authorize(there, updated, ELSEWHERE));
		assertAsked(authorize(here, updated, CALLBACK));
		Answer page = authorize(here, updated, ELSEWHERE);
		assertAsked(page);
		assertCode(here.consent(page), ELSEWHERE);
		assertCode(authorize(there, updated, ELSEWHERE), ELSEWHERE);
	}

	@Test
	void consentWhenChangedAtTheOtherNodeWhileThePageWasOpenThenNoCode() {
		Registered client = register();
		Browser here = browser(one);
		Answer page = authorize(here, client, CALLBACK);
		assertAsked(page);
		Registered updated = changed(other, client, "client_name", "Your bank");
		assertThat(here.consent(page).status()).isEqualTo(400);
		assertAsked(authorize(browser(other), updated, CALLBACK));
		Registered back = changed(other, updated, "redirect_uris", List.of(ELSEWHERE));
		Answer second = authorize(here, back, ELSEWHERE);
		changed(other, back, "redirect_uris", List.of(CALLBACK));
		Answer refused = here.consent(second);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.header("Location")).isEmpty();
	}

	/**
	 * Whoever is first: of the page the user said what it showed, and nothing else.
	 */
	@RepeatedTest(10)
	void consentWhenAtTheSameMomentAsAChangeThenNoCodeGoesWhereTheUserWasNotTold() throws Exception {
		Registered client = register();
		Browser here = browser(one);
		Answer page = authorize(here, client, CALLBACK);
		List<Answer> answers = this.calls.<Answer>atOnce(List.of(() -> here.consent(page),
				() -> changed(other, client, "redirect_uris", List.of(ELSEWHERE)).answer()));
		Answer consented = answers.get(0);
		if (consented.status() == 302) {
			assertCode(consented, CALLBACK); // before the change
		}
		else {
			assertThat(consented.status()).as(consented.toString()).isEqualTo(400);
		}
		assertThat(authorize(here, client, CALLBACK).status()).as("the host is withdrawn").isEqualTo(400);
		assertAsked(authorize(here, client, ELSEWHERE));
		assertAsked(authorize(browser(other), client, ELSEWHERE));
	}

}
