package io.github.opendcr.sample;

import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Registered;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties on the sample's command line change who may register, and what.
 */
class CommandLineTests {

	private static final String METADATA = """
			{"redirect_uris": ["https://client.example.org/cb"], "scope": "mcp:read"}
			""";

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void registerWhenPermissionIsAuthenticatedThenNeedsToken() {
		Server server = start("--dcr.permission=authenticated");
		Answer refused = server.register(METADATA);
		assertThat(refused.status()).isEqualTo(401);
		assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
		Answer registered = server.register(METADATA, Registered.bearer(server.sampleClientToken("mcp:read")));
		assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
	}

	@Test
	void registerWhenPermissionIsScopeThenNeedsTokenWithScope() {
		Server server = start("--dcr.permission=scope");
		assertThat(server.register(METADATA).status()).isEqualTo(401);
		Answer refused = server.register(METADATA, Registered.bearer(server.sampleClientToken("mcp:read")));
		assertThat(refused.status()).isEqualTo(403);
		Answer registered = server.register(METADATA, Registered.bearer(server.sampleClientToken("client.create")));
		assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
	}

	@Test
	void registerWhenPermissionIsInitialAccessTokenThenNeedsOneOrScope() {
		Server server = start("--dcr.permission=initial-access-token");
		assertThat(server.register(METADATA).status()).isEqualTo(401);
		Answer issued = server.issueToken("{\"uses\": 1}");
		assertThat(issued.status()).as(issued.toString()).isEqualTo(200);
		Answer registered = server.register(METADATA, Registered.bearer(issued.string("token")));
		assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
		assertThat(server.register(METADATA, Registered.bearer(issued.string("token"))).status()).isEqualTo(401);
		assertThat(server.register(METADATA, Registered.bearer(server.sampleClientToken("client.create"))).status())
			.isEqualTo(201);
		Visitor visitor = new Visitor().open(server.uri("/dcr/try")).click("button[value=register]");
		assertThat(visitor.page().select("#last").text()).isEqualTo("Register 401 Unauthorized");
		visitor.click("button[value=register]", "token", server.issueToken("{}").string("token"));
		assertThat(visitor.page().select("#last").text()).isEqualTo("Register 201 Created");
	}

	@Test
	void registerWhenPathIsChangedThenIsThere() {
		Server server = start("--dcr.path=/connect/clients");
		Answer registered = server.http().post("/connect/clients", METADATA);
		assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
		assertThat(registered.string("registration_client_uri")).startsWith(server.uri("/connect/clients/").toString());
		Visitor visitor = new Visitor().open(server.uri("/dcr/try")).click("button[value=register]");
		assertThat(visitor.page().select("#last").text()).isEqualTo("Register 201 Created");
	}

	@Test
	void registerWhenManagementIsOffThenNoRegistrationAccessToken() {
		Server server = start("--dcr.management.enabled=false");
		Answer registered = server.register(METADATA);
		assertThat(registered.status()).isEqualTo(201);
		assertThat(registered.json().containsKey("registration_access_token")).isFalse();
		assertThat(registered.json().containsKey("registration_client_uri")).isFalse();
	}

	@Test
	void registerWhenDisabledThenIsNotThere() {
		Server server = start("--dcr.enabled=false");
		assertThat(server.register(METADATA).status()).isNotIn(200, 201);
		assertThat(server.get("/.well-known/oauth-authorization-server").json().containsKey("registration_endpoint"))
			.isFalse();
		assertThat(server.whoami(server.sampleClientToken("mcp:read")).status()).isEqualTo(200);
		assertThat(server.get("/", "Accept", "text/html").status()).isEqualTo(200);
		Visitor visitor = new Visitor().open(server.uri("/dcr/try"));
		assertThat(visitor.page().select("main").text()).contains("dcr.enabled is false");
		assertThat(visitor.page().select("main form")).isEmpty();
	}

	private Server start(String... args) {
		this.context = SpringApplication.run(SampleApplication.class,
				Stream.concat(Stream.of("--server.port=0"), Stream.of(args)).toArray(String[]::new));
		return new Server(((WebServerApplicationContext) this.context).getWebServer().getPort());
	}

}
