package io.github.opendcr.consent;

import java.util.Locale;
import java.util.Map;

import org.springframework.context.MessageSource;

/**
 * Scopes in words: the application's messages first, then its properties, then our own
 * messages for the scopes of OpenID Connect, otherwise the scope itself. Safe for use by
 * several threads.
 *
 * @param messages the messages of the application, {@code dcr.consent.scopes.<scope>}
 * @param words the words for each scope, in one language
 * @param standard our own messages
 * @since 0.1.0
 */
record ScopeWords(MessageSource messages, Map<String, String> words, MessageSource standard) {

	private static final String CODE = "dcr.consent.scopes.";

	/**
	 * Create the words.
	 */
	ScopeWords {
		words = Map.copyOf(words);
	}

	String of(String scope, Locale locale) {
		String usual = this.words.get(scope);
		String known = (usual != null) ? usual : this.standard.getMessage(CODE + scope, null, scope, locale);
		String message = this.messages.getMessage(CODE + scope, null, known, locale);
		return (message != null) ? message : String.valueOf(known);
	}

}
