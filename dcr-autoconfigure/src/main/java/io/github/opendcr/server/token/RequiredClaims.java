package io.github.opendcr.server.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ErrorAnswer;
import io.github.opendcr.server.client.ClientRequirements;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.resource.ResourceIndicators;
import io.github.opendcr.subject.PairwiseSubjectGenerator;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimNames;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Writes the claims that a client registered or asked for, after the customizer that was
 * there: whatever subject the application chose is the local one that a pairwise subject
 * is made of. ID tokens and access tokens alike, since a client reads both: by
 * introspection, if not by itself.
 *
 * @param <C> the kind of token
 * @param present the customizer that was there, or {@code null} for none
 * @param claims hands over the claims of the token that is being made
 * @param subjects makes pairwise subjects, or {@code null} if no client can have them
 * @param resources the rules by which tokens are for resources, or {@code null} if there
 * are none
 */
record RequiredClaims<C extends OAuth2TokenContext>(@Nullable OAuth2TokenCustomizer<C> present,
		BiConsumer<C, Consumer<Map<String, Object>>> claims, @Nullable PairwiseSubjectGenerator subjects,
		@Nullable ResourceIndicators resources) implements OAuth2TokenCustomizer<C> {

	@Override
	public void customize(C context) {
		if (this.present != null) {
			this.present.customize(context);
		}
		List<String> audience = (this.resources != null && OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType()))
				? this.resources.audience(context) : List.of();
		ClientRequirements requirements = ClientRequirements.of(context.getRegisteredClient());
		this.claims.accept(context, (all) -> {
			if (!audience.isEmpty()) { // RFC 8707 §2
				all.put(OAuth2TokenClaimNames.AUD, new ArrayList<>(audience));
			}
			if (isIdToken(context) && (requirements.authTime() || hasMaxAge(context))) {
				putAuthTime(all, context.getPrincipal());
			}
			String sector = requirements.sector();
			if (sector != null && isOfUser(context) && all.get(IdTokenClaimNames.SUB) instanceof String local) {
				all.put(IdTokenClaimNames.SUB, pairwise(sector, local));
			}
		});
	}

	private String pairwise(String sector, String local) {
		if (this.subjects == null) { // no longer
			throw ErrorAnswer.exception(OAuth2ErrorCodes.SERVER_ERROR, "The server can't make the subject pairwise");
		}
		return this.subjects.generate(sector, local);
	}

	// As Spring does where it tracks sessions, which it does on one node only
	private static void putAuthTime(Map<String, Object> claims, @Nullable Authentication user) {
		Instant time = (user != null) ? LoginTime.of(user) : null;
		if (time != null) {
			claims.putIfAbsent(IdTokenClaimNames.AUTH_TIME, Date.from(time));
		}
	}

	// OpenID Connect Core 1.0 §2
	private static boolean hasMaxAge(OAuth2TokenContext context) {
		OAuth2Authorization authorization = context.getAuthorization();
		OAuth2AuthorizationRequest request = (authorization != null)
				? authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()) : null;
		return request != null && request.getAdditionalParameters().containsKey("max_age")
				&& DynamicClients.isDynamic(context.getRegisteredClient());
	}

	static boolean isIdToken(OAuth2TokenContext context) {
		return OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue());
	}

	/**
	 * Whether the token is issued for a user, rather than for the client itself.
	 */
	static boolean isOfUser(OAuth2TokenContext context) {
		return !(context.getPrincipal() instanceof OAuth2ClientAuthenticationToken);
	}

}
