package io.github.opendcr.server.authorization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.consent.ConsentModel;
import io.github.opendcr.pages.AuthorizationPages;
import io.github.opendcr.pages.ConsentPageUse;
import io.github.opendcr.server.chain.EndpointFilter;
import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2DeviceVerificationEndpointFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Asks users for their consent on our page, at the endpoint itself, as Spring's page
 * does. It hooks in by setting the page of the filters at the authorization endpoint and
 * for the verification of devices, where the application has set none, and as a filter
 * around them, which takes the redirect to that page for the question that it is. Other
 * clients are asked on Spring's page.
 */
final class ConsentPageFilter extends EndpointFilter {

	private final AuthorizationPages pages;

	private ConsentPageFilter(RequestMatcher endpoints, AuthorizationPages pages) {
		super(endpoints);
		this.pages = pages;
	}

	static void addTo(ServerChain chain, AuthorizationPages pages) {
		ConsentPageUse use = pages.use();
		if (use == ConsentPageUse.OFF) {
			return;
		}
		chain.adapt(OAuth2AuthorizationEndpointFilter.class, (filter) -> {
			if (use == ConsentPageUse.ON || hasNoPage(filter)) {
				filter.setConsentPage(HeldConsent.PAGE);
			}
		});
		chain.adapt(OAuth2DeviceVerificationEndpointFilter.class, (filter) -> {
			if (use == ConsentPageUse.ON || hasNoPage(filter)) {
				filter.setConsentPage(HeldConsent.PAGE);
			}
		});
		RequestMatcher endpoints = chain.endpoints(null, AuthorizationServerSettings::getAuthorizationEndpoint,
				AuthorizationServerSettings::getDeviceVerificationEndpoint);
		chain.http().addFilterBefore(new ConsentPageFilter(endpoints, pages), AuthorizationFilter.class);
	}

	private static boolean hasNoPage(Object filter) {
		return !StringUtils.hasText(PrivateField.readNullable(filter, "consentPage", String.class));
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		HeldConsent held = new HeldConsent(response);
		chain.doFilter(request, held);
		if (held.location() != null) {
			ask(held.location(), request, response);
		}
	}

	private void ask(String location, HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		UriComponents page = UriComponentsBuilder.fromUriString(location).build();
		Authentication user = CurrentUser.get();
		String state = String.valueOf(parameter(page, OAuth2ParameterNames.STATE));
		String userCode = parameter(page, OAuth2ParameterNames.USER_CODE);
		ConsentModel consent = this.pages.find(request, state, user.getName());
		if (consent != null && (this.pages.use() == ConsentPageUse.ON || consent.selfRegistered())) {
			this.pages.ask(consent, user.getName(), state, userCode, request, response);
			return;
		}
		SpringsConsentPage springs = new SpringsConsentPage(
				String.valueOf(parameter(page, OAuth2ParameterNames.CLIENT_ID)), user, state,
				StringUtils.commaDelimitedListToSet(
						String.valueOf(parameter(page, OAuth2ParameterNames.SCOPE)).replace(' ', ',')),
				consent);
		springs.show(userCode, request, response);
	}

	private static @Nullable String parameter(UriComponents page, String name) {
		String value = page.getQueryParams().getFirst(name);
		return (value != null) ? UriUtils.decode(value, StandardCharsets.UTF_8) : null;
	}

}
