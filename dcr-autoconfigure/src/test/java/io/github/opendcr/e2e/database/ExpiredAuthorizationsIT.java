package io.github.opendcr.e2e.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestServer;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/scale.md} deletes of authorizations every night.
 */
class ExpiredAuthorizationsIT {

	private static final String CALLBACK = "https://client.example/cb";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(TestDatabases.postgresql().createSpringTables(), AllEndpoints.class,
				AllEndpoints.PROPERTIES);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static void deleteAsOfTheDayAfterTomorrow() throws IOException {
		List<String> statements = Pattern.compile("DELETE FROM oauth2_authorization [^;]+;")
			.matcher(Files.readString(Path.of("..", "docs", "scale.md")))
			.results()
			.map(MatchResult::group)
			.toList();
		assertThat(statements).isNotEmpty();
		for (String statement : statements) {
			assertThat(statement).contains("interval '1 day'");
			server.bean(JdbcTemplate.class).execute(statement.replace("interval '1 day'", "interval '-2 days'"));
		}
	}

	private static boolean redirects(Browser browser, Map<String, String> request) {
		return browser.authorize(request).status() != 400;
	}

	@Test
	void deleteThenPushedRequestsAreGoneAndWhatUsersDecideAboutIsNot() throws IOException {
		Registered client = server.registered(Answer.write(Map.of("redirect_uris", List.of(CALLBACK))));
		Map<String, String> request = Browser.request(client.id(), CALLBACK);
		request.put("scope", "openid profile");
		String requestUri = server.http()
			.form("/oauth2/par", request, TestServer.basic(client.id(), client.secret()))
			.expect(201)
			.string("request_uri");
		Map<String, String> pushed = Map.of("client_id", client.id(), "request_uri", requestUri);
		Browser browser = new Browser(server.http());
		browser.logIn();
		Answer page = browser.authorize(request);
		deleteAsOfTheDayAfterTomorrow();
		assertThat(redirects(browser, pushed)).isFalse();
		assertThat(browser.consent(page).expect(302).header("Location")).startsWith(CALLBACK + "?code=");
	}

}
