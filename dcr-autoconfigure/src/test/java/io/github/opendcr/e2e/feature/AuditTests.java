package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.OperatorAction;
import io.github.opendcr.audit.RecentRefusals;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.DocumentClient;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who did what, as the log and the audit events of Spring Boot have it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTests {

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "%s", "scope": "openid"}""";

	@RegisterExtension
	private final ConcurrentCalls calls = new ConcurrentCalls();

	private final Lines lines = new Lines();

	private final Logger log = (Logger) LoggerFactory.getLogger("io.github.opendcr.audit");

	private TestServer server;

	private Heard heard;

	@BeforeAll
	void start() {
		this.server = TestServer.start(Auditing.class, Stream.of(AllEndpoints.PROPERTIES,
				DocumentHost.enabled("dcr.cimd.admission=open", "server.forward-headers-strategy=framework",
						"management.endpoints.web.exposure.include=dcrclients,dcrtokens,dcrstatements,dcrdocuments"))
			.flatMap(Stream::of)
			.toArray(String[]::new));
		this.heard = this.server.bean(Heard.class);
		this.log.setLevel(Level.INFO);
		this.lines.start();
		this.log.addAppender(this.lines);
	}

	@BeforeEach
	void forget() {
		this.lines.written.clear();
		this.heard.events.clear();
		this.heard.failing = false;
		this.server.bean(MutableClock.class).advance(Duration.ofMinutes(2));
	}

	@AfterAll
	void stop() {
		this.log.detachAppender(this.lines);
		this.log.setLevel(null);
		this.server.close();
	}

	@Test
	void changesWhenMadeThenAreOneLineAndOneEventEach() {
		Registered client = new Registered(this.server.http(),
				this.server.register(CLIENT.formatted("My app"), "X-Forwarded-For", "203.0.113.7").expect(201));
		assertThat(this.lines.all()).singleElement()
			.asString()
			.startsWith("dcr.client.registered outcome=success actor=client client_id=" + client.id()
					+ " address=203.0.113.7 correlation_id=")
			.contains(" client_name=\"My app\" redirect_uris=https://client.example/cb scope=openid ",
					" token_endpoint_auth_method=client_secret_basic ", " status=active");
		client.read().expect(200);
		client = client.as(client.update(client.asUpdate("client_name", "New")).expect(200));
		client.delete().expect(204);
		String id = client.id();
		Awaitility.await().forever().untilAsserted(() -> assertThat(this.lines.all()).hasSize(4));
		assertThat(this.lines.of("dcr.client.read")).contains("operation=read", "client_id=" + id);
		assertThat(this.lines.of("dcr.client.updated")).contains("changed=client_name client_name=New");
		assertThat(this.lines.of("dcr.client.deleted")).contains("actor=client client_id=" + id);
		assertThat(this.heard.events).extracting(AuditEvent::getType)
			.containsExactlyInAnyOrder("dcr.client.registered", "dcr.client.read", "dcr.client.updated",
					"dcr.client.deleted");
		assertThat(this.heard.events).extracting(AuditEvent::getPrincipal).containsOnly(id);
		assertThat(this.heard.events.get(0).getData()).containsEntry("client_name", "My app")
			.containsEntry("address", "203.0.113.7")
			.containsEntry("client_id", id);
	}

	@Test
	void linesThenHaveTheirMembersForALogInJson() {
		this.server.registered(CLIENT.formatted("json"));
		assertThat(this.lines.written.get(0).getKeyValuePairs()).extracting((pair) -> pair.key + "=" + pair.value)
			.contains("event=dcr.client.registered", "outcome=success", "client_name=json");
	}

	@Test
	void linesWhenEverythingIsDoneThenHoldNoSecretTokenOrBody() {
		Registered client = this.server.registered(CLIENT.formatted("s"));
		client.update(client.asUpdate("client_uri", "https://not-written.example")).expect(200);
		this.server.get(client.uri(), "Authorization", "Bearer wrong-token").expect(401);
		this.server.register("{\"redirect_uris\": [\"nonsense\"], \"client_name\": \"whole-body\"}").expect(400);
		Answer issued = this.server.post("/actuator/dcrtokens", "{}", TestServer.basic("user", "password"));
		assertThat(issued.status()).isEqualTo(200);
		String all = String.join("\n", this.lines.all()) + this.heard.events;
		assertThat(all).contains("dcr.token.issued", "changed=client_uri")
			.doesNotContain(client.secret(), client.token(), "wrong-token", "whole-body", "not-written",
					issued.string("token"), "dcr_cs_", "dcr_rat_", "dcr_iat_");
	}

	@Test
	void refusalsThenSayWhatAndFromWhere() {
		this.server.register("{\"redirect_uris\": [\"nonsense\"]}", "X-Forwarded-For", "203.0.113.8").expect(400);
		assertThat(this.lines.all()).singleElement()
			.asString()
			.startsWith("dcr.request.refused outcome=refused operation=register actor=client address=203.0.113.8 ")
			.endsWith("error=invalid_redirect_uri status=400 member=redirect_uris");
		assertThat(this.heard.events).singleElement()
			.satisfies((event) -> assertThat(event.getPrincipal()).isEqualTo("client"));
	}

	@Test
	void refusalsWhenTheyFloodThenAreWrittenWithinBoundsAndChangesAlways() {
		for (int i = 0; i < 100; i++) {
			this.server.register("{", "X-Forwarded-For", "203.0.113.9").expect(400);
		}
		this.server.register(CLIENT.formatted("after"), "X-Forwarded-For", "203.0.113.9").expect(201);
		this.server.register("{", "X-Forwarded-For", "203.0.113.10").expect(400);
		assertThat(this.lines.all()).filteredOn((line) -> line.startsWith("dcr.request.refused")).hasSize(31);
		assertThat(this.lines.of("dcr.audit.paused")).contains("address=203.0.113.9");
		assertThat(this.lines.of("dcr.client.registered")).contains("client_name=after");
		assertThat(this.heard.events).hasSize(33);
	}

	@Test
	void linesWhenNamesAreHostileThenStayOneLineEach() {
		this.server.registered(CLIENT.formatted("x\\\" actor=operator"));
		this.server.get("/oauth2/register/" + "y".repeat(500), "Authorization", "Bearer a").expect(401);
		assertThat(this.lines.all()).allSatisfy((line) -> assertThat(line).matches("[\\x20-\\x7E]{1,1000}"));
		assertThat(this.lines.of("dcr.client.registered")).contains("client_name=\"x\\\" actor=operator\"");
	}

	@Test
	void operatorsWhenTheyActThenAreNamed() {
		Registered client = this.server.registered(CLIENT.formatted("operated"));
		String[] operator = TestServer.basic("user", "password");
		String uri = "/actuator/dcrclients/" + client.id();
		this.server.post(uri, "{\"status\": \"disabled\"}", operator).expect(200);
		this.server.post(uri, "{\"status\": \"active\"}", operator).expect(200);
		this.server.http().delete(uri, operator).expect(204);
		for (String type : List.of("dcr.client.disabled", "dcr.client.activated", "dcr.client.deleted")) {
			assertThat(this.lines.of(type))
				.contains("actor=operator principal=user client_id=" + client.id() + " address=127.0.0.1");
		}
		Registered reaped = this.server.registered(CLIENT.formatted("reaped"));
		this.server.bean(ClientLifecycle.class).delete(reaped.id());
		assertThat(this.lines.of("actor=server client_id=" + reaped.id())).startsWith("dcr.client.deleted");
	}

	@Test
	void operatorsWhenTheySayWhyThenItIsWritten() {
		Registered client = this.server.registered(CLIENT.formatted("reasoned"));
		String[] operator = TestServer.basic("user", "password");
		String uri = "/actuator/dcrclients/" + client.id();
		this.server.post(uri, "{\"status\": \"disabled\", \"reason\": \"Ticket 7\"}", operator).expect(200);
		this.server.post(uri + "/token", "{\"reason\": \"Ticket 8\"}", operator).expect(200);
		this.server.http().delete(uri + "/token?reason=Ticket+9", operator).expect(204);
		this.server.http().get(uri + "/export?reason=Ticket+10", operator).expect(200);
		this.server.http().delete(uri + "?reason=Ticket+11", operator).expect(204);
		this.server.http().delete(uri + "/everything?reason=Ticket+12", operator).expect(204);
		List<String> types = List.of("dcr.client.disabled", "dcr.client.token.reissued", "dcr.client.token.revoked",
				"dcr.client.exported", "dcr.client.deleted", "dcr.client.erased");
		for (int i = 0; i < types.size(); i++) {
			assertThat(this.lines.of(types.get(i))).contains("actor=operator principal=user ",
					"client_id=" + client.id(), " reason=\"Ticket " + (7 + i) + "\"");
		}
		assertThat(this.lines.all()).as("one each").hasSize(1 + types.size());
	}

	@Test
	void secretsWhenRotatedThenOneLineWithoutThem() {
		Registered client = this.server.registered(CLIENT.formatted("rotated"));
		String secret = this.server.post(client.uri() + "/secret", "", Registered.bearer(client.token()))
			.expect(200)
			.string("client_secret");
		assertThat(this.lines.of("dcr.client.secret.rotated")).startsWith(
				"dcr.client.secret.rotated outcome=success actor=client client_id=" + client.id() + " address=");
		assertThat(this.lines.all()).hasSize(2).noneMatch((line) -> line.contains(secret));
		assertThat(this.heard.events).extracting(AuditEvent::getType)
			.containsExactly("dcr.client.registered", "dcr.client.secret.rotated");
	}

	@Test
	void clientsWhenAdoptedThenOneLineSaysByWhomAndWhatTheyAre() {
		RegisteredClient existing = RegisteredClient.withId("adopted")
			.clientId("adopted")
			.clientSecret("{noop}secret")
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.clientName("By hand")
			.build();
		this.server.bean(RegisteredClientRepository.class).save(existing);
		String token = this.server
			.post("/actuator/dcrclients/adopted/adoption", "{\"registeredBy\": \"team-a\", \"reason\": \"theirs\"}",
					TestServer.basic("user", "password"))
			.expect(200)
			.string("registrationAccessToken");
		assertThat(this.lines.all()).singleElement()
			.asString()
			.startsWith("dcr.client.adopted outcome=success actor=operator principal=user client_id=adopted ")
			.contains("grant_types=client_credentials", "token_endpoint_auth_method=client_secret_basic",
					"reason=theirs")
			.doesNotContain(token);
		assertThat(this.heard.events).singleElement()
			.satisfies((event) -> assertThat(event.getPrincipal()).isEqualTo("user"));
	}

	@Test
	void documentsWhenTheyBecomeClientsThenTheServerDoesItForWhoeverIsLoggedIn() {
		DocumentHost host = DocumentHost.shared();
		String callback = "https://client.example/callback";
		String path = host.path();
		DocumentClient client = new DocumentClient(this.server,
				host.document(path, Map.of("client_name", "Doc", "redirect_uris", List.of(callback))), callback);
		client.tokens("none").expect(200);
		assertThat(this.lines.of("dcr.client.registered"))
			.startsWith("dcr.client.registered outcome=success actor=server principal=user client_id=" + client.url())
			.contains(" source=document ", " client_name=Doc ");
		host.document(path, Map.of("client_name", "Renamed", "redirect_uris", List.of(callback)));
		String[] operator = TestServer.basic("user", "password");
		String body = Answer.write(Map.of("url", client.url()));
		this.server.post("/actuator/dcrdocuments/refresh", body, operator).expect(204);
		assertThat(this.lines.of("dcr.client.updated")).contains("actor=server principal=user ",
				"changed=client_name client_name=Renamed");
		this.server
			.post("/actuator/dcrdocuments/deny", Answer.write(Map.of("url", client.url(), "reason", "a mimic")),
					operator)
			.expect(200);
		this.server.post("/actuator/dcrdocuments/permit", body, operator).expect(204);
		assertThat(this.lines.of("dcr.document.denied")).contains("actor=operator principal=user ",
				"client_id=" + client.url(), " reason=\"a mimic\"");
		assertThat(this.lines.of("dcr.client.deleted")).contains("actor=operator principal=user ",
				" reason=\"a mimic\"");
		assertThat(this.lines.of("dcr.document.permitted")).contains("actor=operator principal=user ");
		assertThat(this.server.bean(ClientDirectory.class).actions(client.url())).extracting(OperatorAction::kind)
			.containsExactlyInAnyOrder(OperatorAction.Kind.PERMITTED, OperatorAction.Kind.DELETED,
					OperatorAction.Kind.DENIED);
	}

	@Test
	void refusalsThenAreCountedForADay() {
		MutableClock clock = this.server.bean(MutableClock.class);
		clock.advance(Duration.ofDays(2));
		RecentRefusals recent = this.server.bean(RecentRefusals.class);
		assertThat(recent.lastDay().byError()).isEmpty();
		Instant before = clock.instant();
		this.server.register("{\"redirect_uris\": [\"nonsense\"]}").expect(400);
		this.server.register("{").expect(400);
		clock.advance(Duration.ofHours(20));
		this.server.register("{").expect(400);
		assertThat(recent.lastDay().byError())
			.isEqualTo(Map.of("invalid_redirect_uri", 1L, "invalid_client_metadata", 2L));
		assertThat(recent.lastDay().since()).isBetween(before.minus(Duration.ofHours(4)), before);
		clock.advance(Duration.ofHours(5));
		assertThat(recent.lastDay().byError()).isEqualTo(Map.of("invalid_client_metadata", 1L));
	}

	@Test
	void updatesWhenManyAtOnceThenOneLineForTheOneThatChanged() throws Exception {
		Registered client = this.server.registered(CLIENT.formatted("raced"));
		List<Integer> statuses = this.calls.atOnce(8,
				(i) -> client.update(client.asUpdate("client_name", "racer " + i)).status());
		long changed = statuses.stream().filter((status) -> status == 200).count();
		assertThat(this.lines.all().stream().filter((line) -> line.startsWith("dcr.client.updated")))
			.hasSize((int) changed);
	}

	@Test
	void changesWhenTransactionOfTheCallerIsRolledBackThenNothingIsWritten() {
		Registered client = this.server.registered(CLIENT.formatted("kept"));
		this.lines.written.clear();
		TransactionTemplate transaction = new TransactionTemplate(this.server.bean(PlatformTransactionManager.class));
		transaction.executeWithoutResult((status) -> {
			this.server.bean(ClientLifecycle.class).disable(client.id());
			status.setRollbackOnly();
		});
		assertThat(this.lines.all()).isEmpty();
		transaction.executeWithoutResult((status) -> {
			this.server.bean(ClientLifecycle.class).disable(client.id());
			assertThat(this.lines.all()).as("not before the commit").isEmpty();
		});
		assertThat(this.lines.all()).hasSize(1);
	}

	@Test
	void linesWhenAListenerOfTheApplicationFailsThenAreWritten() {
		this.heard.failing = true;
		this.server.registered(CLIENT.formatted("listened"));
		assertThat(this.lines.of("dcr.client.registered")).contains("client_name=listened");
	}

	@Test
	void linesWhenTracedThenHaveTheTraceAndOtherwiseAnId() {
		this.server.register(CLIENT.formatted("traced"), "X-Trace", "4bf92f3577b34da6a3ce929d0e0e4736").expect(201);
		assertThat(this.lines.of("dcr.client.registered"))
			.contains(" correlation_id=4bf92f3577b34da6a3ce929d0e0e4736 ");
		this.lines.written.clear();
		this.server.registered(CLIENT.formatted("untraced"));
		assertThat(this.lines.of("dcr.client.registered")).containsPattern(" correlation_id=[0-9a-f-]{36} ");
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AllEndpoints.class, MutableClock.class })
	static class Auditing {

		@Bean
		Heard heard() {
			return new Heard();
		}

		// As tracing does, around everything
		@Bean
		FilterRegistrationBean<Filter> tracing() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				String trace = ((HttpServletRequest) request).getHeader("X-Trace");
				if (trace == null) {
					chain.doFilter(request, response);
					return;
				}
				try (MDC.MDCCloseable closeable = MDC.putCloseable("traceId", trace)) {
					chain.doFilter(request, response);
				}
			});
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

	}

	/**
	 * What the application hears, and fails at if it shall.
	 */
	static class Heard {

		private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

		private volatile boolean failing;

		@EventListener
		void on(AuditApplicationEvent event) {
			if (event.getAuditEvent().getType().startsWith("dcr.")) {
				this.events.add(event.getAuditEvent());
			}
			if (this.failing) {
				throw new IllegalStateException("no room for events");
			}
		}

		@EventListener
		void on(ClientEvent event) {
			if (this.failing) {
				throw new IllegalStateException("the listener fails");
			}
		}

	}

	/**
	 * The lines of the log.
	 */
	private static final class Lines extends AppenderBase<ILoggingEvent> {

		private final List<ILoggingEvent> written = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			this.written.add(event);
		}

		private List<String> all() {
			return this.written.stream().map(ILoggingEvent::getFormattedMessage).toList();
		}

		private String of(String part) {
			return all().stream().filter((line) -> line.contains(part)).findFirst().orElse("");
		}

	}

}
