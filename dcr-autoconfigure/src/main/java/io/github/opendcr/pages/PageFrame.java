package io.github.opendcr.pages;

import java.text.Bidi;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import gg.jte.Content;
import gg.jte.html.HtmlContent;

/**
 * What all pages have in common, as their templates see it.
 *
 * @since 0.1.0
 */
public final class PageFrame {

	private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

	private final PageMessages messages;

	private final Locale locale;

	private final String stylesheet;

	PageFrame(PageMessages messages, Locale locale, String stylesheet) {
		this.messages = messages;
		this.locale = locale;
		this.stylesheet = stylesheet;
	}

	/**
	 * Return the language of the page.
	 * @return its tag (BCP 47)
	 */
	public String language() {
		return this.locale.toLanguageTag();
	}

	/**
	 * Return the direction in which the page's own words are written.
	 * @return {@code ltr} or {@code rtl}
	 */
	public String direction() {
		Bidi words = new Bidi(text("consent.title"), Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
		return words.baseIsLeftToRight() ? "ltr" : "rtl";
	}

	/**
	 * Return the URL of the style sheet.
	 * @return the URL
	 */
	public String stylesheet() {
		return this.stylesheet;
	}

	/**
	 * Return a message.
	 * @param key its code, without {@code dcr.pages.}
	 * @return the text
	 */
	public String text(String key) {
		return this.messages.get("dcr.pages." + key, this.locale);
	}

	/**
	 * Return a message that is completed by parts of the page. It is escaped as any text
	 * is, the parts are as they are.
	 * @param key its code, without {@code dcr.pages.}
	 * @param parts what comes to the places {@code {0}} and so on
	 * @return the content
	 */
	public Content text(String key, Content... parts) {
		String text = text(key);
		HtmlContent content = (output) -> {
			Matcher place = PLACE.matcher(text);
			int end = 0;
			while (place.find()) {
				output.writeUserContent(text.substring(end, place.start()));
				int part = Integer.parseInt(place.group(1));
				if (part < parts.length) {
					output.writeUserContent(parts[part]);
				}
				end = place.end();
			}
			output.writeUserContent(text.substring(end));
		};
		return content;
	}

	/**
	 * Return a day in words.
	 * @param instant the time
	 * @return the day in UTC
	 */
	public String day(Instant instant) {
		return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
			.withLocale(this.locale)
			.withZone(ZoneOffset.UTC)
			.format(instant);
	}

}
