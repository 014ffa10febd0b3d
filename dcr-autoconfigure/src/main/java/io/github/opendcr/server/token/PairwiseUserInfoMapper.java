package io.github.opendcr.server.token;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.ClientRequirements;

import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.StandardClaimNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationProvider;

/**
 * Answers pairwise clients with the subject of their ID token (OpenID Connect Core 1.0
 * §5.3.2), whatever the mapper that was there says of the user. It hooks in around the
 * mapper of Spring's provider at the UserInfo endpoint.
 *
 * @param present the mapper that was there
 * @param repository the repository that the application chose
 */
record PairwiseUserInfoMapper(Function<OidcUserInfoAuthenticationContext, OidcUserInfo> present,
		RegisteredClientRepository repository) implements Function<OidcUserInfoAuthenticationContext, OidcUserInfo> {

	static void addTo(ServerChain chain) {
		chain.adapt(OidcUserInfoAuthenticationProvider.class, (provider) -> {
			Function<OidcUserInfoAuthenticationContext, OidcUserInfo> present = PrivateField.read(provider,
					"userInfoMapper", Function.class);
			provider.setUserInfoMapper(new PairwiseUserInfoMapper(present, chain.clients()));
		});
	}

	@Override
	public OidcUserInfo apply(OidcUserInfoAuthenticationContext context) {
		OidcUserInfo userInfo = this.present.apply(context);
		OAuth2Authorization authorization = context.getAuthorization();
		RegisteredClient client = this.repository.findById(authorization.getRegisteredClientId());
		if (client == null || ClientRequirements.of(client).sector() == null) {
			return userInfo;
		}
		// Spring refuses to answer where there is no ID token
		OAuth2Authorization.Token<OidcIdToken> idToken = Objects
			.requireNonNull(authorization.getToken(OidcIdToken.class));
		Map<String, Object> claims = new LinkedHashMap<>(userInfo.getClaims());
		claims.put(StandardClaimNames.SUB, idToken.getToken().getSubject());
		return new OidcUserInfo(claims);
	}

}
