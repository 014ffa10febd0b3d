package io.github.opendcr.console.view;

import java.util.List;
import java.util.SortedMap;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.cimd.AdmissionRule;
import io.github.opendcr.cimd.AdmissionRules;

/**
 * The clients that are URLs.
 *
 * @param hosts how many there are, by the hosts of their documents
 * @param rules who is let in, or {@code null} if a bean of the application decides
 * @param denied URLs that operators denied
 * @param nextDenied the URL of the next page of those, or {@code null} if this is the
 * last one
 * @since 0.1.0
 */
public record Documents(SortedMap<String, Integer> hosts, @Nullable AdmissionRules rules, List<String> denied,
		@Nullable String nextDenied) {

	/**
	 * Return what a rule means.
	 * @param rule the rule
	 * @return its URL or its host
	 */
	public static String meaning(AdmissionRule rule) {
		return (rule.url() != null) ? rule.url() : String.valueOf(rule.host());
	}

	/**
	 * Return what becomes of URLs that no rule means.
	 * @param mode the mode
	 * @return a sentence
	 */
	public static String meaning(AdmissionRules.Mode mode) {
		return switch (mode) {
			case LISTED -> "Only what is listed here may become a client (dcr.cimd.admission=listed).";
			case OPEN -> "Any URL may become a client unless it is denied (dcr.cimd.admission=open).";
			case REPORT -> "Any URL may become a client unless it is denied, and the log says which are not listed "
					+ "(dcr.cimd.admission=report).";
		};
	}

}
