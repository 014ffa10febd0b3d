package io.github.opendcr.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which properties don't exist, and what to do.
 */
class UnknownPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<UnknownPropertiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownPropertiesException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Correct the names, or take the properties out: what they should forbid would be allowed. The prefix "
						+ "'dcr.' is for dynamic client registration alone; the application's own properties need "
						+ "another.",
				cause);
	}

}
