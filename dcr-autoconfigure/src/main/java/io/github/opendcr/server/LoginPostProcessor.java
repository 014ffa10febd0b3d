package io.github.opendcr.server;

import java.time.Clock;

import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Adds the {@link LoginRequirementFilter} to a chain once the handler of errors is known
 * that the authorization endpoint has, {@link SeamPostProcessor}'s around it.
 *
 * @param http the chain
 * @param authorizationEndpoint matches the authorization endpoint
 * @param requests reads authentication requests
 * @param clock tells how old a login is
 */
record LoginPostProcessor(HttpSecurity http, RequestMatcher authorizationEndpoint, AuthenticationRequests requests,
		Clock clock) implements ObjectPostProcessor<Object> {

	@Override
	public <O> O postProcess(O object) {
		if (object instanceof OAuth2AuthorizationEndpointFilter filter) {
			AuthenticationFailureHandler failureHandler = PrivateField.read(filter, "authenticationFailureHandler",
					AuthenticationFailureHandler.class);
			this.http.addFilterBefore(
					new LoginRequirementFilter(this.authorizationEndpoint, this.requests, failureHandler, this.clock),
					AuthorizationFilter.class);
		}
		return object;
	}

}
