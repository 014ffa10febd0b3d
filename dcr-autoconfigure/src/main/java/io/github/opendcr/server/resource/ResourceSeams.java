package io.github.opendcr.server.resource;

import java.util.List;

import io.github.opendcr.server.chain.Seam;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * How tokens are for the resources that a client names.
 */
final class ResourceSeams {

	private ResourceSeams() {
	}

	/**
	 * Return the seams, which come behind those that have codes and tokens used once and
	 * that choose the token generator.
	 * @param indicators the rules
	 * @return the seams
	 */
	static List<Seam> of(ResourceIndicators indicators) {
		return List.of((chain) -> addServices(chain, indicators), (chain) -> addFilters(chain, indicators),
				TokenAudience::addTo);
	}

	private static void addServices(ServerChain chain, ResourceIndicators indicators) {
		chain.http()
			.setSharedObject(OAuth2AuthorizationService.class,
					new TargetedAuthorizationService(chain.get(OAuth2AuthorizationService.class), indicators));
		chain.http()
			.setSharedObject(OAuth2AuthorizationConsentService.class, new TargetedConsentService(
					chain.get(OAuth2AuthorizationConsentService.class), chain.clients(), indicators.request()));
		OAuth2TokenGenerator<?> tokens = chain.get(OAuth2TokenGenerator.class);
		chain.http().setSharedObject(OAuth2TokenGenerator.class, new TargetedTokenGenerator(tokens, indicators));
	}

	private static void addFilters(ServerChain chain, ResourceIndicators indicators) {
		RequestMatcher endpoints = chain.endpoints(HttpMethod.POST, AuthorizationServerSettings::getTokenEndpoint,
				AuthorizationServerSettings::getDeviceAuthorizationEndpoint);
		chain.http()
			.addFilterAfter(indicators.request(), SecurityContextHolderFilter.class)
			.addFilterBefore(new ResourceFilter(endpoints, indicators), AuthorizationFilter.class);
	}

}
