package io.github.opendcr.sample;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DatabaseSwitch;
import io.github.opendcr.testkit.DatabaseSwitch.State;
import io.github.opendcr.testkit.Http;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people see of the sample while its database is away: the sample's own pages need
 * none, and all others say so.
 */
@SampleTest
class DatabaseAwayTests {

	private static final String TITLE = "This server can't answer at the moment";

	@LocalServerPort
	private int port;

	@Autowired
	private DatabaseSwitch database;

	private Server server;

	private final Visitor visitor = new Visitor();

	@BeforeEach
	void setUp() {
		this.server = new Server(this.port);
	}

	@AfterEach
	void isBack() {
		this.database.set(State.THERE);
	}

	@Test
	void pagesWhenTheDatabaseIsAwayThenAreThere() {
		this.database.set(State.AWAY);
		for (String path : new String[] { "/", "/login", "/dcr/try", "/dcr/try?as=json", "/sample.css" }) {
			assertThat(this.server.get(path, "Accept", "text/html").status()).as(path).isEqualTo(200);
		}
	}

	@Test
	void loginWhenTheDatabaseIsAwayThenLogsInAndTheAuthorizationComesAgain() {
		this.database.set(State.AWAY);
		logIn("user");
		assertThat(this.visitor.page().select(".who").text()).isEqualTo("user is logged in Log out");
		Map<String, String> request = Browser.request("sample-client", "http://127.0.0.1:8080/callback");
		this.visitor.open(this.server.uri("/oauth2/authorize?" + Http.encode(request)));
		assertComesAgain();
	}

	@Test
	void consoleWhenTheDatabaseIsAwayThenComesAgain() {
		this.database.set(State.AWAY);
		logIn("admin");
		this.visitor.open(this.server.uri("/dcr/console"));
		assertComesAgain();
		this.database.set(State.THERE);
		this.visitor.open(this.server.uri("/dcr/console"));
		assertThat(this.visitor.answer().status()).isEqualTo(200);
	}

	@Test
	void tryWhenTheDatabaseIsAwayThenShowsWhatTheServerAnswers() {
		this.visitor.open(this.server.uri("/dcr/try"));
		this.database.set(State.AWAY);
		this.visitor.click("button[value=register]", "name", "Too early");
		assertThat(this.visitor.answer().status()).isEqualTo(200);
		assertThat(this.visitor.page().select("#last").text()).isEqualTo("Register 503 Service Unavailable");
		assertThat(this.visitor.page().text()).contains("temporarily_unavailable").doesNotContain("HikariPool");
		this.database.set(State.THERE);
		this.visitor.click("button[value=register]");
		assertThat(this.visitor.page().select("#last").text()).isEqualTo("Register 201 Created");
	}

	private void logIn(String user) {
		this.visitor.open(this.server.uri("/login")).click("main button", "username", user, "password", "password");
	}

	private void assertComesAgain() {
		Answer answer = this.visitor.answer();
		assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
		assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
		assertThat(this.visitor.page().select("h1").text()).isEqualTo(TITLE);
		assertThat(answer.toString()).doesNotContain("HikariPool", "Exception");
	}

}
