package io.github.opendcr.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientSearch;
import io.github.opendcr.Registrant;

/**
 * The terms by which operators find a client: rows beside its registration, a letter and
 * the beginning of what is looked for. Whoever finds a client by one compares all of it
 * again.
 *
 * @since 0.1.0
 */
public final class SearchTerms {

	private static final String NAME = "n";

	private static final String HOST = "h";

	private static final String SOFTWARE = "s";

	private static final String REGISTERED_BY = "p";

	private static final String INITIAL_ACCESS_TOKEN = "t";

	private static final int LONGEST = 100;

	// A term has no line break, and a database may refuse some of these
	private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\p{Cn}]");

	private SearchTerms() {
	}

	/**
	 * Return the terms of a client.
	 * @param registration its registration
	 * @return the terms, none of which has a line break
	 */
	public static Set<String> of(ClientRegistration registration) {
		Set<String> terms = new LinkedHashSet<>();
		ClientSearch.names(registration.metadata()).forEach((name) -> terms.add(term(NAME, name)));
		ClientSearch.redirectHosts(registration.metadata()).forEach((host) -> terms.add(term(HOST, host)));
		if (registration.metadata().asMap().get("software_id") instanceof String softwareId) {
			terms.add(term(SOFTWARE, softwareId));
		}
		Registrant registrant = registration.registrant();
		if (registrant.name() != null) {
			terms.add(term(REGISTERED_BY, registrant.name()));
		}
		if (registrant.initialAccessTokenId() != null) {
			terms.add(term(INITIAL_ACCESS_TOKEN, registrant.initialAccessTokenId()));
		}
		return terms;
	}

	/**
	 * Return those terms that aren't among others.
	 * @param terms the terms
	 * @param others the others
	 * @return the rest
	 */
	public static Set<String> without(Set<String> terms, Set<String> others) {
		Set<String> rest = new LinkedHashSet<>(terms);
		rest.removeAll(others);
		return rest;
	}

	/**
	 * Return the terms that all that are looked for have, those first of which the fewest
	 * clients are expected. That of the name is the beginning of one.
	 */
	static List<String> of(ClientSearch search) {
		List<String> terms = new ArrayList<>();
		add(terms, INITIAL_ACCESS_TOKEN, search.initialAccessToken());
		add(terms, SOFTWARE, search.softwareId());
		add(terms, REGISTERED_BY, search.registeredBy());
		add(terms, NAME, (search.name() != null) ? ClientSearch.comparable(search.name()) : null);
		add(terms, HOST, (search.redirectHost() != null) ? search.redirectHost().toLowerCase(Locale.ROOT) : null);
		return terms;
	}

	/**
	 * Whether a term of a search is only the beginning of those that clients have.
	 */
	static boolean isBeginning(String term) {
		return term.startsWith(NAME);
	}

	private static void add(List<String> terms, String kind, @Nullable String value) {
		if (value != null) {
			terms.add(term(kind, value));
		}
	}

	private static String term(String kind, String value) {
		String fit = UNFIT.matcher(value).replaceAll("?");
		return kind
				+ fit.substring(0, fit.offsetByCodePoints(0, Math.min(LONGEST, fit.codePointCount(0, fit.length()))));
	}

	/**
	 * Return what comes after all terms that begin as one does, in the order of code
	 * points.
	 */
	static String after(String beginning) {
		int last = beginning.codePointBefore(beginning.length());
		int next = (last == Character.MIN_SURROGATE - 1) ? Character.MAX_SURROGATE + 1 : last + 1;
		return beginning.substring(0, beginning.length() - Character.charCount(last)) + Character.toString(next);
	}

}
