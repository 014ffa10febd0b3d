package io.github.opendcr.recipes;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application made by a recipe, on a random port. Registration is open.
 */
public final class RecipeServer implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private RecipeServer(ConfigurableApplicationContext context) {
		this.context = context;
	}

	public static RecipeServer start(Class<?> application, String... properties) {
		String[] arguments = new String[properties.length];
		for (int i = 0; i < properties.length; i++) {
			arguments[i] = "--" + properties[i];
		}
		return new RecipeServer(SpringApplication.run(application, arguments));
	}

	/**
	 * HTTP without cookies of anybody else.
	 */
	public Http http() {
		return new Http("http://localhost:" + ((WebServerApplicationContext) this.context).getWebServer().getPort());
	}

	public Registered registered(String json) {
		return new Registered(http(), http().post("/oauth2/register", json).expect(201));
	}

	/**
	 * Call the token endpoint as a client with client_secret_basic.
	 */
	public Answer token(Registered client, Map<String, String> form) {
		return token("", client.id(), client.secret(), form);
	}

	/**
	 * Call the token endpoint of one of several issuers.
	 */
	public Answer token(String issuer, String clientId, String secret, Map<String, String> form) {
		String credentials = clientId + ":" + secret;
		return http().form(issuer + "/oauth2/token", form, "Authorization",
				"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
