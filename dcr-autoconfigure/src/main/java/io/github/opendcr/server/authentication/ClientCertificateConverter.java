package io.github.opendcr.server.authentication;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.web.authentication.X509ClientCertificateAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads the certificates of dynamic clients that registered for authentication by TLS.
 * Spring takes such a client for a public one if it sends a {@code code_verifier}, and a
 * certificate that comes without its authority's for one that is signed by itself. It
 * hooks in as one more converter of client authentication, in front of Spring's.
 */
final class ClientCertificateConverter implements AuthenticationConverter {

	private final AuthenticationConverter delegate = new X509ClientCertificateAuthenticationConverter();

	private final RegisteredClientRepository repository;

	ClientCertificateConverter(RegisteredClientRepository repository) {
		this.repository = repository;
	}

	static void addTo(ServerChain chain) {
		chain.server()
			.clientAuthentication((authentication) -> authentication
				.authenticationConverter(new ClientCertificateConverter(chain.usableClients())));
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		if (!(this.delegate.convert(request) instanceof OAuth2ClientAuthenticationToken token)) {
			return null;
		}
		RegisteredClient client = this.repository.findByClientId(token.getName());
		if (client == null || !DynamicClients.isDynamic(client)) {
			return null;
		}
		Set<ClientAuthenticationMethod> methods = client.getClientAuthenticationMethods();
		return methods.stream()
			.filter(DynamicClientAuthentication::isTls)
			.findFirst()
			.map((method) -> new OAuth2ClientAuthenticationToken(client.getClientId(), method, token.getCredentials(),
					token.getAdditionalParameters()))
			.orElse(null);
	}

}
