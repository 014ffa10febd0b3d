package io.github.opendcr.autoconfigure;

import io.github.opendcr.server.discovery.RegistrationEndpointConflictException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to change if two registration endpoints have one path.
 */
class RegistrationEndpointConflictFailureAnalyzer
		extends AbstractFailureAnalyzer<RegistrationEndpointConflictException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RegistrationEndpointConflictException cause) {
		String description = ("Two client registration endpoints have the path '%s': Spring Security's own, which %s "
				+ "switches on, and the one that dcr.enabled switches on.")
			.formatted(cause.getPath(), cause.getConfiguredBy());
		String action = ("Take the call of %s out, since dcr.enabled covers all that it does, or give one of the two "
				+ "another path: dcr.path, or the endpoint in AuthorizationServerSettings.")
			.formatted(cause.getConfiguredBy());
		return new FailureAnalysis(description, action, cause);
	}

}
