package io.github.opendcr.server.token;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationProvider;

/**
 * Has a consent say what its user was shown: of all that are called while a user answers,
 * the customizer alone sees both the consent and the request that waited for it. It hooks
 * in as the customizer of Spring's two providers that take the answers of consent pages.
 *
 * @param delegate the customizer of the application, or {@code null}
 */
record ShownConsentCustomizer(@Nullable Consumer<OAuth2AuthorizationConsentAuthenticationContext> delegate)
		implements
			Consumer<OAuth2AuthorizationConsentAuthenticationContext> {

	private static final String FIELD = "authorizationConsentCustomizer";

	static void addTo(ServerChain chain) {
		chain.adapt(OAuth2AuthorizationConsentAuthenticationProvider.class,
				(provider) -> provider.setAuthorizationConsentCustomizer(
						new ShownConsentCustomizer(PrivateField.readNullable(provider, FIELD, Consumer.class))));
		chain.adapt(OAuth2DeviceAuthorizationConsentAuthenticationProvider.class,
				(provider) -> provider.setAuthorizationConsentCustomizer(
						new ShownConsentCustomizer(PrivateField.readNullable(provider, FIELD, Consumer.class))));
	}

	@Override
	public void accept(OAuth2AuthorizationConsentAuthenticationContext context) {
		if (this.delegate != null) {
			this.delegate.accept(context);
		}
		context.getAuthorizationConsent()
			.authorities((granted) -> ShownConsents.mark(granted, context.getAuthorization()));
	}

}
