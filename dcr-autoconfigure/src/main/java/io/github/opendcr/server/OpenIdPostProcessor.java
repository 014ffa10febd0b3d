package io.github.opendcr.server;

import java.util.function.Consumer;
import java.util.function.Function;

import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcLogoutEndpointFilter;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcProviderConfigurationEndpointFilter;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/**
 * Adds to the parts of an OpenID provider, as {@link SeamPostProcessor} does to those of
 * an authorization server.
 *
 * @param repository the repository that the application chose
 * @param keys the keys that sign ID tokens
 * @param pairwise whether subjects can be pairwise
 */
record OpenIdPostProcessor(RegisteredClientRepository repository, IdTokenKeys keys,
		boolean pairwise) implements ObjectPostProcessor<Object> {

	@Override
	public <O> O postProcess(O object) {
		if (object instanceof OidcProviderConfigurationEndpointFilter filter) {
			Consumer<OidcProviderConfiguration.Builder> present = PrivateField.read(filter,
					"providerConfigurationCustomizer", Consumer.class);
			filter.setProviderConfigurationCustomizer(
					present.andThen(new OpenIdDiscovery(this.keys, this.pairwise)::addTo));
		}
		else if (object instanceof OidcUserInfoAuthenticationProvider provider && this.pairwise) {
			Function<OidcUserInfoAuthenticationContext, OidcUserInfo> present = PrivateField.read(provider,
					"userInfoMapper", Function.class);
			provider.setUserInfoMapper(new PairwiseUserInfoMapper(present, this.repository));
		}
		else if (object instanceof OidcLogoutEndpointFilter filter) {
			filter.setAuthenticationSuccessHandler(new LogoutRedirect(
					PrivateField.read(filter, "authenticationSuccessHandler", AuthenticationSuccessHandler.class)));
		}
		return object;
	}

}
