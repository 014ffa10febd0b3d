package io.github.opendcr.server.authorization;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * What a request demands of the user's login.
 *
 * @param silent whether no page may be shown
 * @param anew whether the user must log in even if he is logged in
 * @param maxAge the oldest login that will do, or {@code null} if any will
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest">OpenID
 * Connect Core 1.0 §3.1.2.1</a>
 */
record LoginDemand(boolean silent, boolean anew, @Nullable Duration maxAge) {

	static final String MAX_AGE = "max_age";

	private static final String PROMPT = "prompt";

	private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

	/**
	 * Whether a request demands anything. One without the scope {@code openid} can't.
	 */
	static boolean isMadeBy(OAuth2AuthorizationCodeRequestAuthenticationToken request) {
		return request.getScopes().contains(OidcScopes.OPENID)
				&& (!parameter(request, PROMPT).isEmpty() || !parameter(request, MAX_AGE).isEmpty());
	}

	/**
	 * Read what a request demands.
	 * @throws IllegalArgumentException if {@code max_age} isn't a number of seconds
	 */
	static LoginDemand of(OAuth2AuthorizationCodeRequestAuthenticationToken request) {
		List<String> prompts = Arrays.asList(parameter(request, PROMPT).split(" "));
		String maxAge = parameter(request, MAX_AGE);
		if (!maxAge.isEmpty() && !SECONDS.matcher(maxAge).matches()) {
			throw new IllegalArgumentException(MAX_AGE + " must be a number of seconds");
		}
		return new LoginDemand(prompts.contains("none"), prompts.contains("login"),
				maxAge.isEmpty() ? null : Duration.ofSeconds(Long.parseLong(maxAge)));
	}

	private static String parameter(OAuth2AuthorizationCodeRequestAuthenticationToken request, String name) {
		return (request.getAdditionalParameters().get(name) instanceof String value) ? value : "";
	}

	/**
	 * Whether a login will do.
	 * @param loginTime the time of the login, or {@code null} if there is none or its
	 * time isn't known
	 */
	boolean isMetBy(@Nullable Instant loginTime, Instant now) {
		return !this.anew && (this.maxAge == null
				|| (loginTime != null && Duration.between(loginTime, now).compareTo(this.maxAge) <= 0));
	}

}
