package io.github.opendcr.pages;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * To whom users turn.
 *
 * @param text what they read
 * @param link where it leads, or {@code null} if it is text alone
 * @since 0.1.0
 */
public record PageContact(String text, @Nullable String link) {

	private static final Pattern MAIL = Pattern.compile("[^\\s@:/?&]+@[^\\s@:/?&]+");

	private static final Pattern URL = Pattern.compile("https?://\\S+", Pattern.CASE_INSENSITIVE);

	/**
	 * Read a contact.
	 * @param text a mail address, a URL, or any text
	 * @return the contact
	 */
	static PageContact of(String text) {
		String contact = text.strip();
		if (MAIL.matcher(contact).matches()) {
			return new PageContact(contact, "mailto:" + contact);
		}
		return new PageContact(contact, URL.matcher(contact).matches() ? contact : null);
	}

}
