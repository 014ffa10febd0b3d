package io.github.opendcr.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which secret can't be used, and not what it is, which Spring Boot's analyzer would
 * look up.
 */
class InvalidSecretFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSecretException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSecretException cause) {
		return new FailureAnalysis(cause.getMessage(), "Set '" + cause.getProperty() + "' to such a value.", cause);
	}

}
