package io.github.opendcr.sample;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Http;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user at a browser, who logs in and consents on the pages that the sample shows.
 */
final class User {

	private final Http http = new Http("");

	private final List<Document> consentPages = new ArrayList<>();

	/**
	 * Open an authorization request and do what the pages ask for.
	 * @return where the server finally redirects to: the client
	 */
	URI authorize(URI authorizationRequest) {
		return walk(authorizationRequest, "#allow");
	}

	URI deny(URI authorizationRequest) {
		return walk(authorizationRequest, "#deny");
	}

	private URI walk(URI authorizationRequest, String decision) {
		Page page = new Page(authorizationRequest, get(authorizationRequest));
		for (int step = 0; step < 10; step++) {
			if (page.answer.status() / 100 == 3) {
				URI target = page.uri.resolve(page.answer.header("Location"));
				if (!target.getRawAuthority().equals(authorizationRequest.getRawAuthority())) {
					return target;
				}
				page = new Page(target, get(target));
			}
			else {
				assertThat(page.answer.status()).as(page.answer.toString()).isEqualTo(200);
				page = answer(page, decision);
			}
		}
		throw new IllegalStateException("The server redirects without an end, last to " + page.uri);
	}

	private Page answer(Page page, String decision) {
		Document document = Jsoup.parse(page.answer.body(), page.uri.toString());
		if (!document.select("input[name=password]").isEmpty()) {
			FormElement login = (FormElement) document.selectFirst("form");
			login.select("input[name=username]").val("user");
			login.select("input[name=password]").val("password");
			return page(login);
		}
		this.consentPages.add(document);
		Element button = document.selectFirst(decision);
		assertThat(button).as(document.outerHtml()).isNotNull();
		return page((FormElement) (button.hasAttr("form") ? document.getElementById(button.attr("form"))
				: button.closest("form")));
	}

	private Page page(FormElement form) {
		return new Page(URI.create(form.absUrl("action")), submit(form));
	}

	/**
	 * Submit a form, with what is in it.
	 */
	Answer submit(FormElement form) {
		String fields = form.formData()
			.stream()
			.map((field) -> Http.encode(Map.of(field.key(), field.value())))
			.collect(Collectors.joining("&"));
		return this.http.form(form.absUrl("action"), fields, "Accept", "text/html");
	}

	Answer get(URI uri) {
		return this.http.get(uri.toString(), "Accept", "text/html");
	}

	/**
	 * Return the consent pages that the user has seen.
	 */
	List<Document> consentPages() {
		return this.consentPages;
	}

	private record Page(URI uri, Answer answer) {
	}

}
