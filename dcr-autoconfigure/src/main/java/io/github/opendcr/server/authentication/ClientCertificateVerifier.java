package io.github.opendcr.server.authentication;

import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.X509ClientCertificateAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Verifies the certificates of dynamic clients, and leaves all others to the verifier
 * that the server had. It hooks in as the certificate verifier of Spring's provider for
 * certificates.
 *
 * @param authentication judges certificates
 * @param delegate the verifier that the server had
 */
record ClientCertificateVerifier(DynamicClientAuthentication authentication,
		Consumer<OAuth2ClientAuthenticationContext> delegate) implements Consumer<OAuth2ClientAuthenticationContext> {

	static void addTo(ServerChain chain, DynamicClientAuthentication authentication) {
		chain.adapt(X509ClientCertificateAuthenticationProvider.class, (provider) -> {
			Consumer<OAuth2ClientAuthenticationContext> present = PrivateField.read(provider, "certificateVerifier",
					Consumer.class);
			provider.setCertificateVerifier(new ClientCertificateVerifier(authentication, present));
		});
	}

	@Override
	public void accept(OAuth2ClientAuthenticationContext context) {
		RegisteredClient client = context.getRegisteredClient();
		if (!DynamicClients.isDynamic(client)) {
			this.delegate.accept(context);
			return;
		}
		OAuth2ClientAuthenticationToken token = context.getAuthentication();
		X509Certificate[] chain = (X509Certificate[]) Objects.requireNonNull(token.getCredentials());
		boolean verified = ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH
			.equals(token.getClientAuthenticationMethod()) ? this.authentication.isSelfSignedBy(client, chain[0])
					: this.authentication.isIssuedTo(client, chain);
		if (!verified) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
		}
	}

}
