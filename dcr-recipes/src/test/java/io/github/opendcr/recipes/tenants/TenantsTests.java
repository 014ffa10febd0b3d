package io.github.opendcr.recipes.tenants;

import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.recipes.RecipeServer;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Registered;

import org.springframework.boot.autoconfigure.SpringBootApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/recipes/tenants.md}: each issuer has clients of its own.
 */
class TenantsTests {

	private static final String CLIENT = """
			{"grant_types": ["client_credentials"], "scope": "profile"}""";

	private static RecipeServer server;

	@BeforeAll
	static void start() {
		server = RecipeServer.start(Application.class, "spring.datasource.url=jdbc:h2:mem:tenants");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Registered register(String tenant) {
		return new Registered(server.http(), server.http().post("/" + tenant + "/oauth2/register", CLIENT).expect(201));
	}

	private static Answer token(String tenant, Registered client) {
		return server.token("/" + tenant, client.id(), client.secret(),
				Map.of("grant_type", "client_credentials", "scope", "profile"));
	}

	private static int clients(String tenant) {
		return server.bean(TenantClients.class)
			.databases()
			.byName()
			.get(tenant)
			.queryForObject("SELECT count(*) FROM oauth2_registered_client", Integer.class);
	}

	@Test
	void clientWhenOfOneTenantThenIsAStrangerToTheOther() {
		Registered client = register("one");
		assertThat(client.uri()).contains("/one/oauth2/register/");
		token("one", client).expect(200);
		token("two", client).expect(401);
		server.http().get(client.uri().replace("/one/", "/two/"), Registered.bearer(client.token())).expect(401);
		client.read().expect(200);
		client.delete().expect(204);
		token("one", client).expect(401);
		assertThat(clients("one")).isZero();
	}

	@Test
	void operatorThenDeletesFromTheTenantsDatabase() {
		Registered client = register("two");
		assertThat(clients("two")).isOne();
		assertThat(server.bean(ClientLifecycle.class).delete(client.id())).isTrue();
		assertThat(clients("two")).isZero();
	}

	@Test
	void discoveryThenNamesTheEndpointOfTheTenant() {
		assertThat(server.http().get("/.well-known/oauth-authorization-server/two").string("registration_endpoint"))
			.endsWith("/two/oauth2/register");
	}

	@Test
	void registerWhenThereIsNoSuchTenantThen404() {
		server.http().post("/three/oauth2/register", CLIENT).expect(404);
	}

	@SpringBootApplication
	static class Application {

	}

}
