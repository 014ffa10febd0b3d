package io.github.opendcr.autoconfigure;

import io.github.opendcr.server.chain.AuthorizationServerMissingException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says how an application comes to have an authorization server.
 */
class AuthorizationServerMissingFailureAnalyzer extends AbstractFailureAnalyzer<AuthorizationServerMissingException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AuthorizationServerMissingException cause) {
		return new FailureAnalysis(
				"dcr.enabled is true, but there is no authorization server: " + cause.getMessage() + ".",
				"Call HttpSecurity.oauth2AuthorizationServer(...) on the HttpSecurity bean, in the @Bean method of one of "
						+ "the application's chains; or leave all chains out, and Spring Boot makes them; or take "
						+ "dcr.enabled out.",
				cause);
	}

}
