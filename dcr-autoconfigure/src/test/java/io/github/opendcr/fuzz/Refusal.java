package io.github.opendcr.fuzz;

import java.util.Map;
import java.util.regex.Pattern;

import io.github.opendcr.testkit.Answer;

/**
 * What a request is refused with: the RFC's error, and nothing from inside.
 */
final class Refusal {

	private static final Pattern ERROR = Pattern.compile("[a-z_]+");

	// RFC 6749 §5.2
	private static final Pattern DESCRIPTION = Pattern.compile("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");

	private Refusal() {
	}

	/**
	 * Demand that an answer is one.
	 * @param said what the client said, which may be repeated
	 * @param ours whether nobody else may answer
	 */
	static void check(Answer answer, String said, boolean ours) {
		Leaks.assertNone(answer.body(), said);
		if (answer.status() < 400) {
			return;
		}
		if (!answer.header("Content-Type").startsWith("application/json")) {
			if (ours) {
				throw new AssertionError("No JSON: " + answer);
			}
			return;
		}
		Map<String, Object> members = answer.json();
		if (!(members.get("error") instanceof String error && ERROR.matcher(error).matches()
				&& members.get("error_description") instanceof String description
				&& DESCRIPTION.matcher(description).matches())) {
			throw new AssertionError("Not the RFC's error: " + answer);
		}
		if (answer.status() == 401 && answer.header("WWW-Authenticate").isEmpty()) {
			throw new AssertionError("401 without a challenge: " + answer);
		}
	}

}
