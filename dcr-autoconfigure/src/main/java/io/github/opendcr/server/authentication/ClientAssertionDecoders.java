package io.github.opendcr.server.authentication;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Decodes the assertions of dynamic clients with the keys that they have now, and leaves
 * all others to the factory that the server had. It hooks in as the decoder factory of
 * Spring's provider for assertions.
 *
 * @param authentication judges assertions
 * @param delegate the factory that the server had
 */
record ClientAssertionDecoders(DynamicClientAuthentication authentication,
		JwtDecoderFactory<RegisteredClient> delegate) implements JwtDecoderFactory<RegisteredClient> {

	static void addTo(ServerChain chain, DynamicClientAuthentication authentication) {
		chain.adapt(JwtClientAssertionAuthenticationProvider.class, (provider) -> {
			JwtDecoderFactory<RegisteredClient> present = PrivateField.read(provider, "jwtDecoderFactory",
					JwtDecoderFactory.class);
			provider.setJwtDecoderFactory(new ClientAssertionDecoders(authentication, present));
		});
	}

	@Override
	public JwtDecoder createDecoder(RegisteredClient client) {
		return DynamicClients.isDynamic(client) ? (assertion) -> this.authentication.verify(client, assertion)
				: this.delegate.createDecoder(client);
	}

}
