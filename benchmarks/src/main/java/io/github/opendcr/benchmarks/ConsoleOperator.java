package io.github.opendcr.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An operator who has logged in to the sample's console.
 */
final class ConsoleOperator {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private static final Pattern NEXT = Pattern.compile("id=\"next-page\"[^>]*href=\"([^\"]+)\"");

	private static final Pattern ROW = Pattern.compile("class=\"client\"");

	private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

	private final URI console;

	private ConsoleOperator(URI console) {
		this.console = console;
	}

	static ConsoleOperator logIn(URI console) {
		ConsoleOperator operator = new ConsoleOperator(console);
		URI login = console.resolve("/login");
		Matcher csrf = CSRF.matcher(operator.send(HttpRequest.newBuilder(login), 200).body());
		if (!csrf.find()) {
			throw new IllegalStateException("The login page is another");
		}
		operator.send(HttpRequest.newBuilder(login)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("username=admin&password=password&_csrf=" + csrf.group(1))), 302);
		return operator;
	}

	/**
	 * Open a page.
	 * @param path its path within the console, or the one that a page had for the next
	 */
	Page open(String path) {
		URI uri = path.startsWith(this.console.getPath()) ? this.console.resolve(path)
				: URI.create(this.console + path);
		long start = System.nanoTime();
		String body = send(HttpRequest.newBuilder(uri).header("Accept", "text/html"), 200).body();
		double milliseconds = (System.nanoTime() - start) / 1e6;
		Matcher next = NEXT.matcher(body);
		return new Page(milliseconds, ROW.matcher(body).results().count(),
				next.find() ? next.group(1).replace("&amp;", "&") : null);
	}

	private HttpResponse<String> send(HttpRequest.Builder request, int expected) {
		try {
			HttpResponse<String> answer = this.http.send(request.build(), BodyHandlers.ofString());
			if (answer.statusCode() != expected) {
				throw new IllegalStateException(answer + " " + answer.body());
			}
			return answer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A page.
	 *
	 * @param milliseconds how long it took
	 * @param rows how many clients are on it
	 * @param next the path of the next one, or {@code null}
	 */
	record Page(double milliseconds, long rows, @Nullable String next) {
	}

}
