package io.github.opendcr.console;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.TestServer;

/**
 * Somebody with a browser, who follows links and fills in forms.
 */
final class Operator {

	private final Http http;

	private final String console;

	Operator(TestServer server, String user) {
		this(server.http(), "/dcr/console");
		new Browser(this.http).logIn(user);
	}

	Operator(Http http, String console) {
		this.http = http;
		this.console = console;
	}

	Answer get(String path) {
		return this.http.get(path.startsWith(this.console) ? path : this.console + path, "Accept", "text/html");
	}

	Answer post(String path, Map<String, String> form) {
		return this.http.form(this.console + path, form, "Accept", "text/html");
	}

	Document page(String path) {
		return Jsoup.parse(get(path).expect(200).body());
	}

	/**
	 * The fields of the form on a page, as they are before anyone writes into them.
	 */
	static Map<String, String> fields(Document page) {
		Element form = page.selectFirst("main form[method=post]");
		Map<String, String> fields = new LinkedHashMap<>();
		form.select("input[name], textarea[name]").forEach((input) -> fields.put(input.attr("name"), input.val()));
		form.select("select[name]")
			.forEach((select) -> fields.put(select.attr("name"),
					select.select("option[selected]").isEmpty() ? "" : select.select("option[selected]").val()));
		return fields;
	}

	/**
	 * Fill in the form of a page and send it.
	 * @param more names and values by turns
	 */
	Answer submit(String path, String... more) {
		return submit(page(path), more);
	}

	Answer submit(Document page, String... more) {
		Map<String, String> fields = fields(page);
		for (int i = 0; i < more.length; i += 2) {
			fields.put(more[i], more[i + 1]);
		}
		String action = page.selectFirst("main form[method=post]").attr("action");
		return this.http.form(action, fields, "Accept", "text/html");
	}

	/**
	 * Send the form of a page and follow where it leads.
	 */
	Document done(String path, String... more) {
		return page(submit(path, more).expect(303).header("Location"));
	}

	static String text(Document page, String selector) {
		return page.select(selector).text();
	}

	static String url(String path, String parameter, String value) {
		return path + "?" + Http.encode(Map.of(parameter, value));
	}

}
