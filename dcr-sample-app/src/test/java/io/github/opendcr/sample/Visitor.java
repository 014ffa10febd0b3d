package io.github.opendcr.sample;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jsoup.Connection.KeyVal;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Http;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody at a browser without script, who opens pages, fills in forms and clicks.
 */
final class Visitor {

	private final Http http = new Http("");

	private URI uri;

	private Answer answer;

	private Document page;

	/**
	 * Open a page and follow its redirects.
	 */
	Visitor open(URI target) {
		return show(target, this.http.get(target.toString(), "Accept", "text/html"));
	}

	/**
	 * Click on a link, or on the button of a form with these values for its fields.
	 */
	Visitor click(String selector, String... namesAndValues) {
		Element element = this.page.selectFirst(selector);
		assertThat(element).as(selector + " on " + this.page.outerHtml()).isNotNull();
		if (element.normalName().equals("a")) {
			return open(URI.create(element.absUrl("href")));
		}
		FormElement form = (FormElement) (element.hasAttr("form") ? this.page.getElementById(element.attr("form"))
				: Objects.requireNonNull(element.closest("form")));
		for (int i = 0; i < namesAndValues.length; i += 2) {
			form.select("[name=" + namesAndValues[i] + "]").val(namesAndValues[i + 1]);
			form.select("select[name=" + namesAndValues[i] + "] option").removeAttr("selected");
			form.select("select[name=" + namesAndValues[i] + "] option[value=" + namesAndValues[i + 1] + "]")
				.attr("selected", "");
		}
		List<String> fields = new ArrayList<>();
		for (KeyVal field : form.formData()) {
			fields.add(Http.encode(Map.of(field.key(), field.value())));
		}
		if (element.hasAttr("name")) {
			fields.add(Http.encode(Map.of(element.attr("name"), element.val())));
		}
		return post(URI.create(form.absUrl("action")), String.join("&", fields));
	}

	/**
	 * Post a form that no page has.
	 */
	Visitor post(URI target, String fields) {
		return show(target, this.http.form(target.toString(), fields, "Accept", "text/html"));
	}

	private Visitor show(URI target, Answer given) {
		if (given.status() / 100 == 3) {
			return open(target.resolve(given.header("Location")));
		}
		this.uri = target;
		this.answer = given;
		this.page = Jsoup.parse(given.body(), target.toString());
		return this;
	}

	URI uri() {
		return this.uri;
	}

	Answer answer() {
		return this.answer;
	}

	Document page() {
		return this.page;
	}

}
