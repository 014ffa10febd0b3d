package io.github.opendcr.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application on a random port, and a client that follows no redirect.
 */
final class TestServer implements AutoCloseable {

	private static final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConfigurableApplicationContext context;

	private TestServer(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start an application.
	 * @param application its configuration
	 * @param properties its properties, {@code name=value}
	 */
	static TestServer start(Class<?> application, String... properties) {
		return start(new SpringApplicationBuilder(application), properties);
	}

	/**
	 * Start an application, perhaps with parents.
	 * @param application the application
	 * @param properties its properties, {@code name=value}
	 */
	static TestServer start(SpringApplicationBuilder application, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new TestServer(application.web(WebApplicationType.SERVLET).run(arguments.toArray(String[]::new)));
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	String url(String path) {
		return "http://localhost:" + this.context.getEnvironment().getRequiredProperty("local.server.port") + path;
	}

	String managementUrl(String path) {
		return "http://localhost:" + this.context.getEnvironment().getRequiredProperty("local.management.port") + path;
	}

	/**
	 * Send a request.
	 * @param url a path of the application, or a URL
	 * @param headers names and values by turns
	 */
	Answer send(String method, String url, String body, String... headers) {
		return call(method, url.startsWith("/") ? url(url) : url, body, headers);
	}

	static Answer call(String method, String url, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		try {
			return new Answer(http.send(request.build(), BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	Answer get(String url, String... headers) {
		return send("GET", url, "", headers);
	}

	/**
	 * Post JSON to an endpoint.
	 */
	Answer post(String url, String json, String... headers) {
		List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
		all.addAll(List.of(headers));
		return send("POST", url, json, all.toArray(String[]::new));
	}

	@Override
	public void close() {
		this.context.close();
	}

}
