package io.github.opendcr.consent;

import java.util.Locale;
import java.util.Map;

import org.springframework.context.MessageSource;
import org.springframework.security.oauth2.core.oidc.OidcScopes;

/**
 * Scopes in words: the application's messages first, then its properties, then the words
 * for the scopes of OpenID Connect, otherwise the scope itself. Safe for use by several
 * threads.
 *
 * @param messages the messages of the application, {@code dcr.consent.scopes.<scope>}
 * @param words the words for each scope, in one language
 * @since 0.1.0
 */
record ScopeWords(MessageSource messages, Map<String, String> words) {

	private static final Map<String, String> OPENID = Map.of(OidcScopes.OPENID, "Know who you are", OidcScopes.PROFILE,
			"See your name and the rest of your profile", OidcScopes.EMAIL, "See your e-mail address", OidcScopes.PHONE,
			"See your telephone number", OidcScopes.ADDRESS, "See your postal address");

	/**
	 * Create the words.
	 */
	ScopeWords {
		words = Map.copyOf(words);
	}

	String of(String scope, Locale locale) {
		String standard = this.words.getOrDefault(scope, OPENID.getOrDefault(scope, scope));
		String message = this.messages.getMessage("dcr.consent.scopes." + scope, null, standard, locale);
		return (message != null) ? message : standard;
	}

}
