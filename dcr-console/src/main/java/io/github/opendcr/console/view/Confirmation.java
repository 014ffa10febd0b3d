package io.github.opendcr.console.view;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A question before something is done.
 *
 * @param title the question
 * @param consequence what that means, in a sentence or two
 * @param subject what it would be done with: labels and values
 * @param hidden what the form sends beside what the operator writes
 * @param form what the operator wrote, and what is wrong with it
 * @param reason whether a reason is asked for
 * @param button what the button says
 * @param danger whether it can't be undone
 * @param action the URL that the form is sent to
 * @param cancel the URL of the page to go back to
 * @since 0.1.0
 */
public record Confirmation(String title, String consequence, Map<String, String> subject, Map<String, String> hidden,
		Form form, boolean reason, String button, boolean danger, String action, String cancel) {

	/**
	 * Return what is wrong with all of it.
	 * @return a sentence, or {@code null}
	 */
	public @Nullable String error() {
		return this.form.error("");
	}

}
