package io.github.opendcr.testkit;

import io.github.opendcr.pages.AuthorizationPages;
import io.github.opendcr.pages.ConsentPageUse;
import io.github.opendcr.pages.StandardPages;

import org.springframework.context.MessageSource;

/**
 * Pages for authorization servers that are put together by hand.
 */
public final class TestPages {

	private TestPages() {
	}

	/**
	 * The pages of errors; consent is asked as Spring does.
	 */
	public static AuthorizationPages offConsent() {
		MessageSource messages = StandardPages.messages();
		StandardPages pages = new StandardPages(messages, "/oauth2/register", null, null);
		return new AuthorizationPages(ConsentPageUse.OFF, messages, null, () -> (state, principalName, locale) -> null,
				pages::consentPage, pages::errorPage, (stopped) -> true);
	}

}
