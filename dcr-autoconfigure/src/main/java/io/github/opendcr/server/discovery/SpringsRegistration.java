package io.github.opendcr.server.discovery;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.server.chain.Seam;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.core.log.LogMessage;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcClientRegistrationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientRegistrationEndpointFilter;

/**
 * Notices that an application has Spring's registration endpoint, too. It hooks in
 * nowhere: it looks at the filters that the chain has.
 *
 * @param path the path of ours
 */
record SpringsRegistration(String path) implements Seam {

	private static final Log logger = LogFactory.getLog(SpringsRegistration.class);

	@Override
	public void addTo(ServerChain chain) {
		AuthorizationServerSettings settings = chain.get(AuthorizationServerSettings.class);
		chain.adapt(OAuth2ClientRegistrationEndpointFilter.class,
				(filter) -> check(settings.getClientRegistrationEndpoint(),
						"OAuth2AuthorizationServerConfigurer.clientRegistrationEndpoint(...)"));
		chain.adapt(OidcClientRegistrationEndpointFilter.class,
				(filter) -> check(settings.getOidcClientRegistrationEndpoint(),
						"OidcConfigurer.clientRegistrationEndpoint(...)"));
	}

	private void check(String springsPath, String configuredBy) {
		if (springsPath.equals(this.path)) {
			throw new RegistrationEndpointConflictException(this.path, configuredBy);
		}
		logger
			.warn(LogMessage.format("Clients can be registered at '%s' by Spring Security (%s) too, by its own rules. "
					+ "Discovery shows '%s'", springsPath, configuredBy, this.path));
	}

}
