package io.github.opendcr.pages;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.consent.ConsentModel;

import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pages say, in all languages and with words of the application.
 */
class StandardPagesTests {

	private static final Pattern PLACE = Pattern.compile("\\{\\d}");

	private static final AuthorizationError ERROR = new AuthorizationError(AuthorizationError.Cause.PENDING, null,
			Locale.ENGLISH);

	private final StaticMessageSource words = new StaticMessageSource();

	private static Properties bundle(String language) throws IOException {
		Properties bundle = new Properties();
		String name = language.isEmpty() ? "messages.properties" : "messages_" + language + ".properties";
		try (Reader reader = new InputStreamReader(StandardPages.class.getResourceAsStream(name),
				StandardCharsets.UTF_8)) {
			bundle.load(reader);
		}
		return bundle;
	}

	private static List<String> places(String text) {
		return PLACE.matcher(text).results().map(MatchResult::group).sorted().collect(Collectors.toList());
	}

	private StandardPages pages(String contact) {
		return new StandardPages(this.words, "/oauth2/register", null, contact);
	}

	private Document error(String contact, AuthorizationError error) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setContextPath("/auth");
		MockHttpServletResponse response = new MockHttpServletResponse();
		pages(contact).errorPage().write(error, request, response);
		return Jsoup.parse(response.getContentAsString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "de", "fr", "es", "ja" })
	void bundleThenHasTheKeysAndPlacesOfTheEnglishOne(String language) throws IOException {
		Properties english = bundle("");
		Properties bundle = bundle(language);
		assertThat(bundle.keySet()).isEqualTo(english.keySet());
		assertThat(bundle.getProperty("dcr.pages.language")).isEqualTo(language);
		english.stringPropertyNames()
			.forEach((key) -> assertThat(places(bundle.getProperty(key))).as(key)
				.isEqualTo(places(english.getProperty(key))));
	}

	@ParameterizedTest
	@EnumSource(AuthorizationError.Cause.class)
	void errorThenHasWordsForEachCause(AuthorizationError.Cause cause) throws Exception {
		for (String language : List.of("en", "de", "fr", "es", "ja")) {
			Document page = error(null, new AuthorizationError(cause, null, Locale.forLanguageTag(language)));
			assertThat(page.title()).isNotBlank();
			assertThat(page.select("#reason").text()).isNotBlank();
			assertThat(page.select("#action").text()).isNotBlank();
			assertThat(page.select("dl")).as("without a contact and a code").isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			help@example.org | mailto:help@example.org
			https://help.example.org/x?y=z | https://help.example.org/x?y=z
			Call 0123 (8 to 16) |
			javascript:alert(1) |
			help@example.org?body=x&bcc=y |
			<b>Help</b> |""")
	void errorThenContactIsALinkIfItCanBe(String contact, String link) throws Exception {
		Document page = error(contact, ERROR);
		assertThat(page.select("#contact").text()).isEqualTo(contact);
		assertThat(page.select("#contact a").eachAttr("href")).isEqualTo((link != null) ? List.of(link) : List.of());
		assertThat(page.select("#contact b")).isEmpty();
	}

	@Test
	void errorThenStylesheetIsBelowTheContext() throws Exception {
		assertThat(error(null, ERROR).select("link").attr("href"))
			.startsWith("/auth/oauth2/register/pages/style.css?v=");
	}

	@Test
	void consentWhenApplicationHasWordsThenTheyAreTextAroundTheParts() throws Exception {
		this.words.addMessage("dcr.pages.consent.asks", Locale.ENGLISH, "<b>{1}</b>: {0}{0} & it''s {2}?");
		ConsentModel consent = new ConsentModel("id", null, false, null, "A <i>", false, null, null, null, null, false,
				false, false, List.of(), List.of());
		MockHttpServletResponse response = new MockHttpServletResponse();
		pages(null).consentPage()
			.write(new ConsentQuestion(consent, "me & you", "/a?b=\"c", "s\"t", null, Locale.ENGLISH),
					new MockHttpServletRequest(), response);
		Document page = Jsoup.parse(response.getContentAsString());
		assertThat(page.select(".lead").text()).isEqualTo("<b>me & you</b>: A <i>A <i> & it''s ?");
		assertThat(page.select(".lead b, .lead i")).isEmpty();
		assertThat(page.select("form").eachAttr("action")).containsOnly("/a?b=\"c");
		assertThat(page.select("input[name=state]").eachAttr("value")).containsOnly("s\"t");
	}

}
