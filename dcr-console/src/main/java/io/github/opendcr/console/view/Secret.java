package io.github.opendcr.console.view;

import java.util.Map;

/**
 * A secret that is shown this once.
 *
 * @param title what it is
 * @param label what the field is called
 * @param value the secret
 * @param about what is known of it beside: labels and values
 * @param back the URL of the page to go on with
 * @param backText what that page is
 * @since 0.1.0
 */
public record Secret(String title, String label, String value, Map<String, String> about, String back,
		String backText) {

	@Override
	public String toString() {
		return "Secret[" + this.title + "]";
	}

}
