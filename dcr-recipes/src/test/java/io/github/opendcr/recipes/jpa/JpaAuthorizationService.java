package io.github.opendcr.recipes.jpa;

import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Component;

@Component
class JpaAuthorizationService implements OAuth2AuthorizationService {

	private final AuthorizationRepository authorizations;

	private final RegisteredClientRepository clients;

	JpaAuthorizationService(AuthorizationRepository authorizations, RegisteredClientRepository clients) {
		this.authorizations = authorizations;
		this.clients = clients;
	}

	@Override
	public void save(OAuth2Authorization authorization) {
		this.authorizations.save(Authorization.of(authorization));
	}

	@Override
	public void remove(OAuth2Authorization authorization) {
		this.authorizations.deleteById(authorization.getId());
	}

	@Override
	public OAuth2Authorization findById(String id) {
		return toAuthorization(this.authorizations.findById(id).orElse(null));
	}

	@Override
	public OAuth2Authorization findByToken(String token, OAuth2TokenType type) {
		boolean state = type != null && type.getValue().equals(OAuth2ParameterNames.STATE);
		return toAuthorization(state ? this.authorizations.findByState(token)
				: this.authorizations.findByToken(token, (type != null) ? type.getValue() : null));
	}

	private OAuth2Authorization toAuthorization(Authorization authorization) {
		if (authorization == null) {
			return null;
		}
		RegisteredClient client = this.clients.findById(authorization.registeredClientId());
		return (client != null) ? authorization.toAuthorization(client) : null;
	}

}
