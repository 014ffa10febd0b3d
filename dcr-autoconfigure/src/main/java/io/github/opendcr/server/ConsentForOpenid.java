package io.github.opendcr.server;

import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Asks the user's consent to a dynamic client that requests {@code openid} and no other
 * scope, too, which Spring lets pass. Everything else is decided by the predicate that
 * was there.
 *
 * @param delegate the predicate that was there
 * @param enabled whether the consent page can ask for {@code openid}
 */
record ConsentForOpenid(Predicate<OAuth2AuthorizationCodeRequestAuthenticationContext> delegate,
		BooleanSupplier enabled) implements Predicate<OAuth2AuthorizationCodeRequestAuthenticationContext> {

	private static final Set<String> OPENID_ALONE = Set.of(OidcScopes.OPENID);

	@Override
	public boolean test(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		return this.delegate.test(context)
				|| (this.enabled.getAsBoolean() && isRequired(context.getRegisteredClient()) && asksForMore(context));
	}

	private static boolean isRequired(RegisteredClient client) {
		return DynamicClients.isDynamic(client) && client.getClientSettings().isRequireAuthorizationConsent();
	}

	private static boolean asksForMore(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		OAuth2AuthorizationConsent consent = context.getAuthorizationConsent();
		return Objects.requireNonNull(context.getAuthorizationRequest()).getScopes().equals(OPENID_ALONE)
				&& (consent == null || !consent.getScopes().contains(OidcScopes.OPENID));
	}

}
