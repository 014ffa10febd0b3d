package io.github.opendcr.server.resource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.resource.ProtectedResource;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * The authorization service as the server's own filters see it. What is redeemed for a
 * token has those scopes alone that the token's resources know; all of them are stored,
 * for a later token that is for another resource. What a device or a client by itself
 * asked for is stored beside the scopes.
 *
 * @param delegate the service that was there
 * @param indicators the rules
 */
record TargetedAuthorizationService(OAuth2AuthorizationService delegate,
		ResourceIndicators indicators) implements OAuth2AuthorizationService {

	// Carried from where the authorization is found to where it is saved, and never
	// stored
	private static final String ALL_SCOPES = "io.github.opendcr.all-scopes";

	@Override
	public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
		OAuth2Authorization found = this.delegate.findByToken(token, tokenType);
		if (found == null || tokenType == null) {
			return found;
		}
		return switch (tokenType.getValue()) {
			case OAuth2ParameterNames.STATE, OAuth2ParameterNames.USER_CODE -> {
				this.indicators.request().isAbout(ResourceParameter.of(found));
				yield found;
			}
			case OAuth2ParameterNames.CODE, OAuth2ParameterNames.REFRESH_TOKEN, OAuth2ParameterNames.DEVICE_CODE ->
				narrowed(found);
			default -> found;
		};
	}

	private OAuth2Authorization narrowed(OAuth2Authorization found) {
		List<String> asked = this.indicators.request().resources();
		RegisteredClient client = ResourceFilter.dynamicClient();
		if (asked == null || client == null || !client.getId().equals(found.getRegisteredClientId())) {
			return found;
		}
		List<ProtectedResource> target = this.indicators.foreseen(asked, found, client);
		Set<String> all = found.getAuthorizedScopes();
		if (target == null || target.isEmpty()) {
			return found;
		}
		Set<String> known = ResourceIndicators.known(all, target);
		return known.equals(all) ? found
				: OAuth2Authorization.from(found)
					.authorizedScopes(known)
					.attribute(ALL_SCOPES, new HashSet<>(all))
					.build();
	}

	/**
	 * Whether the resources of a token know none of the scopes that were granted.
	 */
	static boolean isLeftWithoutScopes(OAuth2Authorization authorization) {
		return authorization.getAttribute(ALL_SCOPES) != null && authorization.getAuthorizedScopes().isEmpty();
	}

	@Override
	public void save(OAuth2Authorization authorization) {
		OAuth2Authorization whole = whole(authorization);
		List<String> asked = this.indicators.request().resources();
		if (asked != null && !asked.isEmpty() && isMadeByClient(whole)
				&& whole.getAttribute(ResourceParameter.NAME) == null && ResourceFilter.dynamicClient() != null) {
			whole = OAuth2Authorization.from(whole).attribute(ResourceParameter.NAME, new ArrayList<>(asked)).build();
		}
		this.delegate.save(whole);
	}

	// RFC 8628 §3.1, RFC 6749 §4.4: there is no authorization request that would be
	// stored
	private static boolean isMadeByClient(OAuth2Authorization authorization) {
		return AuthorizationGrantType.CLIENT_CREDENTIALS.equals(authorization.getAuthorizationGrantType())
				|| (authorization.getToken(OAuth2DeviceCode.class) != null && authorization.getAccessToken() == null);
	}

	private static OAuth2Authorization whole(OAuth2Authorization authorization) {
		Set<String> all = authorization.getAttribute(ALL_SCOPES);
		return (all != null) ? OAuth2Authorization.from(authorization)
			.authorizedScopes(all)
			.attributes((attributes) -> attributes.remove(ALL_SCOPES))
			.build() : authorization;
	}

	@Override
	public void remove(OAuth2Authorization authorization) {
		this.delegate.remove(whole(authorization));
	}

	@Override
	public @Nullable OAuth2Authorization findById(String id) {
		return this.delegate.findById(id);
	}

}
