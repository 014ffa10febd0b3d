package io.github.opendcr.pages;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.MessageSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/**
 * The words of the pages: the application's messages first, then ours. Safe for use by
 * several threads.
 */
final class PageMessages {

	private static final String LANGUAGE = "dcr.pages.language";

	// As many as anyone speaks: each costs a look-up
	private static final int MAX_LANGUAGES = 10;

	private static final Set<String> LANGUAGES = Set.copyOf(List.of(Locale.getISOLanguages()));

	private static final Set<String> COUNTRIES = Set.copyOf(List.of(Locale.getISOCountries()));

	private final MessageSource application;

	private final MessageSource ours;

	/**
	 * Create the messages.
	 * @param application the messages of the application
	 */
	PageMessages(MessageSource application) {
		this.application = application;
		this.ours = standard();
	}

	/**
	 * Return our messages, in English where there is no better language.
	 * @return the messages
	 */
	static MessageSource standard() {
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBundleClassLoader(PageMessages.class.getClassLoader());
		messages.setBasename(PageMessages.class.getPackageName() + ".messages");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		return messages;
	}

	/**
	 * Return the locale of a page: the first of those that the browser wants for which
	 * there are words, otherwise English.
	 * @param request the request
	 * @return the locale
	 */
	Locale locale(HttpServletRequest request) {
		return Collections.list(request.getLocales())
			.stream()
			.limit(MAX_LANGUAGES)
			.filter((locale) -> LANGUAGES.contains(locale.getLanguage()))
			.map(PageMessages::plain)
			.filter((locale) -> get(LANGUAGE, locale).equals(locale.getLanguage()))
			.findFirst()
			.orElse(Locale.ENGLISH);
	}

	// Message sources remember every locale that they were asked for
	private static Locale plain(Locale locale) {
		return COUNTRIES.contains(locale.getCountry()) ? new Locale(locale.getLanguage(), locale.getCountry())
				: new Locale(locale.getLanguage());
	}

	/**
	 * Return a message.
	 * @param code its code
	 * @param locale the language
	 * @return the text, with the places of its arguments as they are
	 */
	String get(String code, Locale locale) {
		String own = this.application.getMessage(code, null, null, locale);
		// the code, if the application has messages that do so
		return (own == null || own.equals(code)) ? this.ours.getMessage(code, null, locale) : own;
	}

}
