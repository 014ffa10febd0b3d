package io.github.opendcr.server.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.context.ApplicationContext;
import org.springframework.core.log.LogMessage;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.util.StringUtils;

/**
 * Asks the user's consent to a dynamic client that requests {@code openid} and no other
 * scope, too, which Spring lets pass. Everything else is decided by the predicate that
 * was there. It hooks in around the predicate of Spring's provider that decides whether
 * consent is required.
 *
 * @param delegate the predicate that was there
 */
record ConsentForOpenid(Predicate<OAuth2AuthorizationCodeRequestAuthenticationContext> delegate)
		implements
			Predicate<OAuth2AuthorizationCodeRequestAuthenticationContext> {

	private static final Log logger = LogFactory.getLog(ConsentForOpenid.class);

	private static final Set<String> OPENID_ALONE = Set.of(OidcScopes.OPENID);

	/**
	 * Add the predicate if the consent page can ask for {@code openid}.
	 * @param asked whether it can; {@code null} if that depends on whether the
	 * application uses {@code ConsentModels}
	 */
	static void addTo(ServerChain chain, @Nullable Boolean asked) {
		// The filter, which knows the page, is made after the provider
		List<OAuth2AuthorizationCodeRequestAuthenticationProvider> providers = new ArrayList<>();
		chain.adapt(OAuth2AuthorizationCodeRequestAuthenticationProvider.class, providers::add);
		chain.adapt(OAuth2AuthorizationEndpointFilter.class, (filter) -> {
			String page = PrivateField.readNullable(filter, "consentPage", String.class);
			if (StringUtils.hasText(page) && ((asked != null) ? asked : canAsk(page, chain.context()))) {
				providers.forEach(ConsentForOpenid::addTo);
			}
		});
	}

	private static void addTo(OAuth2AuthorizationCodeRequestAuthenticationProvider provider) {
		provider.setAuthorizationConsentRequired(
				new ConsentForOpenid(PrivateField.read(provider, "authorizationConsentRequired", Predicate.class)));
	}

	// A page that has no box for openid, as Spring's own, can post but an empty form,
	// which is a refusal
	private static boolean canAsk(String consentPage, ApplicationContext context) {
		boolean answered = consentPage.equals(HeldConsent.PAGE) || ConsentModelUse.isIn(context);
		if (!answered) {
			logger.warn(LogMessage.format("Nothing uses ConsentModels, so the consent page '%s' is not shown for the "
					+ "scope 'openid' alone: clients that register themselves and may have it learn who a user is "
					+ "without his consent. If the page posts scope=openid, set dcr.consent.openid-alone=true, "
					+ "otherwise false", consentPage));
		}
		return answered;
	}

	@Override
	public boolean test(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		return this.delegate.test(context) || (isRequired(context.getRegisteredClient()) && asksForMore(context));
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
