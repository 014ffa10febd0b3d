package io.github.opendcr.consent;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Makes what a consent page of the application shows. What it says is read from the
 * request that waits for consent, not from the other parameters of the page's URL, which
 * a link could set to anything. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-5">RFC 7591 §5</a>
 */
public interface ConsentModels {

	/**
	 * Find what waits for a user's consent.
	 * @param state the parameter {@code state} with which Spring redirected to the page
	 * @param principalName the name of the user who is logged in
	 * @param locale the user's locale, for localized members and the words of scopes
	 * @return what to show, or {@code null} if nothing waits for this user's consent
	 */
	@Nullable ConsentModel find(String state, String principalName, Locale locale);

}
